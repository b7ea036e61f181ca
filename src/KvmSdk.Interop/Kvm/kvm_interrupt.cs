using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>A vector to deliver when user space has the interrupt controller, for <c>KVM_INTERRUPT</c> (<c>linux/kvm.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_interrupt
{
    /// <summary>The vector.</summary>
    public uint irq;
}
