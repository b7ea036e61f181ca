namespace KvmSdk.Model.Rules;

/// <summary>Family 06: devices that a user's class declares.</summary>
public static class GuestDeviceRules
{
    /// <summary>The register decode is generated into the class.</summary>
    public static Rule NotPartial { get; } = new("KVM0601", "Device is not partial",
        "Device '{0}' must be declared 'partial', because its register decode is generated into it");

    /// <summary>What a generated half cannot be added to, or what cannot be one device.</summary>
    public static Rule BadType { get; } = new("KVM0602", "Device is no concrete class",
        "Device '{0}' {1}; {2}");

    /// <summary>The machine makes its devices.</summary>
    public static Rule NoConstructor { get; } = new("KVM0603", "Device has no constructor for the machine",
        "Device '{0}' has no public or internal constructor without parameters, by which the machine makes it; add one, and configure the instance by 'new Device<{0}>(device => ...)'");

    /// <summary>Address decoding is a mask, and a guest maps whole pages.</summary>
    public static Rule BadWindowSize { get; } = new("KVM0604", "Window or port range of unusable size",
        "{0} {1} of device '{2}' is not {3}; use {4}");

    /// <summary>A device is reached one way.</summary>
    public static Rule TwoBuses { get; } = new("KVM0605", "Device on two buses",
        "Device '{0}' carries both [MmioDevice] and [PortDevice]; remove one");

    /// <summary>The widths that a processor reads and writes at once.</summary>
    public static Rule RegisterType { get; } = new("KVM0610", "Register of unsupported type",
        "Register '{0}' has the type '{1}'; use {2}, or an enumeration of one of them");

    /// <summary>A processor's access to a device does not straddle.</summary>
    public static Rule RegisterMisaligned { get; } = new("KVM0611", "Register misaligned",
        "Register '{0}' of {1} bytes is at offset {2}, which is no multiple of {1}; {3}");

    /// <summary>No access beyond the window reaches the device.</summary>
    public static Rule RegisterOutside { get; } = new("KVM0612", "Register outside the device",
        "Register '{0}' at offset {1} ends at {2}, beyond the device's {3} bytes; {4}");

    /// <summary>One read would have two answers.</summary>
    public static Rule RegistersOverlap { get; } = new("KVM0613", "Registers overlap",
        "Register '{0}' at {1} overlaps '{2}' at {3}; {4}");

    /// <summary>The guest is promised what the member cannot do.</summary>
    public static Rule AccessImpossible { get; } = new("KVM0614", "Access without an accessor",
        "Register '{0}' is declared {1}, but has no {2}; add one, or remove Access");

    /// <summary>The generated decode calls the member in a fixed way.</summary>
    public static Rule RegisterShape { get; } = new("KVM0615", "Member cannot be a register",
        "Member '{0}' {1}; a register is an instance property, a method 'T Read()' or 'void Write(T value)', or for an array a partial 'Span<T>' property with a getter or a method whose first parameter is 'int index'");

    /// <summary>A reset value needs somewhere to go, and room.</summary>
    public static Rule BadReset { get; } = new("KVM0616", "Reset value unusable",
        "Reset 0x{0} of register '{1}' {2}; {3}");

    /// <summary>Registers of an array lie apart.</summary>
    public static Rule BadArray { get; } = new("KVM0617", "Register array unusable",
        "{0} {1} of register '{2}' {3}; {4}");

    /// <summary>Bits belong to a register.</summary>
    public static Rule FieldWithoutRegister { get; } = new("KVM0620", "Bit field names no register",
        "Bit field '{0}' names '{1}', which is {2}; name a property with [Register] by nameof");

    /// <summary>The bits must exist.</summary>
    public static Rule FieldOutside { get; } = new("KVM0621", "Bit field outside its register",
        "Bit field '{0}' of {1} bits from bit {2} does not fit into the {3} bits of {4} '{5}'; move or narrow it");

    /// <summary>Writing one field would change the other.</summary>
    public static Rule FieldsOverlap { get; } = new("KVM0622", "Bit fields overlap",
        "Bit field '{0}' shares bits 0x{1} of register '{2}' with '{3}'; use {4}");

    /// <summary>The generator implements the field.</summary>
    public static Rule FieldShape { get; } = new("KVM0623", "Member cannot be a bit field",
        "Member '{0}' {1}; a bit field is a partial property of type bool, of an unsigned integer or of an enumeration of one, with a setter only if its register has one");

    /// <summary>The machine gives the line.</summary>
    public static Rule InterruptShape { get; } = new("KVM0630", "Member cannot be an interrupt",
        "Member '{0}' {1}; an interrupt is a 'partial InterruptLine {0} {{ get; }}'");

    /// <summary>The planner assigns one line to a device.</summary>
    public static Rule TwoInterrupts { get; } = new("KVM0631", "Two interrupts on one device",
        "Device '{0}' has the interrupt '{1}' already; use that for '{2}' too, and let a register tell which event it was");

    /// <summary>The generated half declares members of these names.</summary>
    public static Rule ReservedName { get; } = new("KVM0640", "Name taken in the generated half of a device",
        "{0} '{1}' of device '{2}' has a name that is taken in its generated half; rename it");
}
