using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>State of one channel of the 8254 timer, in <see cref="kvm_pit_state2"/> (<c>asm/kvm.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_pit_channel_state
{
    /// <summary>Reload value, 1 to 65536.</summary>
    public uint count;

    /// <summary>Counter value held for the guest.</summary>
    public ushort latched_count;

    /// <summary>Whether a count is held, whether a status is held, the held status.</summary>
    public byte count_latched, status_latched, status;

    /// <summary>Which byte the next read and write concern, and the low byte written so far.</summary>
    public byte read_state, write_state, write_latch;

    /// <summary>Access mode, counting mode, BCD counting, gate input.</summary>
    public byte rw_mode, mode, bcd, gate;

    /// <summary>Host time of the last reload, in nanoseconds of the boot clock.</summary>
    public long count_load_time;
}
