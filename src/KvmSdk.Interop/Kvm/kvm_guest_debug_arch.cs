using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>Debug registers used in place of the guest's own, in <see cref="kvm_guest_debug"/> (<c>asm/kvm.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_guest_debug_arch
{
    /// <summary>DR0 to DR7.</summary>
    public InlineArray8<ulong> debugreg;
}
