namespace KvmSdk.Interop;

// Reasons of other architectures are listed too, so that an error message can name whatever number comes; a kernel later than 6.8 may
// return numbers above these.

/// <summary>Why <c>KVM_RUN</c> returned: <see cref="kvm_run.exit_reason"/> (<c>linux/kvm.h</c>).</summary>
public enum KvmExitReason : uint
{
    /// <summary>The processor left the guest for a reason KVM does not know: <see cref="kvm_run.hw"/>.</summary>
    KVM_EXIT_UNKNOWN = 0,

    /// <summary>An exception KVM does not handle: <see cref="kvm_run.ex"/>. Not used by current x86 back ends.</summary>
    KVM_EXIT_EXCEPTION = 1,

    /// <summary>Port access: <see cref="kvm_run.io"/>. Completed by the next <c>KVM_RUN</c>.</summary>
    KVM_EXIT_IO = 2,

    /// <summary>Hypercall passed on by <see cref="KvmCap.KVM_CAP_EXIT_HYPERCALL"/>: <see cref="kvm_run.hypercall"/>.</summary>
    KVM_EXIT_HYPERCALL = 3,

    /// <summary>Guest debugging event: <see cref="kvm_run.debug"/>.</summary>
    KVM_EXIT_DEBUG = 4,

    /// <summary>HLT, without an in-kernel interrupt controller.</summary>
    KVM_EXIT_HLT = 5,

    /// <summary>Access to an address without a memory slot, or a write to a read-only one: <see cref="kvm_run.mmio"/>.</summary>
    KVM_EXIT_MMIO = 6,

    /// <summary>The guest can take an interrupt now, as <see cref="kvm_run.request_interrupt_window"/> asked.</summary>
    KVM_EXIT_IRQ_WINDOW_OPEN = 7,

    /// <summary>Triple fault: the processor shut down. The vCPU's registers are undefined.</summary>
    KVM_EXIT_SHUTDOWN = 8,

    /// <summary>The processor refused to enter the guest: <see cref="kvm_run.fail_entry"/>.</summary>
    KVM_EXIT_FAIL_ENTRY = 9,

    /// <summary>A signal is pending; <c>KVM_RUN</c> returned -1 with EINTR.</summary>
    KVM_EXIT_INTR = 10,

    /// <summary>CR8 written, without an in-kernel local APIC.</summary>
    KVM_EXIT_SET_TPR = 11,

    /// <summary>Task priority register accessed, with reporting enabled: <see cref="kvm_run.tpr_access"/>.</summary>
    KVM_EXIT_TPR_ACCESS = 12,

    /// <summary>s390: instruction interception.</summary>
    KVM_EXIT_S390_SIEIC = 13,

    /// <summary>s390: reset.</summary>
    KVM_EXIT_S390_RESET = 14,

    /// <summary>PowerPC, obsolete: device control register.</summary>
    KVM_EXIT_DCR = 15,

    /// <summary>Non-maskable interrupt of the host taken in the guest.</summary>
    KVM_EXIT_NMI = 16,

    /// <summary>KVM gave up: <see cref="kvm_run.@internal"/>, or <see cref="kvm_run.emulation_failure"/> for that suberror.</summary>
    KVM_EXIT_INTERNAL_ERROR = 17,

    /// <summary>PowerPC: open firmware call.</summary>
    KVM_EXIT_OSI = 18,

    /// <summary>PowerPC: hypervisor call.</summary>
    KVM_EXIT_PAPR_HCALL = 19,

    /// <summary>s390: user-controlled virtual machine.</summary>
    KVM_EXIT_S390_UCONTROL = 20,

    /// <summary>PowerPC: watchdog.</summary>
    KVM_EXIT_WATCHDOG = 21,

    /// <summary>s390: TEST SUBCHANNEL.</summary>
    KVM_EXIT_S390_TSCH = 22,

    /// <summary>PowerPC: external proxy register.</summary>
    KVM_EXIT_EPR = 23,

    /// <summary>Shutdown, reset or crash announced by the guest through KVM: <see cref="kvm_run.system_event"/>.</summary>
    KVM_EXIT_SYSTEM_EVENT = 24,

    /// <summary>s390: STORE SYSTEM INFORMATION.</summary>
    KVM_EXIT_S390_STSI = 25,

    /// <summary>End of interrupt for a user-space IOAPIC: <see cref="kvm_run.eoi"/>.</summary>
    KVM_EXIT_IOAPIC_EOI = 26,

    /// <summary>Hyper-V enlightenment needs user space: <see cref="kvm_run.hyperv"/>.</summary>
    KVM_EXIT_HYPERV = 27,

    /// <summary>arm64: data abort without syndrome.</summary>
    KVM_EXIT_ARM_NISV = 28,

    /// <summary>RDMSR passed on by <see cref="KvmCap.KVM_CAP_X86_USER_SPACE_MSR"/>: <see cref="kvm_run.msr"/>.</summary>
    KVM_EXIT_X86_RDMSR = 29,

    /// <summary>WRMSR passed on by <see cref="KvmCap.KVM_CAP_X86_USER_SPACE_MSR"/>: <see cref="kvm_run.msr"/>.</summary>
    KVM_EXIT_X86_WRMSR = 30,

    /// <summary>The vCPU's dirty ring is full; collect it and call <c>KVM_RESET_DIRTY_RINGS</c>.</summary>
    KVM_EXIT_DIRTY_RING_FULL = 31,

    /// <summary>SEV-ES: an application processor waits for its start.</summary>
    KVM_EXIT_AP_RESET_HOLD = 32,

    /// <summary>The guest took a bus lock, with detection enabled.</summary>
    KVM_EXIT_X86_BUS_LOCK = 33,

    /// <summary>Xen hypercall: <see cref="kvm_run.xen"/>.</summary>
    KVM_EXIT_XEN = 34,

    /// <summary>RISC-V: supervisor binary interface call.</summary>
    KVM_EXIT_RISCV_SBI = 35,

    /// <summary>RISC-V: control and status register.</summary>
    KVM_EXIT_RISCV_CSR = 36,

    /// <summary>No event window for too long: <see cref="kvm_run.notify"/>.</summary>
    KVM_EXIT_NOTIFY = 37,

    /// <summary>LoongArch: IOCSR access. Since Linux 6.7.</summary>
    KVM_EXIT_LOONGARCH_IOCSR = 38,

    /// <summary>The guest touched memory KVM cannot map: <see cref="kvm_run.memory_fault"/>. Since Linux 6.8.</summary>
    KVM_EXIT_MEMORY_FAULT = 39,
}
