using KvmSdk.Consoles;
using KvmSdk.Interop;
using KvmSdk.Model.Spec;

namespace KvmSdk;

/// <summary>What one start of a machine asks to differ from its plan; checked by the same rules as the declaration.</summary>
public sealed record StartOptions
{
    /// <summary>The virtual CPUs, 1 to the declared maximum; null for the declared count.</summary>
    public int? Cpus { get; init; }

    /// <summary>RAM in MiB; null for the declared size.</summary>
    public int? MemoryMiB { get; init; }

    /// <summary>The host's pages behind RAM; null for the declared ones.</summary>
    public HugePages? HugePages { get; init; }

    /// <summary>Whether all RAM is made resident before the guest starts; null for what is declared.</summary>
    public bool? Prefault { get; init; }

    /// <summary>Whether to record what each access to a device costs, for <see cref="RunningMachine.ReadProfile"/>: some 100 ns more an access.</summary>
    public bool Profile { get; init; }

    /// <summary>What is appended to the declared kernel command line, after a space; null for nothing. Linux machines only.</summary>
    public string? AppendCommandLine { get; init; }

    /// <summary>Where the kernel is entered; null for the declared way. Linux machines only.</summary>
    public KernelEntry? KernelEntry { get; init; }

    /// <summary>
    /// What a port or console that is declared on <see cref="Terminal.Standard"/> is connected to instead; null for the program's own terminal. For programs whose
    /// standard output is not theirs, as that of tests, which take <see cref="Terminal.Program"/>.
    /// </summary>
    public Terminal? StandardTerminal { get; init; }

    /// <summary>Builds the machine and does not let it run (<see cref="LaunchRequest.DryRunAsync"/>).</summary>
    internal bool IsDryRun { get; init; }

    /// <summary>Whether the work is done on the caller's thread. A program that has nothing else to do saves the making of the thread pool, which takes longer than the machine's.</summary>
    internal bool IsInPlace { get; init; }

    /// <summary>Bytes of unread output that a port on <see cref="Terminal.Program"/> holds before the guest has to wait; another number only in tests.</summary>
    internal int OutputLimit { get; init; } = OutputBuffer.DefaultLimit;

    /// <summary>The KVM device; another path only in tests.</summary>
    internal string KvmDevice { get; init; } = "/dev/kvm";

    /// <summary>The physical address bits of a guest; null for what KVM says, another number only in tests.</summary>
    internal int? AddressBits { get; init; }

    /// <summary>Replaces what KVM says of a capability, for tests of hosts that lack one.</summary>
    internal Func<KvmCap, int, int>? CapabilityFilter { get; init; }
}
