using KvmSdk.Model.Spec;

namespace KvmSdk;

/// <summary>Declares a virtual machine. The record that carries it must be <c>partial</c>; its wiring is generated into it.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class VirtualMachineAttribute : Attribute
{
    /// <summary>The virtual CPUs at start, 1 to 254.</summary>
    public int Cpus { get; init; } = 1;

    /// <summary>The most virtual CPUs that an instance may ask for, 1 to 254; left out, it equals <see cref="Cpus"/>.</summary>
    public int MaxCpus { get; init; } = 1;

    /// <summary>The packages that the guest sees its CPUs in, 1 or more. The topology is that of <see cref="MaxCpus"/>; a start with fewer CPUs leaves the last places empty.</summary>
    public int Sockets { get; init; } = 1;

    /// <summary>The cores of each socket; left out, what <see cref="MaxCpus"/>, <see cref="Sockets"/> and <see cref="ThreadsPerCore"/> leave.</summary>
    public int CoresPerSocket { get; init; } = 1;

    /// <summary>The threads of each core, 1 or 2. Two make sense where the host's own threads are pinned alike; a guest then schedules by them.</summary>
    public int ThreadsPerCore { get; init; } = 1;

    /// <summary>RAM in MiB, at least 2. An instance may ask for another size.</summary>
    public int MemoryMiB { get; init; } = 128;

    /// <summary>The host's pages behind RAM. An instance may ask for others.</summary>
    public HugePages HugePages { get; init; } = HugePages.Automatic;

    /// <summary>
    /// Whether all RAM is made resident before the guest starts, so that the guest never waits for the host to find a page. It costs the
    /// host the whole of RAM at once, and time: the host clears every page. An instance may ask for the other.
    /// </summary>
    public bool Prefault { get; init; }
}
