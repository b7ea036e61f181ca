using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>The guest's paravirtual clock, for <c>KVM_GET_CLOCK</c> and <c>KVM_SET_CLOCK</c> (<c>linux/kvm.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_clock_data
{
    /// <summary>In <see cref="flags"/>, out: every vCPU sees one and the same clock.</summary>
    public const uint KVM_CLOCK_TSC_STABLE = 2;

    /// <summary>In <see cref="flags"/>: <see cref="realtime"/> is valid; on a set, the clock moves on by the time passed since then.</summary>
    public const uint KVM_CLOCK_REALTIME = 1 << 2;

    /// <summary>In <see cref="flags"/>, out: <see cref="host_tsc"/> is valid.</summary>
    public const uint KVM_CLOCK_HOST_TSC = 1 << 3;

    /// <summary>Clock value in nanoseconds.</summary>
    public ulong clock;

    /// <summary>Which fields are valid.</summary>
    public uint flags;

    /// <summary>Unused.</summary>
    public uint pad0;

    /// <summary>Host wall clock at that moment, in nanoseconds since 1970.</summary>
    public ulong realtime;

    /// <summary>Host time stamp counter at that moment.</summary>
    public ulong host_tsc;

    /// <summary>Unused.</summary>
    public InlineArray4<uint> pad;
}
