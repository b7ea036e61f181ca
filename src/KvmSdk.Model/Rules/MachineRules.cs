namespace KvmSdk.Model.Rules;

/// <summary>Family 01: the shape of the declaration, CPUs and memory.</summary>
public static class MachineRules
{
    /// <summary>The generator adds members to the machine's type, so the type must be partial.</summary>
    public static Rule NotPartial { get; } = new("KVM0101", "Machine is not partial",
        "Machine '{0}' must be partial, because its wiring is generated into it: write 'partial record {0}'");

    /// <summary>A machine is a value: only a record class has <c>with</c> and equality by value.</summary>
    public static Rule NotARecord { get; } = new("KVM0102", "Machine is not a concrete record class",
        "Machine '{0}' is {1}; a machine is a concrete record class: write 'partial record {0}'");

    /// <summary>A generated half can only stand where every enclosing type can be reopened.</summary>
    public static Rule BadNesting { get; } = new("KVM0103", "Machine is generic or nested where it cannot be generated",
        "Machine '{0}' {1}; {2}");

    /// <summary>The command line and the tests make a machine without arguments, then set its properties.</summary>
    public static Rule NoParameterlessConstructor { get; } = new("KVM0104", "Machine has no parameterless constructor",
        "Machine '{0}' has constructor parameters; turn them into 'required' or initialised properties with 'init'");

    /// <summary>The attributes of a machine are its own: what a base type declares is not part of it.</summary>
    public static Rule BadBase { get; } = new("KVM0105", "Machine derives from a record with devices",
        "Machine '{0}' derives from '{1}', {2}; move what they share to a record without devices, or to an interface");

    /// <summary>The number of virtual CPUs, now or at most, lies outside what KVM and the interrupt controller allow.</summary>
    public static Rule CpusOutOfRange { get; } = new("KVM0110", "CPU count out of range",
        "{0} = {1} is outside {2} to {3}; choose a count in that range");

    /// <summary>The start count exceeds the declared maximum.</summary>
    public static Rule CpusAboveMaximum { get; } = new("KVM0111", "More CPUs than the declared maximum",
        "{0} CPUs are more than the declared maximum of {1}; lower Cpus or raise MaxCpus");

    /// <summary>Sockets, cores and threads are not the CPUs that there are, or cannot be numbered.</summary>
    public static Rule TopologyMismatch { get; } = new("KVM0112", "CPU topology does not add up", "{0}; {1}");

    /// <summary>Guest RAM, in MiB, lies outside what can be laid out.</summary>
    public static Rule MemoryOutOfRange { get; } = new("KVM0120", "Memory size out of range",
        "MemoryMiB = {0} is outside {1} to {2}; choose a size in that range");

    /// <summary>Reserved huge pages are given out whole.</summary>
    public static Rule MemoryNotWholePages { get; } = new("KVM0121", "Memory is no multiple of its page size",
        "MemoryMiB = {0} is no multiple of 2 MiB, as pages of HugePages.HugeTlb2MiB need; choose {1}, or other pages");

    /// <summary>Known only at start: the host's processor has fewer address bits than RAM needs.</summary>
    public static Rule MemoryNotAddressable { get; } = new("KVM0122", "Memory beyond the host's address width",
        "{0} MiB of RAM end at 0x{1}, beyond a guest's {2} address bits on this host; give it at most {3} MiB (--memory {3})");
}
