using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>
/// Header of the variable-length routing table, for <c>KVM_SET_GSI_ROUTING</c> (<c>linux/kvm.h</c>). The <see cref="nr"/> entries follow it
/// directly; together they replace the whole table of the VM.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_irq_routing
{
    /// <summary>Number of entries that follow.</summary>
    public uint nr;

    /// <summary>Must be 0.</summary>
    public uint flags;

    /// <summary>The entries behind this header.</summary>
    /// <param name="self">A header in unmanaged or pinned memory with room for its entries.</param>
    // SAFETY: pure address arithmetic; the caller owns the memory and its length.
    public static unsafe kvm_irq_routing_entry* entries(kvm_irq_routing* self) => (kvm_irq_routing_entry*)(self + 1);
}
