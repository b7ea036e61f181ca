using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>An eventfd that raises an interrupt inside the kernel, for <c>KVM_IRQFD</c> (<c>linux/kvm.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_irqfd
{
    /// <summary>In <see cref="flags"/>: remove the assignment with the same values.</summary>
    public const uint KVM_IRQFD_FLAG_DEASSIGN = 1 << 0;

    /// <summary>In <see cref="flags"/>: the line stays asserted until the guest's end of interrupt, which signals <see cref="resamplefd"/>.</summary>
    public const uint KVM_IRQFD_FLAG_RESAMPLE = 1 << 1;

    /// <summary>The eventfd. KVM keeps its own reference.</summary>
    public uint fd;

    /// <summary>Global system interrupt to raise.</summary>
    public uint gsi;

    /// <summary>How.</summary>
    public uint flags;

    /// <summary>Eventfd signalled at the end of interrupt (<see cref="KvmCap.KVM_CAP_IRQFD_RESAMPLE"/>).</summary>
    public uint resamplefd;

    /// <summary>Unused.</summary>
    public InlineArray16<byte> pad;
}
