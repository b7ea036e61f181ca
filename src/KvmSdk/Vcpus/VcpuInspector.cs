using System.Collections.Immutable;
using System.Globalization;
using KvmSdk.Interop;
using KvmSdk.Kernel;
using static KvmSdk.Interop.KvmIoctl;

namespace KvmSdk.Vcpus;

/// <summary>Reads a virtual CPU that has stopped, for the report on why. Must run on the vCPU's own thread.</summary>
internal static class VcpuInspector
{
    private const int LongestInstruction = 15;

    /// <summary>The registers.</summary>
    public static unsafe MachineRegisters ReadRegisters(int vcpu)
    {
        kvm_regs general;
        kvm_sregs system;

        // SAFETY: each ioctl writes the one local structure that its number names.
        if (Libc.ioctl(vcpu, KVM_GET_REGS, &general) < 0)
        {
            KernelError.Throw("KVM_GET_REGS", Libc.errno);
        }

        if (Libc.ioctl(vcpu, KVM_GET_SREGS, &system) < 0)
        {
            KernelError.Throw("KVM_GET_SREGS", Libc.errno);
        }

        return new MachineRegisters
        {
            Rip = general.rip,
            Rflags = general.rflags,
            Rax = general.rax,
            Rbx = general.rbx,
            Rcx = general.rcx,
            Rdx = general.rdx,
            Rsi = general.rsi,
            Rdi = general.rdi,
            Rbp = general.rbp,
            Rsp = general.rsp,
            R8 = general.r8,
            R9 = general.r9,
            R10 = general.r10,
            R11 = general.r11,
            R12 = general.r12,
            R13 = general.r13,
            R14 = general.r14,
            R15 = general.r15,
            Cr0 = system.cr0,
            Cr2 = system.cr2,
            Cr3 = system.cr3,
            Cr4 = system.cr4,
            Efer = system.efer,
            CsSelector = system.cs.selector,
            CsBase = system.cs.@base,
            PrivilegeLevel = system.ss.dpl,
            IdtBase = system.idt.@base,
            IdtLimit = system.idt.limit,
        };
    }

    /// <summary>The instruction at RIP: what KVM fetched, or else what guest memory holds there. Empty if neither can be had.</summary>
    public static unsafe ImmutableArray<byte> ReadInstruction(int vcpu, kvm_run* run, GuestMemory memory, in MachineRegisters registers)
    {
        const ulong HasBytes = kvm_run.emulation_failure_struct.KVM_INTERNAL_ERROR_EMULATION_FLAG_INSTRUCTION_BYTES;

        // SAFETY: run is the vCPU's mapping, whose owner is the calling thread.
        ref readonly kvm_run.emulation_failure_struct failure = ref run->emulation_failure;
        if (failure.suberror == KvmInternalError.KVM_INTERNAL_ERROR_EMULATION && failure.ndata >= 3 && (failure.flags & HasBytes) != 0)
        {
            ReadOnlySpan<byte> fetched = failure.insn_bytes;
            return [.. fetched[..Math.Min((int)failure.insn_size, LongestInstruction)]];
        }

        Span<byte> bytes = stackalloc byte[LongestInstruction];
        int count = 0;
        while (count < LongestInstruction && TryReadByte(vcpu, memory, registers.CsBase + registers.Rip + (ulong)count, out bytes[count]))
        {
            count++;
        }

        return [.. bytes[..count]];
    }

    /// <summary>KVM's name for an exit, or its number.</summary>
    public static string NameOf(KvmExitReason reason) =>
        Enum.IsDefined(reason) ? reason.ToString() : string.Create(CultureInfo.InvariantCulture, $"KVM exit {(uint)reason}");

    private static unsafe bool TryReadByte(int vcpu, GuestMemory memory, ulong linear, out byte value)
    {
        kvm_translation translation = new() { linear_address = linear };
        value = 0;

        // SAFETY: the ioctl reads and writes the one local structure that its number names.
        if (Libc.ioctl(vcpu, KVM_TRANSLATE, &translation) < 0 || translation.valid == 0)
        {
            return false;
        }

        using var borrow = memory.Borrow();
        if (!memory.TryGetSpan(borrow, translation.physical_address, 1, out Span<byte> span))
        {
            return false;
        }

        value = span[0];
        return true;
    }
}
