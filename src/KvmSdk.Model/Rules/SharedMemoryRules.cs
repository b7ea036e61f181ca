namespace KvmSdk.Model.Rules;

/// <summary>Family 06, from KVM0650 on: RAM that host and guest share.</summary>
public static class SharedMemoryRules
{
    /// <summary>Guest and host agree on the address; the guest maps it by whole pages.</summary>
    public static Rule BadAddress { get; } = new("KVM0650", "Shared memory without a page's address",
        "Shared memory '{0}' {1}; {2}");

    /// <summary>It is a part of RAM, so that the guest reaches it without an exit.</summary>
    public static Rule OutsideRam { get; } = new("KVM0651", "Shared memory outside RAM",
        "Shared memory '{0}' at {1} {2}; {3}");

    /// <summary>Something else is loaded there.</summary>
    public static Rule OverBootMemory { get; } = new("KVM0652", "Shared memory over what the machine starts from",
        "Shared memory '{0}' at {1} lies {2}; {3}");

    /// <summary>Two types would lie over each other.</summary>
    public static Rule Overlap { get; } = new("KVM0653", "Shared memories overlap",
        "Shared memory '{0}' at {1} overlaps shared memory '{2}' at {3}; {4}");

    /// <summary>The guest sees bytes: every one must have a place that is known, and mean the same without the host's objects.</summary>
    public static Rule BadType { get; } = new("KVM0654", "Type has no layout that a guest can share",
        "Type '{0}' of shared memory '{1}' {2}; {3}");

    /// <summary>The memory must hold the type.</summary>
    public static Rule BadSize { get; } = new("KVM0655", "Shared memory of a wrong size",
        "Size {0} of shared memory '{1}' {2}; use {3}, or leave Size out");
}
