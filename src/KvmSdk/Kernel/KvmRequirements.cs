// Why: a machine that starts half way and then fails in an ioctl tells its user nothing. What is needed is one table, asked
// before anything is made.

using System.Collections.Immutable;
using KvmSdk.Interop;
using KvmSdk.Model.Plan;

namespace KvmSdk.Kernel;

/// <summary>A capability that a machine needs.</summary>
/// <param name="Capability">Its number.</param>
/// <param name="Reason">What the machine does with it, to stand after "needed to".</param>
/// <param name="Since">The first Linux version that has it.</param>
internal readonly record struct KvmRequirement(KvmCap Capability, string Reason, string Since);

/// <summary>What a machine needs of KVM.</summary>
internal static class KvmRequirements
{
    /// <summary>What every machine needs, in the order in which it comes to use them.</summary>
    public static ImmutableArray<KvmRequirement> Always { get; } =
    [
        new(KvmCap.KVM_CAP_USER_MEMORY, "give the guest RAM out of this process", "2.6.25"),
        new(KvmCap.KVM_CAP_SET_TSS_ADDR, "run real mode on older Intel processors", "2.6.25"),
        new(KvmCap.KVM_CAP_SET_IDENTITY_MAP_ADDR, "keep real mode's page tables out of RAM", "2.6.32"),
        new(KvmCap.KVM_CAP_EXT_CPUID, "describe the processor to the guest", "2.6.26"),
        new(KvmCap.KVM_CAP_IRQCHIP, "deliver interrupts inside the kernel", "2.6.20"),
        new(KvmCap.KVM_CAP_MP_STATE, "start processors one by one", "2.6.26"),
        new(KvmCap.KVM_CAP_READONLY_MEM, "let the guest read device registers without an exit", "3.7"),
        new(KvmCap.KVM_CAP_IOEVENTFD_ANY_LENGTH, "hear the guest's doorbells without leaving the kernel", "4.4"),
        new(KvmCap.KVM_CAP_IMMEDIATE_EXIT, "stop and pause a running guest", "4.13"),
    ];

    /// <summary>What a machine with a PIT needs as well.</summary>
    public static KvmRequirement Pit { get; } = new(KvmCap.KVM_CAP_PIT2, "give the guest its PIT", "2.6.31");

    /// <summary>What this machine needs.</summary>
    public static ImmutableArray<KvmRequirement> Of(MachinePlan plan) => plan.HasPit ? [.. Always, Pit] : Always;
}
