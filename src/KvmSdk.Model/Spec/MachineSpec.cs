namespace KvmSdk.Model.Spec;

/// <summary>A machine as declared: what the attributes say, before anything is checked against anything else.</summary>
/// <param name="Name">The record's name.</param>
/// <param name="Namespace">Its namespace; empty for the global one.</param>
/// <param name="EnclosingTypes">The declarations that it is nested in, outermost first, e.g. <c>partial class Tests</c>.</param>
/// <param name="Cpus">The virtual CPUs at start.</param>
/// <param name="MaxCpus">The most virtual CPUs that an instance may ask for.</param>
/// <param name="MemoryMiB">RAM in MiB.</param>
/// <param name="HasI8042">Whether there is a keyboard controller.</param>
/// <param name="HasPit">Whether there is a PIT.</param>
/// <param name="Boot">The boot sources, of which exactly one is right.</param>
/// <param name="Initrds">The properties that hold an initial RAM disk, of which at most one is right.</param>
/// <param name="Devices">The devices, platform devices first, then properties in order of declaration.</param>
/// <param name="InstanceProperties">The properties that options can set.</param>
/// <param name="HugePages">The host's pages behind RAM.</param>
/// <param name="Prefault">Whether all RAM is made resident before the guest starts.</param>
/// <param name="SharedMemories">The RAM that host and guest share, in order of declaration.</param>
/// <param name="Topology">How the CPUs are arranged; null if the declaration does not say.</param>
public sealed record MachineSpec(
    string Name,
    string Namespace,
    EquatableArray<string> EnclosingTypes,
    int Cpus,
    int MaxCpus,
    int MemoryMiB,
    bool HasI8042,
    bool HasPit,
    EquatableArray<BootSpec> Boot,
    EquatableArray<string> Initrds,
    EquatableArray<DeviceSpec> Devices,
    EquatableArray<InstancePropertySpec> InstanceProperties,
    HugePages HugePages = HugePages.Automatic,
    bool Prefault = false,
    EquatableArray<SharedMemorySpec> SharedMemories = default,
    CpuTopology? Topology = null)
{
    /// <summary>RAM in MiB of a machine whose declaration does not say.</summary>
    public const int DefaultMemoryMiB = 128;

    /// <summary>The files that a Multiboot kernel is given beside itself, in order of declaration.</summary>
    public EquatableArray<MultibootModuleSpec> MultibootModules { get; init; }

    /// <summary>The name that no other machine of the program has.</summary>
    public string FullName => string.Join(".", new[] { Namespace }.Concat(EnclosingTypes.Select(static type => type.Substring(type.LastIndexOf(' ') + 1)))
        .Concat([Name]).Where(static part => part.Length > 0));
}
