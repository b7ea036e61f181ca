namespace KvmSdk.Model.Rules;

/// <summary>Family 02: I/O ports and memory-mapped windows.</summary>
public static class AddressRules
{
    /// <summary>Two devices answer the same port.</summary>
    public static Rule PortsOverlap { get; } = new("KVM0201", "I/O ports overlap",
        "Ports {0} of {1} overlap ports {2} of {3}; {4}, or move the other");

    /// <summary>The ports belong to the in-kernel interrupt controllers or timer, or do not exist.</summary>
    public static Rule PortsReserved { get; } = new("KVM0202", "I/O ports reserved or out of range",
        "Ports {0} of {1} {2}; choose other ports, or leave {3} out to have them assigned");

    /// <summary>A window must start at a multiple of its size, so that address decoding is a mask.</summary>
    public static Rule WindowMisaligned { get; } = new("KVM0203", "Memory-mapped window misaligned",
        "Window {0} of {1} does not start at a multiple of {2}; {3}");

    /// <summary>A window may only lie in the hole between 3 and 4 GiB, outside what the platform occupies there.</summary>
    public static Rule WindowReserved { get; } = new("KVM0204", "Memory-mapped window reserved or outside the hole",
        "Window {0} of {1} {2}; leave Address out to have one assigned");

    /// <summary>Two devices answer the same address.</summary>
    public static Rule WindowsOverlap { get; } = new("KVM0205", "Memory-mapped windows overlap",
        "Window {0} of {1} overlaps window {2} of {3}; {4}, or leave Address out");

    /// <summary>The planner's room for windows is used up.</summary>
    public static Rule WindowsExhausted { get; } = new("KVM0206", "No room for a memory-mapped window",
        "There is no room for the window of '{0}', {1} bytes, at a multiple of its size in {2}; remove a device, or make one smaller");

    /// <summary>The planner's room for ports is used up.</summary>
    public static Rule PortsExhausted { get; } = new("KVM0207", "No room for I/O ports",
        "There is no room for the {1} I/O ports of '{0}' from {2} up; remove a device, or make one smaller");
}
