using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>One collected write, in <see cref="kvm_coalesced_mmio_ring"/> (<c>linux/kvm.h</c>).</summary>
[StructLayout(LayoutKind.Explicit)]
public struct kvm_coalesced_mmio
{
    /// <summary>Guest-physical address, or port.</summary>
    [FieldOffset(0)] public ulong phys_addr;

    /// <summary>Number of valid bytes in <see cref="data"/>.</summary>
    [FieldOffset(8)] public uint len;

    /// <summary>1 for a port, 0 for memory.</summary>
    [FieldOffset(12)] public uint pio;

    /// <summary>The bytes written.</summary>
    [FieldOffset(16)] public InlineArray8<byte> data;
}
