using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>A message-signalled interrupt to deliver at once, for <c>KVM_SIGNAL_MSI</c> (<c>linux/kvm.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_msi
{
    /// <summary>In <see cref="flags"/>: <see cref="devid"/> is valid (not on x86).</summary>
    public const uint KVM_MSI_VALID_DEVID = 1U << 0;

    /// <summary>Message address, lower and upper half.</summary>
    public uint address_lo, address_hi;

    /// <summary>Message data: the vector and how it is delivered.</summary>
    public uint data;

    /// <summary>Must be 0 on x86.</summary>
    public uint flags;

    /// <summary>Device identifier.</summary>
    public uint devid;

    /// <summary>Unused.</summary>
    public InlineArray12<byte> pad;
}
