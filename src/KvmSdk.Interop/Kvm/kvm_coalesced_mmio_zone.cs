using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>
/// Addresses whose writes KVM collects in a ring instead of leaving the guest, for <c>KVM_REGISTER_COALESCED_MMIO</c> and
/// <c>KVM_UNREGISTER_COALESCED_MMIO</c> (<c>linux/kvm.h</c>).
/// </summary>
[StructLayout(LayoutKind.Explicit)]
public struct kvm_coalesced_mmio_zone
{
    /// <summary>First guest-physical address, or first port.</summary>
    [FieldOffset(0)] public ulong addr;

    /// <summary>Number of bytes.</summary>
    [FieldOffset(8)] public uint size;

    /// <summary>1 for ports (<see cref="KvmCap.KVM_CAP_COALESCED_PIO"/>), 0 for memory.</summary>
    [FieldOffset(12)] public uint pio;
}
