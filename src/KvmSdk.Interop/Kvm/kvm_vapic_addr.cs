using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>Where a patched guest keeps its virtual task priority, for <c>KVM_SET_VAPIC_ADDR</c> (<c>linux/kvm.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_vapic_addr
{
    /// <summary>Guest-physical address.</summary>
    public ulong vapic_addr;
}
