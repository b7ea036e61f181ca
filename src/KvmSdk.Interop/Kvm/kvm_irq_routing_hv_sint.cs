using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>Route to a Hyper-V synthetic interrupt, in <see cref="kvm_irq_routing_entry"/> (<c>linux/kvm.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_irq_routing_hv_sint
{
    /// <summary>Target vCPU and its synthetic interrupt source.</summary>
    public uint vcpu, sint;
}
