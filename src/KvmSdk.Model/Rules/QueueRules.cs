namespace KvmSdk.Model.Rules;

/// <summary>Family 04: the queues of virtio devices.</summary>
public static class QueueRules
{
    /// <summary>Split virtqueues have a power of two of descriptors (virtio 1.2, section 2.7), and every device its bounds.</summary>
    public static Rule SizeUnusable { get; } = new("KVM0430", "Queue size unusable",
        "QueueSize {0} of '{1}' is not a power of two from {2} to {3}; use {4}, or leave QueueSize out");

    /// <summary>A guest uses at most a queue a CPU; the others would only occupy memory.</summary>
    public static Rule CountOutOfRange { get; } = new("KVM0431", "Number of queues out of range",
        "Queues {0} of '{1}' is outside 1 to {2}, {3}; use {4}");
}
