namespace KvmSdk.Model.Rules;

/// <summary>Family 04: the named ports of virtio console devices, and the small devices beside a console by which a guest speaks with its host.</summary>
public static class ConsoleRules
{
    /// <summary>A guest makes a file of the name.</summary>
    public static Rule NameUnusable { get; } = new("KVM0470", "Name of console port unusable",
        "Name '{0}' of console port '{1}' {2}; a name has 1 to {3} letters, digits, dots, hyphens, underscores and colons, and begins with a letter or digit, as org.example.agent.0");

    /// <summary>A guest would find one of the two.</summary>
    public static Rule NameTaken { get; } = new("KVM0471", "Name of console port used twice",
        "Name '{0}' of console port '{1}' is already that of '{2}'; '{3}' is free");

    /// <summary>The ports of a machine are on one device, whose queues are counted.</summary>
    public static Rule TooManyPorts { get; } = new("KVM0472", "Too many console ports",
        "Console port '{0}' is number {1} of the machine, and one device has queues for {2}; let several channels share a port");

    /// <summary>A guest's driver takes one of them, and its ACPI tables name one.</summary>
    public static Rule SecondOfSingle { get; } = new("KVM0473", "Second device of a kind that a machine has once",
        "Property '{0}' is a second [{1}] beside '{2}', and a machine has one; remove it");
}
