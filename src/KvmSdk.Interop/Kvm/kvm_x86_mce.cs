using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>A machine check to raise in the guest, for <c>KVM_X86_SET_MCE</c> (<c>linux/kvm.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_x86_mce
{
    /// <summary>The bank's status, address and miscellaneous registers, and the global status register.</summary>
    public ulong status, addr, misc, mcg_status;

    /// <summary>Bank number.</summary>
    public byte bank;

    /// <summary>Unused.</summary>
    public InlineArray7<byte> pad1;

    /// <summary>Unused.</summary>
    public InlineArray3<ulong> pad2;
}
