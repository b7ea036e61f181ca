namespace KvmSdk;

/// <summary>What the virtual CPUs of a machine have done since its start: how often each kind of exit from the guest came.</summary>
/// <remarks>Counted by each vCPU for itself and summed when read, so that a sum taken while they run is a little behind.</remarks>
public readonly record struct MachineCounters
{
    /// <summary>Exits of every kind.</summary>
    public ulong Exits => PortExits + MemoryExits + Interruptions + OtherExits;

    /// <summary>Exits for IN, OUT and their string forms; a string of any length is one exit.</summary>
    public ulong PortExits { get; init; }

    /// <summary>Exits for an access to memory that is not RAM.</summary>
    public ulong MemoryExits { get; init; }

    /// <summary>Returns because somebody wanted the vCPU's attention, or a signal arrived.</summary>
    public ulong Interruptions { get; init; }

    /// <summary>Exits of any other kind; all but a few end the machine.</summary>
    public ulong OtherExits { get; init; }

    /// <summary>Port accesses that no device claimed: reads gave all ones, writes vanished. Each element of a string counts.</summary>
    public ulong UnclaimedPortAccesses { get; init; }

    /// <summary>Memory accesses that no device claimed: reads gave all ones, writes vanished.</summary>
    public ulong UnclaimedMemoryAccesses { get; init; }

    /// <summary>
    /// Managed memory that the virtual CPUs' threads have allocated since the guest ran first, in bytes: by the machine's own code, which allocates nothing there, and by
    /// register members of devices of yours, which run on them. Brought up to date when a vCPU is interrupted, so that it is exact for a machine that is paused or has ended.
    /// Not counted is what ends the machine, and what waits for a console's reader.
    /// </summary>
    public ulong AllocatedBytes { get; init; }

    /// <summary>The sum of both.</summary>
    public static MachineCounters operator +(MachineCounters left, MachineCounters right) => new()
    {
        PortExits = left.PortExits + right.PortExits,
        MemoryExits = left.MemoryExits + right.MemoryExits,
        Interruptions = left.Interruptions + right.Interruptions,
        OtherExits = left.OtherExits + right.OtherExits,
        UnclaimedPortAccesses = left.UnclaimedPortAccesses + right.UnclaimedPortAccesses,
        UnclaimedMemoryAccesses = left.UnclaimedMemoryAccesses + right.UnclaimedMemoryAccesses,
        AllocatedBytes = left.AllocatedBytes + right.AllocatedBytes,
    };
}
