namespace KvmSdk.Model.Rules;

/// <summary>Family 03: interrupt lines.</summary>
public static class InterruptRules
{
    /// <summary>The line does not exist on the I/O APIC, or the platform uses it.</summary>
    public static Rule IrqUnavailable { get; } = new("KVM0301", "Interrupt line out of range or reserved",
        "IRQ {0} of {1} {2}; choose a free line, or leave Irq out");

    /// <summary>Lines are edge-triggered, so two devices cannot share one.</summary>
    public static Rule IrqClaimedTwice { get; } = new("KVM0302", "Interrupt line claimed twice",
        "IRQ {0} of {1} is already used by {2}; {3}");

    /// <summary>More devices need an interrupt than the I/O APIC has free inputs.</summary>
    public static Rule IrqsExhausted { get; } = new("KVM0303", "Interrupt lines exhausted",
        "No interrupt line is left for {0}: all {1} assignable lines are in use; declare fewer devices");
}
