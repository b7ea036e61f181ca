namespace KvmSdk.Interop;

// Left out: capabilities of other architectures. "Returns" is what KVM_CHECK_EXTENSION answers when that is more than 0 or 1.

/// <summary>Optional abilities of KVM, for <c>KVM_CHECK_EXTENSION</c> and <c>KVM_ENABLE_CAP</c>, in the order of <c>linux/kvm.h</c>.</summary>
public enum KvmCap : uint
{
    /// <summary>Interrupt controllers in the kernel: <c>KVM_CREATE_IRQCHIP</c>, <c>KVM_IRQ_LINE</c>.</summary>
    KVM_CAP_IRQCHIP = 0,

    /// <summary>HLT leaves the guest when user space has the interrupt controller.</summary>
    KVM_CAP_HLT = 1,

    /// <summary><c>KVM_SET_NR_MMU_PAGES</c>.</summary>
    KVM_CAP_MMU_SHADOW_CACHE_CONTROL = 2,

    /// <summary><c>KVM_SET_USER_MEMORY_REGION</c>.</summary>
    KVM_CAP_USER_MEMORY = 3,

    /// <summary><c>KVM_SET_TSS_ADDR</c>.</summary>
    KVM_CAP_SET_TSS_ADDR = 4,

    /// <summary><c>KVM_SET_VAPIC_ADDR</c> and reports of task priority accesses.</summary>
    KVM_CAP_VAPIC = 6,

    /// <summary><c>KVM_GET_SUPPORTED_CPUID</c> and <c>KVM_SET_CPUID2</c>.</summary>
    KVM_CAP_EXT_CPUID = 7,

    /// <summary>The paravirtual clock.</summary>
    KVM_CAP_CLOCKSOURCE = 8,

    /// <summary>Returns the recommended maximum of vCPUs of a VM.</summary>
    KVM_CAP_NR_VCPUS = 9,

    /// <summary>Returns the maximum of memory slots of a VM.</summary>
    KVM_CAP_NR_MEMSLOTS = 10,

    /// <summary>The 8254 timer in the kernel.</summary>
    KVM_CAP_PIT = 11,

    /// <summary>The guest may skip its port delays.</summary>
    KVM_CAP_NOP_IO_DELAY = 12,

    /// <summary>Obsolete paravirtual page tables; returns 0.</summary>
    KVM_CAP_PV_MMU = 13,

    /// <summary><c>KVM_GET_MP_STATE</c> and <c>KVM_SET_MP_STATE</c>.</summary>
    KVM_CAP_MP_STATE = 14,

    /// <summary>Collected writes; returns the page of the ring in the vCPU mapping.</summary>
    KVM_CAP_COALESCED_MMIO = 15,

    /// <summary>Changes of the backing mapping reach the guest.</summary>
    KVM_CAP_SYNC_MMU = 16,

    /// <summary>Obsolete device assignment.</summary>
    KVM_CAP_IOMMU = 18,

    /// <summary>A memory slot can be deleted.</summary>
    KVM_CAP_DESTROY_MEMORY_REGION_WORKS = 21,

    /// <summary><c>KVM_NMI</c>.</summary>
    KVM_CAP_USER_NMI = 22,

    /// <summary><c>KVM_SET_GUEST_DEBUG</c>.</summary>
    KVM_CAP_SET_GUEST_DEBUG = 23,

    /// <summary><c>KVM_REINJECT_CONTROL</c>.</summary>
    KVM_CAP_REINJECT_CONTROL = 24,

    /// <summary><c>KVM_SET_GSI_ROUTING</c>; returns the maximum of entries.</summary>
    KVM_CAP_IRQ_ROUTING = 25,

    /// <summary><c>KVM_IRQ_LINE_STATUS</c>.</summary>
    KVM_CAP_IRQ_INJECT_STATUS = 26,

    /// <summary>Obsolete device assignment.</summary>
    KVM_CAP_ASSIGN_DEV_IRQ = 29,

    /// <summary>Deleting a slot and making a larger one over it works.</summary>
    KVM_CAP_JOIN_MEMORY_REGIONS_WORKS = 30,

    /// <summary>Machine checks; returns the maximum of banks.</summary>
    KVM_CAP_MCE = 31,

    /// <summary><c>KVM_IRQFD</c>.</summary>
    KVM_CAP_IRQFD = 32,

    /// <summary><c>KVM_CREATE_PIT2</c>.</summary>
    KVM_CAP_PIT2 = 33,

    /// <summary><c>KVM_SET_BOOT_CPU_ID</c>.</summary>
    KVM_CAP_SET_BOOT_CPU_ID = 34,

    /// <summary><c>KVM_GET_PIT2</c> and <c>KVM_SET_PIT2</c>.</summary>
    KVM_CAP_PIT_STATE2 = 35,

    /// <summary><c>KVM_IOEVENTFD</c>.</summary>
    KVM_CAP_IOEVENTFD = 36,

    /// <summary><c>KVM_SET_IDENTITY_MAP_ADDR</c>.</summary>
    KVM_CAP_SET_IDENTITY_MAP_ADDR = 37,

    /// <summary>Xen hypercalls; returns flags of what is served.</summary>
    KVM_CAP_XEN_HVM = 38,

    /// <summary><c>KVM_GET_CLOCK</c> and <c>KVM_SET_CLOCK</c>; returns flags of <see cref="kvm_clock_data"/>.</summary>
    KVM_CAP_ADJUST_CLOCK = 39,

    /// <summary>Details of <see cref="kvm_run.@internal"/> are filled.</summary>
    KVM_CAP_INTERNAL_ERROR_DATA = 40,

    /// <summary><c>KVM_GET_VCPU_EVENTS</c> and <c>KVM_SET_VCPU_EVENTS</c>.</summary>
    KVM_CAP_VCPU_EVENTS = 41,

    /// <summary>Hyper-V hypercalls and MSRs.</summary>
    KVM_CAP_HYPERV = 44,

    /// <summary>Hyper-V virtual APIC MSRs.</summary>
    KVM_CAP_HYPERV_VAPIC = 45,

    /// <summary>Hyper-V long spin-wait notification.</summary>
    KVM_CAP_HYPERV_SPIN = 46,

    /// <summary>Obsolete device assignment.</summary>
    KVM_CAP_PCI_SEGMENT = 47,

    /// <summary>The interrupt shadow is part of <see cref="kvm_vcpu_events"/>.</summary>
    KVM_CAP_INTR_SHADOW = 49,

    /// <summary><c>KVM_GET_DEBUGREGS</c> and <c>KVM_SET_DEBUGREGS</c>.</summary>
    KVM_CAP_DEBUGREGS = 50,

    /// <summary>Single stepping survives guest use of the trap flag.</summary>
    KVM_CAP_X86_ROBUST_SINGLESTEP = 51,

    /// <summary><c>KVM_ENABLE_CAP</c> on a vCPU.</summary>
    KVM_CAP_ENABLE_CAP = 54,

    /// <summary><c>KVM_GET_XSAVE</c> and <c>KVM_SET_XSAVE</c>.</summary>
    KVM_CAP_XSAVE = 55,

    /// <summary><c>KVM_GET_XCRS</c> and <c>KVM_SET_XCRS</c>.</summary>
    KVM_CAP_XCRS = 56,

    /// <summary>Asynchronous page faults, told to the guest by an exception.</summary>
    KVM_CAP_ASYNC_PF = 59,

    /// <summary><c>KVM_SET_TSC_KHZ</c> on a vCPU.</summary>
    KVM_CAP_TSC_CONTROL = 60,

    /// <summary><c>KVM_GET_TSC_KHZ</c>.</summary>
    KVM_CAP_GET_TSC_KHZ = 61,

    /// <summary>Returns the hard maximum of vCPUs of a VM.</summary>
    KVM_CAP_MAX_VCPUS = 66,

    /// <summary><c>KVM_GET_ONE_REG</c>; other architectures.</summary>
    KVM_CAP_ONE_REG = 70,

    /// <summary>The local APIC has the TSC-deadline mode.</summary>
    KVM_CAP_TSC_DEADLINE_TIMER = 72,

    /// <summary>Registers in the vCPU mapping; returns the bits of <see cref="kvm_sync_regs"/>.</summary>
    KVM_CAP_SYNC_REGS = 74,

    /// <summary>Obsolete device assignment.</summary>
    KVM_CAP_PCI_2_3 = 75,

    /// <summary><c>KVM_KVMCLOCK_CTRL</c>.</summary>
    KVM_CAP_KVMCLOCK_CTRL = 76,

    /// <summary><c>KVM_SIGNAL_MSI</c>.</summary>
    KVM_CAP_SIGNAL_MSI = 77,

    /// <summary><see cref="kvm_userspace_memory_region.KVM_MEM_READONLY"/>.</summary>
    KVM_CAP_READONLY_MEM = 81,

    /// <summary><see cref="kvm_irqfd.KVM_IRQFD_FLAG_RESAMPLE"/>.</summary>
    KVM_CAP_IRQFD_RESAMPLE = 82,

    /// <summary><c>KVM_CREATE_DEVICE</c>.</summary>
    KVM_CAP_DEVICE_CTRL = 89,

    /// <summary><c>KVM_GET_EMULATED_CPUID</c>.</summary>
    KVM_CAP_EXT_EMUL_CPUID = 95,

    /// <summary>Hyper-V reference counter and time page.</summary>
    KVM_CAP_HYPERV_TIME = 96,

    /// <summary>The I/O APIC ignores the polarity bit.</summary>
    KVM_CAP_IOAPIC_POLARITY_IGNORED = 97,

    /// <summary><c>KVM_ENABLE_CAP</c> on a VM.</summary>
    KVM_CAP_ENABLE_CAP_VM = 98,

    /// <summary>An ioeventfd for memory may have length 0.</summary>
    KVM_CAP_IOEVENTFD_NO_LENGTH = 100,

    /// <summary>Attributes of a VM.</summary>
    KVM_CAP_VM_ATTRIBUTES = 101,

    /// <summary><c>KVM_CHECK_EXTENSION</c> on a VM, which is more exact.</summary>
    KVM_CAP_CHECK_EXTENSION_VM = 105,

    /// <summary>Deviations from the architecture can be switched off; superseded.</summary>
    KVM_CAP_DISABLE_QUIRKS = 116,

    /// <summary>System management mode.</summary>
    KVM_CAP_X86_SMM = 117,

    /// <summary>Returns the number of address spaces (2 with system management mode).</summary>
    KVM_CAP_MULTI_ADDRESS_SPACE = 118,

    /// <summary>Returns the number of hardware breakpoints; other architectures.</summary>
    KVM_CAP_GUEST_DEBUG_HW_BPS = 119,

    /// <summary>Returns the number of hardware watchpoints; other architectures.</summary>
    KVM_CAP_GUEST_DEBUG_HW_WPS = 120,

    /// <summary>Local APICs in the kernel, PIC and I/O APIC in user space. <c>args[0]</c>: number of routes kept for its pins.</summary>
    KVM_CAP_SPLIT_IRQCHIP = 121,

    /// <summary>An ioeventfd for ports may have length 0 too.</summary>
    KVM_CAP_IOEVENTFD_ANY_LENGTH = 122,

    /// <summary>Hyper-V synthetic interrupt controller.</summary>
    KVM_CAP_HYPERV_SYNIC = 123,

    /// <summary>Attributes of a vCPU.</summary>
    KVM_CAP_VCPU_ATTRIBUTES = 127,

    /// <summary>Returns the maximum of vCPU ids; can be lowered for a VM.</summary>
    KVM_CAP_MAX_VCPU_ID = 128,

    /// <summary>32-bit APIC ids in the interfaces of KVM.</summary>
    KVM_CAP_X2APIC_API = 129,

    /// <summary>Messages carry a device id; not on x86.</summary>
    KVM_CAP_MSI_DEVID = 131,

    /// <summary><see cref="kvm_run.immediate_exit"/>.</summary>
    KVM_CAP_IMMEDIATE_EXIT = 136,

    /// <summary>HLT, MWAIT, PAUSE can stay in the guest; returns which.</summary>
    KVM_CAP_X86_DISABLE_EXITS = 143,

    /// <summary>Synthetic interrupt controller without a conflicting page.</summary>
    KVM_CAP_HYPERV_SYNIC2 = 148,

    /// <summary>The Hyper-V index of a vCPU can be set.</summary>
    KVM_CAP_HYPERV_VP_INDEX = 149,

    /// <summary><c>KVM_GET_MSR_FEATURE_INDEX_LIST</c>.</summary>
    KVM_CAP_GET_MSR_FEATURES = 153,

    /// <summary>Hyper-V messages to an eventfd.</summary>
    KVM_CAP_HYPERV_EVENTFD = 154,

    /// <summary>Hyper-V hypercalls to flush translations.</summary>
    KVM_CAP_HYPERV_TLBFLUSH = 155,

    /// <summary><c>KVM_GET_NESTED_STATE</c>; returns the largest size in bytes.</summary>
    KVM_CAP_NESTED_STATE = 157,

    /// <summary>The guest's reads of MSR_PLATFORM_INFO can be refused.</summary>
    KVM_CAP_MSR_PLATFORM_INFO = 159,

    /// <summary>Hyper-V hypercall to interrupt other vCPUs.</summary>
    KVM_CAP_HYPERV_SEND_IPI = 161,

    /// <summary>Writes to ports can be collected.</summary>
    KVM_CAP_COALESCED_PIO = 162,

    /// <summary>Hyper-V control structure for nested VMX.</summary>
    KVM_CAP_HYPERV_ENLIGHTENED_VMCS = 163,

    /// <summary><see cref="kvm_vcpu_events.exception_payload"/>.</summary>
    KVM_CAP_EXCEPTION_PAYLOAD = 164,

    /// <summary>Obsolete, superseded by its second version.</summary>
    KVM_CAP_MANUAL_DIRTY_LOG_PROTECT = 166,

    /// <summary><c>KVM_GET_SUPPORTED_HV_CPUID</c> on a vCPU.</summary>
    KVM_CAP_HYPERV_CPUID = 167,

    /// <summary><c>KVM_CLEAR_DIRTY_LOG</c>; returns the flags of its modes.</summary>
    KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2 = 168,

    /// <summary><c>KVM_SET_PMU_EVENT_FILTER</c>.</summary>
    KVM_CAP_PMU_EVENT_FILTER = 173,

    /// <summary>Flush hypercalls of a nested guest go to its own hypervisor.</summary>
    KVM_CAP_HYPERV_DIRECT_TLBFLUSH = 175,

    /// <summary>The time KVM polls before a halted vCPU sleeps can be set for a VM, in nanoseconds.</summary>
    KVM_CAP_HALT_POLL = 182,

    /// <summary>Asynchronous page faults, told to the guest by an interrupt.</summary>
    KVM_CAP_ASYNC_PF_INT = 183,

    /// <summary>The host processor of the last failed entry is told.</summary>
    KVM_CAP_LAST_CPU = 184,

    /// <summary>A guest's physical addresses may be narrower than the host's.</summary>
    KVM_CAP_SMALLER_MAXPHYADDR = 185,

    /// <summary>The guest can read how long it was not scheduled.</summary>
    KVM_CAP_STEAL_TIME = 187,

    /// <summary>RDMSR and WRMSR can be passed to user space; <c>args[0]</c>: the reasons.</summary>
    KVM_CAP_X86_USER_SPACE_MSR = 188,

    /// <summary><c>KVM_X86_SET_MSR_FILTER</c>.</summary>
    KVM_CAP_X86_MSR_FILTER = 189,

    /// <summary>Paravirtual features not in CPUID are refused.</summary>
    KVM_CAP_ENFORCE_PV_FEATURE_CPUID = 190,

    /// <summary><c>KVM_GET_SUPPORTED_HV_CPUID</c> on /dev/kvm.</summary>
    KVM_CAP_SYS_HYPERV_CPUID = 191,

    /// <summary>Dirty rings in total store order; returns the maximum size in bytes. <c>args[0]</c>: size.</summary>
    KVM_CAP_DIRTY_LOG_RING = 192,

    /// <summary>Bus locks of the guest can be noticed.</summary>
    KVM_CAP_X86_BUS_LOCK_EXIT = 193,

    /// <summary>Returns the supported bits of <see cref="kvm_guest_debug.control"/>.</summary>
    KVM_CAP_SET_GUEST_DEBUG2 = 195,

    /// <summary>Privileged SGX attributes can be granted.</summary>
    KVM_CAP_SGX_ATTRIBUTE = 196,

    /// <summary>An encrypted VM can share another's key.</summary>
    KVM_CAP_VM_COPY_ENC_CONTEXT_FROM = 197,

    /// <summary>Precise clock of the host; other architectures.</summary>
    KVM_CAP_PTP_KVM = 198,

    /// <summary>Hyper-V features not in CPUID are refused.</summary>
    KVM_CAP_HYPERV_ENFORCE_CPUID = 199,

    /// <summary><c>KVM_GET_SREGS2</c> and <c>KVM_SET_SREGS2</c>.</summary>
    KVM_CAP_SREGS2 = 200,

    /// <summary>Hypercalls can be passed to user space; returns which.</summary>
    KVM_CAP_EXIT_HYPERCALL = 201,

    /// <summary><c>KVM_GET_STATS_FD</c>.</summary>
    KVM_CAP_BINARY_STATS_FD = 203,

    /// <summary>Every emulation failure leaves the guest, with the instruction bytes.</summary>
    KVM_CAP_EXIT_ON_EMULATION_FAILURE = 204,

    /// <summary>An encrypted VM can take over another's key.</summary>
    KVM_CAP_VM_MOVE_ENC_CONTEXT_FROM = 206,

    /// <summary>Width of guest-physical addresses; for confidential VMs.</summary>
    KVM_CAP_VM_GPA_BITS = 207,

    /// <summary><c>KVM_GET_XSAVE2</c>; returns the size in bytes of the state.</summary>
    KVM_CAP_XSAVE2 = 208,

    /// <summary>Attributes of /dev/kvm.</summary>
    KVM_CAP_SYS_ATTRIBUTES = 209,

    /// <summary>Virtual performance counters can be switched off.</summary>
    KVM_CAP_PMU_CAPABILITY = 212,

    /// <summary>Returns which deviations from the architecture can be switched off.</summary>
    KVM_CAP_DISABLE_QUIRKS2 = 213,

    /// <summary><c>KVM_SET_TSC_KHZ</c> on a VM.</summary>
    KVM_CAP_VM_TSC_CONTROL = 214,

    /// <summary><see cref="kvm_run.system_event"/> has details.</summary>
    KVM_CAP_SYSTEM_EVENT_DATA = 215,

    /// <summary>A pending triple fault is part of <see cref="kvm_vcpu_events"/>.</summary>
    KVM_CAP_X86_TRIPLE_FAULT_EVENT = 218,

    /// <summary>A guest without event window can be noticed. <c>args[0]</c>: flags and, in the upper half, the window.</summary>
    KVM_CAP_X86_NOTIFY_VMEXIT = 219,

    /// <summary>The large-page mitigation can be switched off for a VM.</summary>
    KVM_CAP_VM_DISABLE_NX_HUGE_PAGES = 220,

    /// <summary>Dirty rings whose entries are read with acquire and written with release.</summary>
    KVM_CAP_DIRTY_LOG_RING_ACQ_REL = 223,
}
