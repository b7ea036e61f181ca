using KvmSdk.Interop;
using KvmSdk.Memory;
using KvmSdk.Model.Layout;
using static KvmSdk.Interop.KvmIoctl;

namespace KvmSdk.Kernel;

/// <summary>KVM's virtual machine, made ready for virtual CPUs: interrupt controllers, RAM, and a timer if wanted.</summary>
internal sealed class VirtualMachineDescriptor : IDisposable
{
    private readonly Descriptor _vm;
    private readonly GuestMemory _memory;
    private int _otherSlots;

    /// <summary>The descriptor's number, until it is disposed.</summary>
    public int Number => _vm.Number;

    /// <summary>Makes the virtual machine around its RAM.</summary>
    /// <param name="system">KVM.</param>
    /// <param name="memory">The RAM.</param>
    /// <param name="hasPit">Whether there is a PIT. Making one waits for the host's RCU, about 30 ms.</param>
    /// <exception cref="HostException">The kernel refuses.</exception>
    public VirtualMachineDescriptor(KvmSystem system, GuestMemory memory, bool hasPit)
    {
        _memory = memory;
        _vm = system.CreateVm();
        try
        {
            SetUp(hasPit);
        }
        catch
        {
            _vm.Dispose();
            throw;
        }
    }

    /// <summary>The descriptor.</summary>
    public Descriptor Descriptor => _vm;

    /// <summary>Sets the level of an interrupt line. Inputs are edge triggered, so that a device's interrupt is both levels, one after the other.</summary>
    /// <param name="irq">The line: with KVM's default routing, the input of both I/O APIC and PIC.</param>
    /// <param name="asserted">The level.</param>
    [HotPath]
    public unsafe void SetInterrupt(uint irq, bool asserted)
    {
        kvm_irq_level level = new() { irq = irq, level = asserted ? 1u : 0u };

        // SAFETY: the ioctl reads the one local structure that its number names; so do those below. It fails for no line of a plan.
        _ = Libc.ioctl(_vm.Number, KVM_IRQ_LINE, &level);
    }

    /// <summary>Lets a guest's write to a register, of any width, ring an eventfd, without an exit to user space.</summary>
    /// <param name="doorbell">The eventfd's number; KVM keeps a reference of its own.</param>
    /// <param name="address">The register's guest-physical address.</param>
    public unsafe void ConnectDoorbell(int doorbell, ulong address)
    {
        // A length of 0 matches any, and lets KVM ring without decoding the guest's instruction where the processor reports the address.
        kvm_ioeventfd request = new() { addr = address, len = 0, fd = doorbell };
        int result = Libc.ioctl(_vm.Number, KVM_IOEVENTFD, &request);
        Errno errno = Libc.errno;
        if (result < 0)
        {
            KernelError.Throw($"KVM_IOEVENTFD at 0x{address:X}", errno);
        }
    }

    /// <summary>Lets a guest's write of one value to a register of four bytes ring an eventfd, without an exit to user space.</summary>
    /// <param name="doorbell">The eventfd's number; KVM keeps a reference of its own.</param>
    /// <param name="address">The register's guest-physical address, at which there is no doorbell for every value.</param>
    /// <param name="value">The value.</param>
    public unsafe void ConnectDoorbell(int doorbell, ulong address, uint value)
    {
        kvm_ioeventfd request = new() { addr = address, len = sizeof(uint), datamatch = value, fd = doorbell, flags = kvm_ioeventfd.KVM_IOEVENTFD_FLAG_DATAMATCH };
        int result = Libc.ioctl(_vm.Number, KVM_IOEVENTFD, &request);
        Errno errno = Libc.errno;
        if (result < 0)
        {
            KernelError.Throw($"KVM_IOEVENTFD at 0x{address:X}", errno);
        }
    }

    /// <summary>Lets an eventfd pulse an interrupt line, without this program.</summary>
    /// <param name="ring">The eventfd's number; KVM keeps a reference of its own.</param>
    /// <param name="irq">The line.</param>
    public unsafe void ConnectInterrupt(int ring, uint irq)
    {
        kvm_irqfd request = new() { fd = (uint)ring, gsi = irq };
        Check(Libc.ioctl(_vm.Number, KVM_IRQFD, &request), Libc.errno, "KVM_IRQFD");
    }

    /// <summary>Lets the guest read a page of this process, while its writes there exit as those to a device do.</summary>
    /// <param name="address">The guest-physical address.</param>
    /// <param name="page">The page, mapped for as long as this virtual machine lives.</param>
    public void AddReadOnlyPage(ulong address, nint page) => AddMemory(address, page, ReadOnlyPage.Size, readOnly: true);

    /// <summary>Puts memory of this process beside RAM.</summary>
    /// <param name="address">The guest-physical address, on a page.</param>
    /// <param name="memory">The memory, mapped for as long as a guest runs.</param>
    /// <param name="length">Bytes, whole pages.</param>
    /// <param name="readOnly">Whether the guest's writes exit as those to a device do.</param>
    public unsafe void AddMemory(ulong address, nint memory, ulong length, bool readOnly)
    {
        kvm_userspace_memory_region region = new()
        {
            slot = (uint)(_memory.Ranges.Count + _otherSlots++),
            flags = readOnly ? kvm_userspace_memory_region.KVM_MEM_READONLY : 0,
            guest_phys_addr = address,
            memory_size = length,
            userspace_addr = (ulong)memory,
        };
        Check(Libc.ioctl(_vm.Number, KVM_SET_USER_MEMORY_REGION, &region), Libc.errno, "KVM_SET_USER_MEMORY_REGION");
    }

    /// <inheritdoc/>
    public void Dispose() => _vm.Dispose();

    private unsafe void SetUp(bool hasPit)
    {
        ulong identityMap = X86Layout.IdentityMapAddress;
        Check(Libc.ioctl(_vm.Number, KVM_SET_IDENTITY_MAP_ADDR, &identityMap), Libc.errno, "KVM_SET_IDENTITY_MAP_ADDR");
        Check(Libc.ioctl(_vm.Number, KVM_SET_TSS_ADDR, unchecked((nint)X86Layout.TssAddress)), Libc.errno, "KVM_SET_TSS_ADDR");
        Check(Libc.ioctl(_vm.Number, KVM_CREATE_IRQCHIP, 0), Libc.errno, "KVM_CREATE_IRQCHIP");
        if (hasPit)
        {
            // The speaker port belongs to the timer: its gate and output bits are how guests measure time early in their boot.
            kvm_pit_config timer = new() { flags = kvm_pit_config.KVM_PIT_SPEAKER_DUMMY };
            Check(Libc.ioctl(_vm.Number, KVM_CREATE_PIT2, &timer), Libc.errno, "KVM_CREATE_PIT2");
        }

        for (int slot = 0; slot < _memory.Ranges.Count; slot++)
        {
            AddRam((uint)slot, _memory.Ranges[slot]);
        }
    }

    private unsafe void AddRam(uint slot, AddressRange range)
    {
        _memory.TryTranslate(range.Base, range.Size, out ulong offset);
        using MemoryBorrow borrow = _memory.Borrow();
        kvm_userspace_memory_region region = new()
        {
            slot = slot,
            guest_phys_addr = range.Base,
            memory_size = range.Size,
            userspace_addr = (ulong)borrow.Address + offset,
        };

        // The owner unmaps the memory only after this virtual machine is gone.
        Check(Libc.ioctl(_vm.Number, KVM_SET_USER_MEMORY_REGION, &region), Libc.errno, "KVM_SET_USER_MEMORY_REGION");
    }

    private static void Check(int result, Errno errno, string where)
    {
        if (result < 0)
        {
            KernelError.Throw(where, errno);
        }
    }
}
