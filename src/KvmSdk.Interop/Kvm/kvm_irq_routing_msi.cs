using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>Route to a message-signalled interrupt, in <see cref="kvm_irq_routing_entry"/> (<c>linux/kvm.h</c>).</summary>
[StructLayout(LayoutKind.Explicit)]
public struct kvm_irq_routing_msi
{
    /// <summary>Message address, lower half.</summary>
    [FieldOffset(0)] public uint address_lo;

    /// <summary>Message address, upper half.</summary>
    [FieldOffset(4)] public uint address_hi;

    /// <summary>Message data: the vector and how it is delivered.</summary>
    [FieldOffset(8)] public uint data;

    /// <summary>Unused on x86.</summary>
    [FieldOffset(12)] public uint pad;

    /// <summary>Device identifier, where <see cref="KvmCap.KVM_CAP_MSI_DEVID"/> is present (not on x86).</summary>
    [FieldOffset(12)] public uint devid;
}
