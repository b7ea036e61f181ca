using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>
/// Header of a variable-length list of performance events, for <c>KVM_SET_PMU_EVENT_FILTER</c> (<c>asm/kvm.h</c>). The
/// <see cref="nevents"/> event codes, 64 bits each, follow it directly.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_pmu_event_filter
{
    /// <summary>In <see cref="action"/>: a guest may count the listed events only, or all but them.</summary>
    public const uint KVM_PMU_EVENT_ALLOW = 0, KVM_PMU_EVENT_DENY = 1;

    /// <summary>What the list means.</summary>
    public uint action;

    /// <summary>Number of events that follow.</summary>
    public uint nevents;

    /// <summary>The same for fixed counters, one bit each.</summary>
    public uint fixed_counter_bitmap;

    /// <summary>Must be 0 up to Linux 6.1.</summary>
    public uint flags;

    /// <summary>Unused.</summary>
    public InlineArray4<uint> pad;

    /// <summary>The event codes behind this header.</summary>
    /// <param name="self">A header in unmanaged or pinned memory with room for its events.</param>
    // SAFETY: pure address arithmetic; the caller owns the memory and its length.
    public static unsafe ulong* events(kvm_pmu_event_filter* self) => (ulong*)(self + 1);
}
