using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>Options of the in-kernel 8254 timer, for <c>KVM_CREATE_PIT2</c> (<c>linux/kvm.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_pit_config
{
    /// <summary>In <see cref="flags"/>: KVM also answers port 0x61, the speaker.</summary>
    public const uint KVM_PIT_SPEAKER_DUMMY = 1;

    /// <summary>What KVM emulates beside the timer.</summary>
    public uint flags;

    /// <summary>Must be 0.</summary>
    public InlineArray15<uint> pad;
}
