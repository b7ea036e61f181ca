using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

// The kernel maps this structure at offset 0 of a vCPU's descriptor; KVM_RUN talks through it. Always used as kvm_run* over that mapping:
// a copy would neither reach the kernel nor hold the port data, which lie behind the structure. The members of the C union overlap here too;
// those of other architectures are left out.

/// <summary>Mailbox between a vCPU and user space, mapped from the vCPU's descriptor (<c>linux/kvm.h</c>).</summary>
[StructLayout(LayoutKind.Explicit, Size = 2352)]
public partial struct kvm_run
{
    /// <summary>In <see cref="flags"/>: the vCPU is in system management mode.</summary>
    public const ushort KVM_RUN_X86_SMM = 1 << 0;

    /// <summary>In <see cref="flags"/>: the guest took a bus lock.</summary>
    public const ushort KVM_RUN_X86_BUS_LOCK = 1 << 1;

    /// <summary>Bytes reserved for the synchronised registers.</summary>
    public const int SYNC_REGS_SIZE_BYTES = 2048;

    /// <summary>The page of the vCPU mapping that port data lie in (<see cref="io_struct.data_offset"/> says where).</summary>
    public const int KVM_PIO_PAGE_OFFSET = 1;

    /// <summary>In: not 0 asks for an exit as soon as the guest can take an interrupt.</summary>
    [FieldOffset(0)] public byte request_interrupt_window;

    /// <summary>In: not 0 makes <c>KVM_RUN</c> return at once with EINTR. KVM never clears it. Other
    /// threads write it while the vCPU runs: <c>Volatile.Write</c>.</summary>
    [FieldOffset(1)] public byte immediate_exit;

    /// <summary>Unused.</summary>
    [FieldOffset(2)] public InlineArray6<byte> padding1;

    /// <summary>Out: which member of the union is valid.</summary>
    [FieldOffset(8)] public KvmExitReason exit_reason;

    /// <summary>Out: not 0 if <c>KVM_INTERRUPT</c> would be taken now (user-space interrupt controller only).</summary>
    [FieldOffset(12)] public byte ready_for_interrupt_injection;

    /// <summary>Out: the guest's interrupt flag (user-space interrupt controller only).</summary>
    [FieldOffset(13)] public byte if_flag;

    /// <summary>Out: state of the vCPU, <see cref="KVM_RUN_X86_SMM"/> and <see cref="KVM_RUN_X86_BUS_LOCK"/>.</summary>
    [FieldOffset(14)] public ushort flags;

    /// <summary>In and out: task priority (user-space interrupt controller only).</summary>
    [FieldOffset(16)] public ulong cr8;

    /// <summary>In and out: base MSR of the local APIC (user-space interrupt controller only).</summary>
    [FieldOffset(24)] public ulong apic_base;

    /// <summary>For <see cref="KvmExitReason.KVM_EXIT_UNKNOWN"/>.</summary>
    [FieldOffset(32)] public hw_struct hw;

    /// <summary>For <see cref="KvmExitReason.KVM_EXIT_FAIL_ENTRY"/>.</summary>
    [FieldOffset(32)] public fail_entry_struct fail_entry;

    /// <summary>For <see cref="KvmExitReason.KVM_EXIT_EXCEPTION"/>.</summary>
    [FieldOffset(32)] public ex_struct ex;

    /// <summary>For <see cref="KvmExitReason.KVM_EXIT_IO"/>.</summary>
    [FieldOffset(32)] public io_struct io;

    /// <summary>For <see cref="KvmExitReason.KVM_EXIT_DEBUG"/>.</summary>
    [FieldOffset(32)] public debug_struct debug;

    /// <summary>For <see cref="KvmExitReason.KVM_EXIT_MMIO"/>.</summary>
    [FieldOffset(32)] public mmio_struct mmio;

    /// <summary>For <see cref="KvmExitReason.KVM_EXIT_HYPERCALL"/>.</summary>
    [FieldOffset(32)] public hypercall_struct hypercall;

    /// <summary>For <see cref="KvmExitReason.KVM_EXIT_TPR_ACCESS"/>.</summary>
    [FieldOffset(32)] public tpr_access_struct tpr_access;

    /// <summary>For <see cref="KvmExitReason.KVM_EXIT_INTERNAL_ERROR"/>.</summary>
    [FieldOffset(32)] public internal_struct @internal;

    /// <summary>For <see cref="KvmInternalError.KVM_INTERNAL_ERROR_EMULATION"/>.</summary>
    [FieldOffset(32)] public emulation_failure_struct emulation_failure;

    /// <summary>For <see cref="KvmExitReason.KVM_EXIT_SYSTEM_EVENT"/>.</summary>
    [FieldOffset(32)] public system_event_struct system_event;

    /// <summary>For <see cref="KvmExitReason.KVM_EXIT_IOAPIC_EOI"/>.</summary>
    [FieldOffset(32)] public eoi_struct eoi;

    /// <summary>For <see cref="KvmExitReason.KVM_EXIT_HYPERV"/>.</summary>
    [FieldOffset(32)] public kvm_hyperv_exit hyperv;

    /// <summary>For <see cref="KvmExitReason.KVM_EXIT_X86_RDMSR"/> and <see cref="KvmExitReason.KVM_EXIT_X86_WRMSR"/>.</summary>
    [FieldOffset(32)] public msr_struct msr;

    /// <summary>For <see cref="KvmExitReason.KVM_EXIT_XEN"/>.</summary>
    [FieldOffset(32)] public kvm_xen_exit xen;

    /// <summary>For <see cref="KvmExitReason.KVM_EXIT_NOTIFY"/>.</summary>
    [FieldOffset(32)] public notify_struct notify;

    /// <summary>For <see cref="KvmExitReason.KVM_EXIT_MEMORY_FAULT"/>.</summary>
    [FieldOffset(32)] public memory_fault_struct memory_fault;

    /// <summary>In: which registers KVM copies to <see cref="s"/> at every exit, bits <c>KVM_SYNC_X86_*</c>.</summary>
    [FieldOffset(288)] public ulong kvm_valid_regs;

    /// <summary>In: which registers in <see cref="s"/> were changed here; KVM takes them over at the next entry and clears the bits.</summary>
    [FieldOffset(296)] public ulong kvm_dirty_regs;

    /// <summary>Registers shared with KVM (<see cref="KvmCap.KVM_CAP_SYNC_REGS"/>).</summary>
    [FieldOffset(304)] public s_union s;

    /// <summary>The union that reserves <see cref="SYNC_REGS_SIZE_BYTES"/> bytes for the registers.</summary>
    [StructLayout(LayoutKind.Sequential, Size = SYNC_REGS_SIZE_BYTES)]
    public struct s_union
    {
        /// <summary>The registers.</summary>
        public kvm_sync_regs regs;
    }
}
