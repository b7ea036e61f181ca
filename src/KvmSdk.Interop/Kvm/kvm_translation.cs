using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>Translation of a guest linear address by the vCPU's page tables, for <c>KVM_TRANSLATE</c> (<c>linux/kvm.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_translation
{
    /// <summary>In: linear address.</summary>
    public ulong linear_address;

    /// <summary>Out: guest-physical address, if <see cref="valid"/>.</summary>
    public ulong physical_address;

    /// <summary>Out: not 0 if mapped; the next two are always 1 and 0 on x86.</summary>
    public byte valid, writeable, usermode;

    /// <summary>Unused.</summary>
    public InlineArray5<byte> pad;
}
