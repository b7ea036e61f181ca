// Why: a machine that starts half way and then fails in an ioctl tells its user nothing. What is needed is one table, asked
// before anything is made.

using KvmSdk.Interop;

namespace KvmSdk.Kernel;

/// <summary>A capability that every machine needs.</summary>
/// <param name="Capability">Its number.</param>
/// <param name="Reason">What the machine does with it, to stand after "needed to".</param>
/// <param name="Since">The first Linux version that has it.</param>
internal readonly record struct KvmRequirement(KvmCap Capability, string Reason, string Since);

/// <summary>What a machine needs of KVM.</summary>
internal static class KvmRequirements
{
    /// <summary>Every requirement, in the order in which a machine comes to use them.</summary>
    public static ReadOnlySpan<KvmRequirement> All => _all;

    private static readonly KvmRequirement[] _all =
    [
        new(KvmCap.KVM_CAP_USER_MEMORY, "give the guest RAM out of this process", "2.6.25"),
        new(KvmCap.KVM_CAP_SET_TSS_ADDR, "run real mode on older Intel processors", "2.6.25"),
        new(KvmCap.KVM_CAP_SET_IDENTITY_MAP_ADDR, "keep real mode's page tables out of RAM", "2.6.32"),
        new(KvmCap.KVM_CAP_EXT_CPUID, "describe the processor to the guest", "2.6.26"),
        new(KvmCap.KVM_CAP_IRQCHIP, "deliver interrupts inside the kernel", "2.6.20"),
        new(KvmCap.KVM_CAP_PIT2, "give the guest its timer", "2.6.31"),
        new(KvmCap.KVM_CAP_MP_STATE, "start processors one by one", "2.6.26"),
        new(KvmCap.KVM_CAP_IRQFD, "raise interrupts by a descriptor", "2.6.32"),
        new(KvmCap.KVM_CAP_IOEVENTFD, "hear the guest's doorbells without leaving the kernel", "2.6.32"),
        new(KvmCap.KVM_CAP_IMMEDIATE_EXIT, "stop and pause a running guest", "4.13"),
    ];
}
