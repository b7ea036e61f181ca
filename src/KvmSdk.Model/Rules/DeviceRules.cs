namespace KvmSdk.Model.Rules;

/// <summary>Family 04: the properties that declare devices.</summary>
public static class DeviceRules
{
    /// <summary>The attribute decides the device, the type decides its configuration; they must agree.</summary>
    public static Rule WrongPropertyType { get; } = new("KVM0401", "Device property has the wrong type",
        "Property '{0}' carries [{1}], so its type must be '{2}', not '{3}'");

    /// <summary>A definition is an immutable value; <c>with</c> and options need <c>init</c>.</summary>
    public static Rule PropertyWithoutInit { get; } = new("KVM0402", "Device property without init",
        "Property '{0}' carries [{1}] and must be an instance property with '{{ get; init; }}', because a definition is an immutable value");

    /// <summary>A property is one device.</summary>
    public static Rule TwoDevicesOnOneProperty { get; } = new("KVM0403", "Two devices on one property",
        "Property '{0}' already carries [{1}]; declare a property of its own for [{2}]");

    /// <summary>The generated half declares members of these names.</summary>
    public static Rule ReservedName { get; } = new("KVM0404", "Name taken in generated code",
        "{0} '{1}' has a name that is taken in the generated half of the machine; rename it");

    /// <summary>An argument that the other arguments make meaningless would mislead the reader.</summary>
    public static Rule ArgumentWithoutEffect { get; } = new("KVM0405", "Argument has no effect",
        "{0} of '{1}' has no effect {2}; remove it");

    /// <summary>The command line would not have the option that the property's name promises.</summary>
    public static Rule OptionTaken { get; } = new("KVM0408", "Option of the property is taken",
        "Property '{0}' is set by the option {1}-value, because the SDK has an option or key of that name itself; rename it")
    {
        Severity = RuleSeverity.Warning,
    };

    /// <summary>Without the attribute nothing is generated that a machine could call.</summary>
    public static Rule NotADevice { get; } = new("KVM0415", "Type is no device",
        "Type '{0}' of property '{1}' carries neither [MmioDevice] nor [PortDevice]; add one to the class");
}
