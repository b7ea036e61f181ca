using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>Whether task priority accesses leave the guest, for <c>KVM_TPR_ACCESS_REPORTING</c> (<c>linux/kvm.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_tpr_access_ctl
{
    /// <summary>Not 0: they leave it.</summary>
    public uint enabled;

    /// <summary>Must be 0.</summary>
    public uint flags;

    /// <summary>Unused.</summary>
    public InlineArray8<uint> reserved;
}
