using static KvmSdk.Interop.KvmIoctl;
using static KvmSdk.Interop.Libc;

namespace KvmSdk.Interop.Tests.Live;

// Structures with holes, unions and trailing arrays: the kernel has to read from them what was meant.
public sealed unsafe class InterruptTests
{
    [KvmFact]
    public void A_port_write_signals_an_eventfd_and_only_its_value_does()
    {
        // mov al, 1 ; out 0x42, al ; mov al, 2 ; out 0x42, al ; hlt
        using var guest = new Guest([0xB0, 0x01, 0xE6, 0x42, 0xB0, 0x02, 0xE6, 0x42, 0xF4]);
        int signal = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
        var assignment = new kvm_ioeventfd
        {
            addr = 0x42,
            len = 1,
            datamatch = 2,
            fd = signal,
            flags = kvm_ioeventfd.KVM_IOEVENTFD_FLAG_PIO | kvm_ioeventfd.KVM_IOEVENTFD_FLAG_DATAMATCH,
        };
        Host.Ioctl(nameof(KVM_IOEVENTFD), guest.Vm, KVM_IOEVENTFD, ref assignment);

        guest.RunUntil(KvmExitReason.KVM_EXIT_IO);
        Assert.Equal(1, ((byte*)guest.Run)[guest.Run->io.data_offset]);
        guest.RunUntil(KvmExitReason.KVM_EXIT_HLT);

        ulong count = 0;
        Assert.Equal(sizeof(ulong), read(signal, &count, sizeof(ulong)));
        Assert.Equal(1UL, count);
        Assert.Equal(0, close(signal));
    }

    [KvmFact]
    public void An_eventfd_raises_the_line_that_the_routing_table_names_and_the_end_of_interrupt_comes_back()
    {
        using var guest = new Guest(AwaitInterrupt(), interruptController: true);
        byte* room = stackalloc byte[sizeof(kvm_irq_routing) + sizeof(kvm_irq_routing_entry)];
        var table = (kvm_irq_routing*)room;
        *table = new kvm_irq_routing { nr = 1 };
        var route = new kvm_irq_routing_entry { gsi = 40, type = kvm_irq_routing_entry.KVM_IRQ_ROUTING_IRQCHIP };
        route.u.irqchip = new kvm_irq_routing_irqchip { irqchip = kvm_irqchip.KVM_IRQCHIP_PIC_MASTER, pin = 5 };
        *kvm_irq_routing.entries(table) = route;
        Assert.True(ioctl(guest.Vm, KVM_SET_GSI_ROUTING, table) == 0, errno.ToString());
        int line = eventfd(0, EFD_CLOEXEC), done = eventfd(0, EFD_CLOEXEC);
        var assignment = new kvm_irqfd
        {
            fd = (uint)line,
            gsi = 40,
            resamplefd = (uint)done,
            flags = kvm_irqfd.KVM_IRQFD_FLAG_RESAMPLE,
        };
        Host.Ioctl(nameof(KVM_IRQFD), guest.Vm, KVM_IRQFD, ref assignment);

        guest.RunUntil(KvmExitReason.KVM_EXIT_IO);
        Assert.Equal(0x42, guest.Run->io.port);
        ulong count = 1;
        Assert.Equal(sizeof(ulong), write(line, &count, sizeof(ulong)));
        guest.RunUntil(KvmExitReason.KVM_EXIT_IO);
        Assert.Equal(0x43, guest.Run->io.port);

        var ended = new pollfd { fd = done, events = POLLIN };
        Assert.Equal(1, poll(&ended, 1, -1));
        Assert.Equal(0, close(line));
        Assert.Equal(0, close(done));
    }

    [KvmFact]
    public void The_cpuid_leaves_of_the_host_are_read_and_given_to_a_guest()
    {
        using var guest = new Guest([0xF4]);
        const int room = 256;
        byte[] buffer = new byte[sizeof(kvm_cpuid2) + (room * sizeof(kvm_cpuid_entry2))];
        fixed (byte* bytes = buffer)
        {
            var list = (kvm_cpuid2*)bytes;
            int kvm = Host.OpenKvm();
            list->nent = 1;
            Assert.Equal(-1, ioctl(kvm, KVM_GET_SUPPORTED_CPUID, list));
            Errno error = errno;
            Assert.Equal(Errno.E2BIG, error);

            list->nent = room;
            Assert.True(ioctl(kvm, KVM_GET_SUPPORTED_CPUID, list) == 0, errno.ToString());
            Assert.InRange(list->nent, 2u, (uint)room);
            Assert.Equal(0u, kvm_cpuid2.entries(list)[0].function);
            Assert.True(kvm_cpuid2.entries(list)[0].eax >= 1);
            Assert.True(ioctl(guest.Vcpu, KVM_SET_CPUID2, list) == 0, errno.ToString());
            Assert.Equal(0, close(kvm));
        }
    }

    [KvmFact]
    public void The_local_apic_tells_its_version_and_takes_its_state_back()
    {
        using var guest = new Guest([0xF4], interruptController: true);
        kvm_lapic_state state = default;
        Host.Ioctl(nameof(KVM_GET_LAPIC), guest.Vcpu, KVM_GET_LAPIC, ref state);
        Assert.InRange(state.regs[0x30], (byte)0x10, (byte)0x15);
        Host.Ioctl(nameof(KVM_SET_LAPIC), guest.Vcpu, KVM_SET_LAPIC, ref state);
    }

    [KvmFact]
    public void The_io_apic_of_a_new_machine_has_every_pin_masked()
    {
        using var guest = new Guest([0xF4], interruptController: true);
        var chip = new kvm_irqchip { chip_id = kvm_irqchip.KVM_IRQCHIP_IOAPIC };
        Host.Ioctl(nameof(KVM_GET_IRQCHIP), guest.Vm, KVM_GET_IRQCHIP, ref chip);
        Assert.Equal((0xFEC0_0000UL, 0u), (chip.chip.ioapic.base_address, chip.chip.ioapic.irr));
        foreach (kvm_ioapic_state.redirtbl_union pin in chip.chip.ioapic.redirtbl)
        {
            Assert.Equal(1UL << 16, pin.bits);
        }
    }

    // Sets up the interrupt controller for vectors 0x20 to 0x27, announces that at port 0x42, and halts with interrupts enabled. Vector 0x25
    // ends the interrupt, then announces it at port 0x43.
    private static byte[] AwaitInterrupt()
    {
        byte[] page = new byte[0x200];
        byte[] main =
        [
            0xB0, 0x11, 0xE6, 0x20, // ICW1: edge, cascade, ICW4 follows
            0xB0, 0x20, 0xE6, 0x21, // ICW2: first vector
            0xB0, 0x04, 0xE6, 0x21, // ICW3: slave on line 2
            0xB0, 0x01, 0xE6, 0x21, // ICW4: 8086 mode
            0xB0, 0x00, 0xE6, 0x21, // no line masked
            0xBC, 0x00, 0x08, // mov sp, 0x800
            0xE6, 0x42, 0xFB, 0xF4, // out 0x42, al ; sti ; hlt
        ];
        byte[] handler = [0xB0, 0x20, 0xE6, 0x20, 0xE6, 0x43]; // mov al, 0x20 ; out 0x20, al ; out 0x43, al
        main.CopyTo(page, 0);
        handler.CopyTo(page, 0x100);
        page[(0x25 * 4) + 1] = 0x01; // vector 0x25 -> 0000:0100
        return page;
    }
}
