using System.Runtime.InteropServices;

namespace KvmSdk.Vcpus;

/// <summary>
/// One virtual CPU's counts, written by its thread alone and read by any: plain fields, because an atomic increment would
/// cost every exit. Padded by a pair of cache lines at each end, so that no other thread's data shares their lines.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 128 + 56 + 128)]
internal struct VcpuCounters
{
    /// <summary>See <see cref="MachineCounters"/>, as all of them.</summary>
    [FieldOffset(128)] public ulong PortExits;

    [FieldOffset(136)] public ulong MemoryExits;

    [FieldOffset(144)] public ulong Interruptions;

    [FieldOffset(152)] public ulong OtherExits;

    [FieldOffset(160)] public ulong UnclaimedPortAccesses;

    [FieldOffset(168)] public ulong UnclaimedMemoryAccesses;

    [FieldOffset(176)] public ulong AllocatedBytes;

    /// <summary>The counts now.</summary>
    public MachineCounters Read() => new()
    {
        PortExits = Volatile.Read(ref PortExits),
        MemoryExits = Volatile.Read(ref MemoryExits),
        Interruptions = Volatile.Read(ref Interruptions),
        OtherExits = Volatile.Read(ref OtherExits),
        UnclaimedPortAccesses = Volatile.Read(ref UnclaimedPortAccesses),
        UnclaimedMemoryAccesses = Volatile.Read(ref UnclaimedMemoryAccesses),
        AllocatedBytes = Volatile.Read(ref AllocatedBytes),
    };
}
