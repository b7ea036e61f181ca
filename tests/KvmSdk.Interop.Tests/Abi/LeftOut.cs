using System.Text.RegularExpressions;

namespace KvmSdk.Interop.Tests.Abi;

/// <summary>What <c>linux/kvm.h</c> and <c>asm/kvm.h</c> have and the interop assembly has not: patterns of names, each with its reason.</summary>
internal static class LeftOut
{
    public static readonly (Regex Pattern, string Reason)[] Rules =
    [
        Rule("S390|^kvm_s390_|_s390_adapter$|^kvm_pv_cmd$|FLIC|MP_STATE_(STOPPED|CHECK_STOP|OPERATING|LOAD)$|VIRTIO_CCW", "s390"),
        Rule("_PPC_|PAPR|SPAPR|^kvm_ppc_|XICS|XIVE|MPIC|FSL|SW_TLB|DIRTY_TLB|ALLOCATE_RMA|^kvm_(config|dirty)_tlb$|^kvm_vfio_spapr_tce$", "PowerPC"),
        Rule("_ARM_|^kvm_arm_|MP_STATE_SUSPENDED$", "arm64"),
        Rule("MIPS|IA64", "MIPS, Itanium"),
        Rule("RISCV", "RISC-V"),
        Rule("ONE_REG$|^kvm_one_reg$|REG_LIST|^kvm_reg_list$|^KVM_REG_", "registers by number: not on x86 in Linux 6.1"),
        Rule("^KVM_TRC_|^KVM_TRACE_|^kvm_user_trace_setup$", "obsolete: tracing through KVM"),
        Rule("^KVM_(DE|DEV_)?ASSIGN_|^kvm_assigned_|^KVM_DEV_IRQ_|MAX_MSIX_PER_DEV", "obsolete: device assignment without VFIO"),
        Rule("^__KVM_DEPRECATED|^KVM_DEBUG_GUEST$|^kvm_debug_guest$|^kvm_breakpoint$", "obsolete: superseded by KVM_SET_GUEST_DEBUG"),
        Rule("MEMORY_ALIAS|SET_MEMORY_REGION$|^kvm_memory_(alias|region)$", "obsolete: superseded by KVM_SET_USER_MEMORY_REGION"),
        Rule("^KVM_SET_CPUID$|^kvm_cpuid(_entry)?$", "obsolete: superseded by KVM_SET_CPUID2"),
        Rule("^KVM_[GS]ET_PIT$|^KVM_CREATE_PIT$|^kvm_pit_state$", "obsolete: superseded by PIT2"),
        Rule("XEN_(HVM|VCPU|ATTR|EVTCHN)|^kvm_xen_(hvm|vcpu)_", "Xen guests: no caller; KVM_EXIT_XEN is there to be named"),
        Rule("HYPERV_(EVENTFD|CONN)|^kvm_hyperv_eventfd$", "Hyper-V messages: no caller; KVM_EXIT_HYPERV is there to be named"),
        Rule("MEMORY_ENCRYPT|^kvm_sev_|^kvm_enc_region$", "encrypted guests: no caller"),
        Rule("^kvm_(vmx|svm)_nested_state_data$", "opaque blocks behind kvm_nested_state"),
        Rule("_(TYPE|UNIT|BASE)_MAX$|_VALID_FLAG_MASK$|COALESCED_MMIO_MAX$", "last of a list, in header arithmetic only"),
        Rule("^__KVM_HAVE_|^__KVM_H$", "switches inside the header"),
    ];

    private static (Regex, string) Rule(string pattern, string reason) => (new Regex(pattern, RegexOptions.CultureInvariant), reason);
}
