using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>General registers of a vCPU, for <c>KVM_GET_REGS</c> and <c>KVM_SET_REGS</c> (<c>asm/kvm.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_regs
{
    /// <summary>General register of that name, 64 bits.</summary>
    public ulong rax, rbx, rcx, rdx;

    /// <summary>General register of that name, 64 bits.</summary>
    public ulong rsi, rdi, rsp, rbp;

    /// <summary>General register of that name, 64 bits.</summary>
    public ulong r8, r9, r10, r11;

    /// <summary>General register of that name, 64 bits.</summary>
    public ulong r12, r13, r14, r15;

    /// <summary>Instruction pointer and flags. Bit 1 of <c>rflags</c> is fixed to 1 by the architecture.</summary>
    public ulong rip, rflags;
}
