using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>State of the in-kernel 8254 timer, for <c>KVM_GET_PIT2</c> and <c>KVM_SET_PIT2</c> (<c>asm/kvm.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_pit_state2
{
    /// <summary>In <see cref="flags"/>: a HPET replaces channel 0; the speaker's data bit is on.</summary>
    public const uint KVM_PIT_FLAGS_HPET_LEGACY = 0x1, KVM_PIT_FLAGS_SPEAKER_DATA_ON = 0x2;

    /// <summary>The three channels.</summary>
    public InlineArray3<kvm_pit_channel_state> channels;

    /// <summary>State beside the channels.</summary>
    public uint flags;

    /// <summary>Unused.</summary>
    public InlineArray9<uint> reserved;
}
