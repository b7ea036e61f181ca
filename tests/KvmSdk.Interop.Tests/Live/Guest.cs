using static KvmSdk.Interop.KvmIoctl;
using static KvmSdk.Interop.Libc;

namespace KvmSdk.Interop.Tests.Live;

/// <summary>A VM with one page of memory at address 0 and one vCPU that starts there in real mode.</summary>
internal sealed unsafe class Guest : IDisposable
{
    private const int MemoryBytes = 0x1000;
    private readonly int _kvm;
    private readonly void* _memory;
    private readonly nuint _runBytes;

    /// <param name="code">What lies at address 0.</param>
    /// <param name="interruptController">Whether PIC, I/O APIC and local APIC are created in the kernel.</param>
    public Guest(ReadOnlySpan<byte> code, bool interruptController = false)
    {
        _kvm = Host.OpenKvm();
        Vm = Host.Ioctl(nameof(KVM_CREATE_VM), _kvm, KVM_CREATE_VM);
        if (interruptController)
        {
            Host.Ioctl(nameof(KVM_CREATE_IRQCHIP), Vm, KVM_CREATE_IRQCHIP);
        }

        // SAFETY: the mappings live until Dispose, and every use of them lies within their length.
        _memory = mmap(null, MemoryBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        Assert.True(_memory != MAP_FAILED, errno.ToString());
        code.CopyTo(new Span<byte>(_memory, MemoryBytes));
        var region = new kvm_userspace_memory_region { memory_size = MemoryBytes, userspace_addr = (ulong)_memory };
        Host.Ioctl(nameof(KVM_SET_USER_MEMORY_REGION), Vm, KVM_SET_USER_MEMORY_REGION, ref region);

        Vcpu = Host.Ioctl(nameof(KVM_CREATE_VCPU), Vm, KVM_CREATE_VCPU);
        _runBytes = (nuint)Host.Ioctl(nameof(KVM_GET_VCPU_MMAP_SIZE), _kvm, KVM_GET_VCPU_MMAP_SIZE);
        Run = (kvm_run*)mmap(null, _runBytes, PROT_READ | PROT_WRITE, MAP_SHARED, Vcpu, 0);
        Assert.True(Run != MAP_FAILED, errno.ToString());

        kvm_sregs sregs = default;
        Host.Ioctl(nameof(KVM_GET_SREGS), Vcpu, KVM_GET_SREGS, ref sregs);
        sregs.cs.selector = 0;
        sregs.cs.@base = 0;
        Host.Ioctl(nameof(KVM_SET_SREGS), Vcpu, KVM_SET_SREGS, ref sregs);
        var regs = new kvm_regs { rflags = 2 };
        Host.Ioctl(nameof(KVM_SET_REGS), Vcpu, KVM_SET_REGS, ref regs);
    }

    public int Vm { get; }

    public int Vcpu { get; }

    public kvm_run* Run { get; }

    /// <summary>Enters the guest once, and expects it to leave for this reason.</summary>
    public void RunUntil(KvmExitReason expected)
    {
        Host.Ioctl(nameof(KVM_RUN), Vcpu, KVM_RUN);
        Assert.Equal(expected, Run->exit_reason);
    }

    public void Dispose()
    {
        _ = munmap(Run, _runBytes);
        _ = close(Vcpu);
        _ = close(Vm);
        _ = close(_kvm);
        _ = munmap(_memory, MemoryBytes);
    }
}
