using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>Legacy x87 and SSE state, for <c>KVM_GET_FPU</c> and <c>KVM_SET_FPU</c> (<c>asm/kvm.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_fpu
{
    /// <summary>The eight x87 registers, 10 bytes used of each 16.</summary>
    public InlineArray8<InlineArray16<byte>> fpr;

    /// <summary>x87 control word and status word.</summary>
    public ushort fcw, fsw;

    /// <summary>x87 tag word in its abridged FXSAVE form: one bit a register.</summary>
    public byte ftwx;

    /// <summary>Unused.</summary>
    public byte pad1;

    /// <summary>Opcode of the last x87 instruction.</summary>
    public ushort last_opcode;

    /// <summary>Address of the last x87 instruction and of its operand.</summary>
    public ulong last_ip, last_dp;

    /// <summary>The sixteen XMM registers.</summary>
    public InlineArray16<InlineArray16<byte>> xmm;

    /// <summary>SSE control and status register.</summary>
    public uint mxcsr;

    /// <summary>Unused.</summary>
    public uint pad2;
}
