using System.Runtime.InteropServices;
using static KvmSdk.Interop.KvmIoctl;
using static KvmSdk.Interop.Libc;

namespace KvmSdk.Interop.Tests.Live;

// The layouts are proved against the headers elsewhere; these tests prove that the kernel on this machine agrees, by running a guest.
public sealed unsafe class GuestRunTests
{
    private const int GuestBytes = 0x1000;

    [KvmFact]
    public void Kvm_speaks_api_version_12_and_maps_at_least_a_kvm_run()
    {
        int kvm = Host.OpenKvm();
        Assert.Equal(KVM_API_VERSION, Host.Ioctl(nameof(KVM_GET_API_VERSION), kvm, KVM_GET_API_VERSION));
        Assert.True(Host.Ioctl(nameof(KVM_GET_VCPU_MMAP_SIZE), kvm, KVM_GET_VCPU_MMAP_SIZE) >= sizeof(kvm_run));
        Assert.Equal(1, Host.Ioctl("KVM_CAP_IMMEDIATE_EXIT", kvm, KVM_CHECK_EXTENSION, (nint)KvmCap.KVM_CAP_IMMEDIATE_EXIT));
        Assert.Equal(0, close(kvm));
    }

    [KvmFact]
    public void A_real_mode_guest_writes_a_byte_to_a_port_reads_memory_and_halts()
    {
        // out 0x42, al ; mov al, [0x2000] ; mov [0x2001], al ; hlt
        ReadOnlySpan<byte> code = [0xE6, 0x42, 0xA0, 0x00, 0x20, 0xA2, 0x01, 0x20, 0xF4];

        int kvm = Host.OpenKvm();
        int vm = Host.Ioctl(nameof(KVM_CREATE_VM), kvm, KVM_CREATE_VM);
        void* memory = mmap(null, GuestBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        Assert.True(memory != MAP_FAILED, errno.ToString());
        code.CopyTo(new Span<byte>(memory, GuestBytes));
        var region = new kvm_userspace_memory_region { memory_size = GuestBytes, userspace_addr = (ulong)memory };
        Host.Ioctl(nameof(KVM_SET_USER_MEMORY_REGION), vm, KVM_SET_USER_MEMORY_REGION, ref region);

        int vcpu = Host.Ioctl(nameof(KVM_CREATE_VCPU), vm, KVM_CREATE_VCPU);
        nuint runBytes = (nuint)Host.Ioctl(nameof(KVM_GET_VCPU_MMAP_SIZE), kvm, KVM_GET_VCPU_MMAP_SIZE);
        var run = (kvm_run*)mmap(null, runBytes, PROT_READ | PROT_WRITE, MAP_SHARED, vcpu, 0);
        Assert.True(run != MAP_FAILED, errno.ToString());

        kvm_sregs sregs = default;
        Host.Ioctl(nameof(KVM_GET_SREGS), vcpu, KVM_GET_SREGS, ref sregs);
        sregs.cs.selector = 0;
        sregs.cs.@base = 0;
        Host.Ioctl(nameof(KVM_SET_SREGS), vcpu, KVM_SET_SREGS, ref sregs);
        var regs = new kvm_regs { rax = 0x5A, rflags = 2 };
        Host.Ioctl(nameof(KVM_SET_REGS), vcpu, KVM_SET_REGS, ref regs);

        Host.Ioctl(nameof(KVM_RUN), vcpu, KVM_RUN);
        Assert.Equal(KvmExitReason.KVM_EXIT_IO, run->exit_reason);
        Assert.Equal(kvm_run.io_struct.KVM_EXIT_IO_OUT, run->io.direction);
        Assert.Equal((0x42, 1, 1u), (run->io.port, run->io.size, run->io.count));
        Assert.Equal(0x5A, ((byte*)run)[run->io.data_offset]);

        Host.Ioctl(nameof(KVM_RUN), vcpu, KVM_RUN);
        Assert.Equal(KvmExitReason.KVM_EXIT_MMIO, run->exit_reason);
        Assert.Equal((0x2000UL, 1u, 0), (run->mmio.phys_addr, run->mmio.len, run->mmio.is_write));
        run->mmio.data[0] = 0xC3;

        Host.Ioctl(nameof(KVM_RUN), vcpu, KVM_RUN);
        Assert.Equal(KvmExitReason.KVM_EXIT_MMIO, run->exit_reason);
        Assert.Equal((0x2001UL, 1u, 1), (run->mmio.phys_addr, run->mmio.len, run->mmio.is_write));
        Assert.Equal(0xC3, run->mmio.data[0]);

        Host.Ioctl(nameof(KVM_RUN), vcpu, KVM_RUN);
        Assert.Equal(KvmExitReason.KVM_EXIT_HLT, run->exit_reason);

        run->immediate_exit = 1;
        Assert.Equal(-1, ioctl(vcpu, KVM_RUN, 0));
        Assert.Equal((int)Errno.EINTR, Marshal.GetLastPInvokeError());

        Assert.Equal(0, munmap(run, runBytes));
        Assert.Equal(0, close(vcpu));
        Assert.Equal(0, close(vm));
        Assert.Equal(0, close(kvm));
        Assert.Equal(0, munmap(memory, GuestBytes));
    }
}
