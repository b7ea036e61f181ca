using static KvmSdk.Interop.KvmIoctl;
using static KvmSdk.Interop.Libc;

namespace KvmSdk.Interop.Tests.Live;

// The layouts are proved against the headers elsewhere; these tests prove that the kernel on this machine agrees, by running guests.
public sealed unsafe class GuestRunTests
{
    [KvmFact]
    public void Kvm_speaks_api_version_12_and_maps_at_least_a_kvm_run()
    {
        int kvm = Host.OpenKvm();
        Assert.Equal(KVM_API_VERSION, Host.Ioctl(nameof(KVM_GET_API_VERSION), kvm, KVM_GET_API_VERSION));
        Assert.True(Host.Ioctl(nameof(KVM_GET_VCPU_MMAP_SIZE), kvm, KVM_GET_VCPU_MMAP_SIZE) >= sizeof(kvm_run));
        Assert.Equal(1, Host.Ioctl("KVM_CAP_IMMEDIATE_EXIT", kvm, KVM_CHECK_EXTENSION, (nint)KvmCap.KVM_CAP_IMMEDIATE_EXIT));
        Assert.Equal(0, close(Host.Ioctl(nameof(KVM_CREATE_VM), kvm, KVM_CREATE_VM)));
        Assert.Equal(0, close(kvm));
    }

    [KvmFact]
    public void A_guest_writes_a_byte_to_a_port_copies_one_between_addresses_and_halts()
    {
        // mov al, 0x5a ; out 0x42, al ; mov al, [0x2000] ; mov [0x2001], al ; hlt
        using var guest = new Guest([0xB0, 0x5A, 0xE6, 0x42, 0xA0, 0x00, 0x20, 0xA2, 0x01, 0x20, 0xF4]);
        kvm_run* run = guest.Run;

        guest.RunUntil(KvmExitReason.KVM_EXIT_IO);
        Assert.Equal(kvm_run.io_struct.KVM_EXIT_IO_OUT, run->io.direction);
        Assert.Equal((0x42, 1, 1u), (run->io.port, run->io.size, run->io.count));
        Assert.Equal(0x5A, ((byte*)run)[run->io.data_offset]);

        guest.RunUntil(KvmExitReason.KVM_EXIT_MMIO);
        Assert.Equal((0x2000UL, 1u, 0), (run->mmio.phys_addr, run->mmio.len, run->mmio.is_write));
        run->mmio.data[0] = 0xC3;

        guest.RunUntil(KvmExitReason.KVM_EXIT_MMIO);
        Assert.Equal((0x2001UL, 1u, 1), (run->mmio.phys_addr, run->mmio.len, run->mmio.is_write));
        Assert.Equal(0xC3, run->mmio.data[0]);

        guest.RunUntil(KvmExitReason.KVM_EXIT_HLT);
    }

    [KvmFact]
    public void Registers_arrive_with_the_exit_when_they_are_asked_for()
    {
        // mov ax, 0x1234 ; hlt
        using var guest = new Guest([0xB8, 0x34, 0x12, 0xF4]);
        guest.Run->kvm_valid_regs = kvm_sync_regs.KVM_SYNC_X86_REGS | kvm_sync_regs.KVM_SYNC_X86_SREGS;

        guest.RunUntil(KvmExitReason.KVM_EXIT_HLT);

        Assert.Equal((0x1234UL, 4UL), (guest.Run->s.regs.regs.rax, guest.Run->s.regs.regs.rip));
        Assert.Equal(0UL, guest.Run->s.regs.sregs.cs.@base);
    }

    [KvmFact]
    public void Immediate_exit_returns_before_the_guest_runs()
    {
        using var guest = new Guest([0xF4]);
        guest.Run->immediate_exit = 1;

        int result = ioctl(guest.Vcpu, KVM_RUN, 0);
        Errno error = errno;

        Assert.Equal((-1, Errno.EINTR), (result, error));
        guest.Run->immediate_exit = 0;
        guest.RunUntil(KvmExitReason.KVM_EXIT_HLT);
    }

    [KvmFact]
    public void A_thousand_exits_allocate_nothing()
    {
        // out 0x42, al ; jmp to the start
        using var guest = new Guest([0xE6, 0x42, 0xEB, 0xFC]);
        int vcpu = guest.Vcpu, exits = 0;
        _ = Round(vcpu);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            exits += Round(vcpu);
        }

        long after = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal((0, 1000), (after - before, exits));

        static int Round(int vcpu) => ioctl(vcpu, KVM_RUN, 0) == 0 && errno == 0 ? 1 : 0;
    }
}
