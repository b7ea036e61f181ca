using static KvmSdk.Interop.Ioc;

namespace KvmSdk.Interop;

// Left out: ioctls of other architectures, and those the header marks obsolete (traces, device assignment, memory aliases, KVM_CREATE_PIT).

/// <summary>The KVM ioctl numbers of x86-64, in the order of <c>linux/kvm.h</c>.</summary>
public static class KvmIoctl
{
    /// <summary>The <c>type</c> byte of every KVM ioctl.</summary>
    public const uint KVMIO = 0xAE;

    /// <summary>What <see cref="KVM_GET_API_VERSION"/> has returned since Linux 2.6.22; refuse to run with anything else.</summary>
    public const int KVM_API_VERSION = 12;

    // On /dev/kvm.

    /// <summary>Returns <see cref="KVM_API_VERSION"/>. No argument.</summary>
    public static uint KVM_GET_API_VERSION => _IO(KVMIO, 0x00);

    /// <summary>Returns the descriptor of a new VM. Argument: machine type, 0 on x86.</summary>
    public static uint KVM_CREATE_VM => _IO(KVMIO, 0x01);

    /// <summary>Lists the MSRs to save and restore.</summary>
    public static uint KVM_GET_MSR_INDEX_LIST => _IOWR<kvm_msr_list>(KVMIO, 0x02);

    /// <summary>Returns 0 if a capability is missing, else 1 or its limit. Argument: <see cref="KvmCap"/>. On a VM too.</summary>
    public static uint KVM_CHECK_EXTENSION => _IO(KVMIO, 0x03);

    /// <summary>Returns the number of bytes to map from a vCPU's descriptor. No argument.</summary>
    public static uint KVM_GET_VCPU_MMAP_SIZE => _IO(KVMIO, 0x04);

    /// <summary>Lists the CPUID leaves that the host and KVM can give a guest.</summary>
    public static uint KVM_GET_SUPPORTED_CPUID => _IOWR<kvm_cpuid2>(KVMIO, 0x05);

    /// <summary>Lists the CPUID features that KVM emulates although the host lacks them, slowly.</summary>
    public static uint KVM_GET_EMULATED_CPUID => _IOWR<kvm_cpuid2>(KVMIO, 0x09);

    /// <summary>Lists the MSRs that describe features and are readable by <see cref="KVM_GET_MSRS"/> on /dev/kvm.</summary>
    public static uint KVM_GET_MSR_FEATURE_INDEX_LIST => _IOWR<kvm_msr_list>(KVMIO, 0x0a);

    // On a VM.

    /// <summary>Returns the descriptor of a new vCPU. Argument: its id, also its initial APIC id.</summary>
    public static uint KVM_CREATE_VCPU => _IO(KVMIO, 0x41);

    /// <summary>Reads which pages were written, and (without manual clearing) starts anew.</summary>
    public static uint KVM_GET_DIRTY_LOG => _IOW<kvm_dirty_log>(KVMIO, 0x42);

    /// <summary>Sets how many shadow pages KVM may keep. Argument: the number.</summary>
    public static uint KVM_SET_NR_MMU_PAGES => _IO(KVMIO, 0x44);

    /// <summary>Returns how many shadow pages KVM may keep.</summary>
    public static uint KVM_GET_NR_MMU_PAGES => _IO(KVMIO, 0x45);

    /// <summary>Adds, changes or deletes a slot of guest memory.</summary>
    public static uint KVM_SET_USER_MEMORY_REGION => _IOW<kvm_userspace_memory_region>(KVMIO, 0x46);

    /// <summary>Names three free pages below 4 GiB for VMX without unrestricted guest. Argument: guest-physical address.</summary>
    public static uint KVM_SET_TSS_ADDR => _IO(KVMIO, 0x47);

    /// <summary>Names one free page below 4 GiB for the same purpose. Argument: pointer to the guest-physical address.</summary>
    public static uint KVM_SET_IDENTITY_MAP_ADDR => _IOW<ulong>(KVMIO, 0x48);

    /// <summary>Creates PIC, I/O APIC and local APICs in the kernel. Before the first vCPU. No argument.</summary>
    public static uint KVM_CREATE_IRQCHIP => _IO(KVMIO, 0x60);

    /// <summary>Sets the level of an interrupt line.</summary>
    [HotPath]
    public static uint KVM_IRQ_LINE => _IOW<kvm_irq_level>(KVMIO, 0x61);

    /// <summary>Reads an interrupt controller.</summary>
    public static uint KVM_GET_IRQCHIP => _IOWR<kvm_irqchip>(KVMIO, 0x62);

    /// <summary>Writes an interrupt controller (the number says read: an old mistake of the header).</summary>
    public static uint KVM_SET_IRQCHIP => _IOR<kvm_irqchip>(KVMIO, 0x63);

    /// <summary>Sets the level of an interrupt line and tells what became of it.</summary>
    public static uint KVM_IRQ_LINE_STATUS => _IOWR<kvm_irq_level>(KVMIO, 0x67);

    /// <summary>Starts collecting writes to a zone.</summary>
    public static uint KVM_REGISTER_COALESCED_MMIO => _IOW<kvm_coalesced_mmio_zone>(KVMIO, 0x67);

    /// <summary>Stops collecting writes to a zone.</summary>
    public static uint KVM_UNREGISTER_COALESCED_MMIO => _IOW<kvm_coalesced_mmio_zone>(KVMIO, 0x68);

    /// <summary>Replaces the interrupt routing table.</summary>
    public static uint KVM_SET_GSI_ROUTING => _IOW<kvm_irq_routing>(KVMIO, 0x6a);

    /// <summary>Sets what happens to lost timer ticks. Argument: pointer to <see cref="kvm_reinject_control"/>.</summary>
    public static uint KVM_REINJECT_CONTROL => _IO(KVMIO, 0x71);

    /// <summary>Ties an eventfd to an interrupt.</summary>
    public static uint KVM_IRQFD => _IOW<kvm_irqfd>(KVMIO, 0x76);

    /// <summary>Creates the 8254 timer in the kernel.</summary>
    public static uint KVM_CREATE_PIT2 => _IOW<kvm_pit_config>(KVMIO, 0x77);

    /// <summary>Names the bootstrap processor. Before the first vCPU. Argument: its id.</summary>
    public static uint KVM_SET_BOOT_CPU_ID => _IO(KVMIO, 0x78);

    /// <summary>Ties writes to a port or address to an eventfd.</summary>
    public static uint KVM_IOEVENTFD => _IOW<kvm_ioeventfd>(KVMIO, 0x79);

    /// <summary>Sets the guest's clock.</summary>
    public static uint KVM_SET_CLOCK => _IOW<kvm_clock_data>(KVMIO, 0x7b);

    /// <summary>Reads the guest's clock.</summary>
    public static uint KVM_GET_CLOCK => _IOR<kvm_clock_data>(KVMIO, 0x7c);

    /// <summary>Reads the 8254 timer.</summary>
    public static uint KVM_GET_PIT2 => _IOR<kvm_pit_state2>(KVMIO, 0x9f);

    /// <summary>Writes the 8254 timer.</summary>
    public static uint KVM_SET_PIT2 => _IOW<kvm_pit_state2>(KVMIO, 0xa0);

    /// <summary>Sets the guest's time stamp frequency. Argument: kHz. On a vCPU too.</summary>
    public static uint KVM_SET_TSC_KHZ => _IO(KVMIO, 0xa2);

    /// <summary>Returns the guest's time stamp frequency in kHz. On a vCPU too.</summary>
    public static uint KVM_GET_TSC_KHZ => _IO(KVMIO, 0xa3);

    /// <summary>Delivers a message-signalled interrupt. Returns above 0 if delivered, 0 if the guest blocked it.</summary>
    public static uint KVM_SIGNAL_MSI => _IOW<kvm_msi>(KVMIO, 0xa5);

    /// <summary>Restricts the performance events a guest may count.</summary>
    public static uint KVM_SET_PMU_EVENT_FILTER => _IOW<kvm_pmu_event_filter>(KVMIO, 0xb2);

    /// <summary>Creates an in-kernel device.</summary>
    public static uint KVM_CREATE_DEVICE => _IOWR<kvm_create_device>(KVMIO, 0xe0);

    // On a device; on a vCPU, a VM or /dev/kvm where a capability says so.

    /// <summary>Sets an attribute.</summary>
    public static uint KVM_SET_DEVICE_ATTR => _IOW<kvm_device_attr>(KVMIO, 0xe1);

    /// <summary>Reads an attribute.</summary>
    public static uint KVM_GET_DEVICE_ATTR => _IOW<kvm_device_attr>(KVMIO, 0xe2);

    /// <summary>Asks whether an attribute exists.</summary>
    public static uint KVM_HAS_DEVICE_ATTR => _IOW<kvm_device_attr>(KVMIO, 0xe3);

    // On a vCPU.

    /// <summary>Runs the guest until it needs user space. No argument. Blocks; never suppress the GC transition here.</summary>
    [HotPath]
    public static uint KVM_RUN => _IO(KVMIO, 0x80);

    /// <summary>Reads the general registers.</summary>
    public static uint KVM_GET_REGS => _IOR<kvm_regs>(KVMIO, 0x81);

    /// <summary>Writes the general registers.</summary>
    public static uint KVM_SET_REGS => _IOW<kvm_regs>(KVMIO, 0x82);

    /// <summary>Reads the system registers.</summary>
    public static uint KVM_GET_SREGS => _IOR<kvm_sregs>(KVMIO, 0x83);

    /// <summary>Writes the system registers.</summary>
    public static uint KVM_SET_SREGS => _IOW<kvm_sregs>(KVMIO, 0x84);

    /// <summary>Translates a linear address.</summary>
    public static uint KVM_TRANSLATE => _IOWR<kvm_translation>(KVMIO, 0x85);

    /// <summary>Delivers an interrupt vector (user-space interrupt controller only).</summary>
    public static uint KVM_INTERRUPT => _IOW<kvm_interrupt>(KVMIO, 0x86);

    /// <summary>Reads MSRs. Returns how many.</summary>
    public static uint KVM_GET_MSRS => _IOWR<kvm_msrs>(KVMIO, 0x88);

    /// <summary>Writes MSRs. Returns how many.</summary>
    public static uint KVM_SET_MSRS => _IOW<kvm_msrs>(KVMIO, 0x89);

    /// <summary>Sets the signal mask in force while the guest runs. A null argument removes it.</summary>
    public static uint KVM_SET_SIGNAL_MASK => _IOW<kvm_signal_mask>(KVMIO, 0x8b);

    /// <summary>Reads x87 and SSE state.</summary>
    public static uint KVM_GET_FPU => _IOR<kvm_fpu>(KVMIO, 0x8c);

    /// <summary>Writes x87 and SSE state.</summary>
    public static uint KVM_SET_FPU => _IOW<kvm_fpu>(KVMIO, 0x8d);

    /// <summary>Reads the local APIC.</summary>
    public static uint KVM_GET_LAPIC => _IOR<kvm_lapic_state>(KVMIO, 0x8e);

    /// <summary>Writes the local APIC.</summary>
    public static uint KVM_SET_LAPIC => _IOW<kvm_lapic_state>(KVMIO, 0x8f);

    /// <summary>Sets the CPUID leaves. Before the first <see cref="KVM_RUN"/>, and before MSRs are read.</summary>
    public static uint KVM_SET_CPUID2 => _IOW<kvm_cpuid2>(KVMIO, 0x90);

    /// <summary>Reads the CPUID leaves.</summary>
    public static uint KVM_GET_CPUID2 => _IOWR<kvm_cpuid2>(KVMIO, 0x91);

    /// <summary>Switches reports of task priority accesses.</summary>
    public static uint KVM_TPR_ACCESS_REPORTING => _IOWR<kvm_tpr_access_ctl>(KVMIO, 0x92);

    /// <summary>Names the page of a patched guest's task priority.</summary>
    public static uint KVM_SET_VAPIC_ADDR => _IOW<kvm_vapic_addr>(KVMIO, 0x93);

    /// <summary>Reads start and halt state.</summary>
    public static uint KVM_GET_MP_STATE => _IOR<kvm_mp_state>(KVMIO, 0x98);

    /// <summary>Writes start and halt state.</summary>
    public static uint KVM_SET_MP_STATE => _IOW<kvm_mp_state>(KVMIO, 0x99);

    /// <summary>Raises a non-maskable interrupt. No argument.</summary>
    public static uint KVM_NMI => _IO(KVMIO, 0x9a);

    /// <summary>Sets breakpoints and single stepping.</summary>
    public static uint KVM_SET_GUEST_DEBUG => _IOW<kvm_guest_debug>(KVMIO, 0x9b);

    /// <summary>Sets up machine checks. Argument: pointer to the capability MSR's value.</summary>
    public static uint KVM_X86_SETUP_MCE => _IOW<ulong>(KVMIO, 0x9c);

    /// <summary>Reads which machine check capabilities exist. On /dev/kvm. Argument: pointer to the value.</summary>
    public static uint KVM_X86_GET_MCE_CAP_SUPPORTED => _IOR<ulong>(KVMIO, 0x9d);

    /// <summary>Raises a machine check.</summary>
    public static uint KVM_X86_SET_MCE => _IOW<kvm_x86_mce>(KVMIO, 0x9e);

    /// <summary>Reads pending events.</summary>
    public static uint KVM_GET_VCPU_EVENTS => _IOR<kvm_vcpu_events>(KVMIO, 0x9f);

    /// <summary>Writes pending events.</summary>
    public static uint KVM_SET_VCPU_EVENTS => _IOW<kvm_vcpu_events>(KVMIO, 0xa0);

    /// <summary>Reads the debug registers.</summary>
    public static uint KVM_GET_DEBUGREGS => _IOR<kvm_debugregs>(KVMIO, 0xa1);

    /// <summary>Writes the debug registers.</summary>
    public static uint KVM_SET_DEBUGREGS => _IOW<kvm_debugregs>(KVMIO, 0xa2);

    /// <summary>Switches on a capability. On a VM too.</summary>
    public static uint KVM_ENABLE_CAP => _IOW<kvm_enable_cap>(KVMIO, 0xa3);

    /// <summary>Reads extended state, its first 4096 bytes.</summary>
    public static uint KVM_GET_XSAVE => _IOR<kvm_xsave>(KVMIO, 0xa4);

    /// <summary>Writes extended state, as many bytes as <see cref="KvmCap.KVM_CAP_XSAVE2"/> says.</summary>
    public static uint KVM_SET_XSAVE => _IOW<kvm_xsave>(KVMIO, 0xa5);

    /// <summary>Reads extended control registers.</summary>
    public static uint KVM_GET_XCRS => _IOR<kvm_xcrs>(KVMIO, 0xa6);

    /// <summary>Writes extended control registers.</summary>
    public static uint KVM_SET_XCRS => _IOW<kvm_xcrs>(KVMIO, 0xa7);

    /// <summary>Marks the guest's clock as stopped by the host, so that its watchdogs stay quiet. No argument.</summary>
    public static uint KVM_KVMCLOCK_CTRL => _IO(KVMIO, 0xad);

    /// <summary>Raises a system management interrupt. No argument.</summary>
    public static uint KVM_SMI => _IO(KVMIO, 0xb7);

    /// <summary>Reads the state of a guest that is itself a hypervisor.</summary>
    public static uint KVM_GET_NESTED_STATE => _IOWR<kvm_nested_state>(KVMIO, 0xbe);

    /// <summary>Writes the state of a guest that is itself a hypervisor.</summary>
    public static uint KVM_SET_NESTED_STATE => _IOW<kvm_nested_state>(KVMIO, 0xbf);

    /// <summary>Watches pages for writes again. On a VM.</summary>
    public static uint KVM_CLEAR_DIRTY_LOG => _IOWR<kvm_clear_dirty_log>(KVMIO, 0xc0);

    /// <summary>Lists the Hyper-V CPUID leaves. On /dev/kvm too.</summary>
    public static uint KVM_GET_SUPPORTED_HV_CPUID => _IOWR<kvm_cpuid2>(KVMIO, 0xc1);

    /// <summary>Sets which MSR accesses KVM handles. On a VM.</summary>
    public static uint KVM_X86_SET_MSR_FILTER => _IOW<kvm_msr_filter>(KVMIO, 0xc6);

    /// <summary>Frees the collected entries of all dirty rings. On a VM. No argument. Returns how many.</summary>
    public static uint KVM_RESET_DIRTY_RINGS => _IO(KVMIO, 0xc7);

    /// <summary>Reads the system registers, with page directory pointers.</summary>
    public static uint KVM_GET_SREGS2 => _IOR<kvm_sregs2>(KVMIO, 0xcc);

    /// <summary>Writes the system registers, with page directory pointers.</summary>
    public static uint KVM_SET_SREGS2 => _IOW<kvm_sregs2>(KVMIO, 0xcd);

    /// <summary>Returns a descriptor of binary statistics. On a VM too. No argument.</summary>
    public static uint KVM_GET_STATS_FD => _IO(KVMIO, 0xce);

    /// <summary>Reads extended state, as many bytes as <see cref="KvmCap.KVM_CAP_XSAVE2"/> says.</summary>
    public static uint KVM_GET_XSAVE2 => _IOR<kvm_xsave>(KVMIO, 0xcf);
}
