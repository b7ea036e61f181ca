using KvmSdk.Boot.Cpu;
using KvmSdk.Interop;
using KvmSdk.Kernel;
using static KvmSdk.Interop.KvmIoctl;

namespace KvmSdk.Vcpus;

/// <summary>Gives the first virtual CPU the registers that the boot protocol promises.</summary>
internal static class EntryRegisters
{
    /// <summary>Sets the registers of a vCPU that has not run.</summary>
    /// <param name="vcpu">The vCPU's descriptor.</param>
    /// <param name="entry">What they are to be; what it does not name keeps KVM's reset value (system registers) or is 0.</param>
    public static unsafe void Apply(int vcpu, in CpuEntryState entry)
    {
        kvm_sregs system;

        // SAFETY: each ioctl reads or writes the one local structure that its number names.
        if (Libc.ioctl(vcpu, KVM_GET_SREGS, &system) < 0)
        {
            KernelError.Throw("KVM_GET_SREGS", Libc.errno);
        }

        Fill(ref system, entry);
        if (Libc.ioctl(vcpu, KVM_SET_SREGS, &system) < 0)
        {
            KernelError.Throw("KVM_SET_SREGS", Libc.errno);
        }

        kvm_regs general = new()
        {
            rip = entry.Rip,
            rsp = entry.Rsp,
            rflags = entry.Rflags,
            rax = entry.Rax,
            rbx = entry.Rbx,
            rsi = entry.Rsi,
            rdi = entry.Rdi,
        };
        if (Libc.ioctl(vcpu, KVM_SET_REGS, &general) < 0)
        {
            KernelError.Throw("KVM_SET_REGS", Libc.errno);
        }
    }

    private static void Fill(ref kvm_sregs system, in CpuEntryState entry)
    {
        kvm_segment data = Segment(entry.Data);
        system.cs = Segment(entry.Cs);
        system.ds = data;
        system.es = data;
        system.fs = data;
        system.gs = data;
        system.ss = data;
        system.tr = Segment(entry.Tr);
        system.ldt = Segment(entry.Ldt);
        system.gdt = Table(entry.Gdt);
        system.idt = Table(entry.Idt);
        system.cr0 = entry.Cr0;
        system.cr3 = entry.Cr3;
        system.cr4 = entry.Cr4;
        system.efer = entry.Efer;
    }

    private static kvm_segment Segment(in SegmentState segment) => new()
    {
        @base = segment.Base,
        limit = segment.Limit,
        selector = segment.Selector,
        type = segment.Type,
        present = Bit(segment.Present),
        dpl = segment.Dpl,
        db = Bit(segment.DefaultBig),
        s = Bit(segment.CodeOrData),
        l = Bit(segment.LongMode),
        g = Bit(segment.Granularity),
        unusable = Bit(segment.Unusable),
    };

    private static kvm_dtable Table(TableRegister table) => new() { @base = table.Base, limit = table.Limit };

    private static byte Bit(bool value) => value ? (byte)1 : (byte)0;
}
