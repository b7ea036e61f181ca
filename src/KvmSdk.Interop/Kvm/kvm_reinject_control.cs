using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>What KVM does with timer ticks the guest was too slow to take, for <c>KVM_REINJECT_CONTROL</c> (<c>asm/kvm.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_reinject_control
{
    /// <summary>Not 0: lost ticks are delivered late; 0: they are dropped.</summary>
    public byte pit_reinject;

    /// <summary>Unused.</summary>
    public reserved_array reserved;

    /// <summary>The array type of <see cref="kvm_reinject_control.reserved"/>.</summary>
    [InlineArray(31)]
    public struct reserved_array
    {
        private byte _element0;
    }
}
