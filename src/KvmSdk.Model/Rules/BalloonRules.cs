namespace KvmSdk.Model.Rules;

/// <summary>Family 04: memory that the guest gives back.</summary>
public static class BalloonRules
{
    /// <summary>There is no more to give than there is.</summary>
    public static Rule LargerThanMemory { get; } = new("KVM0480", "Balloon larger than memory",
        "Balloon '{0}' of {1} MiB is larger than the machine's {2} MiB of RAM; use at most {2} MiB, less what the guest itself needs");

    /// <summary>The host takes reserved huge pages back whole or not at all, and keeps them for the next who asks for such.</summary>
    public static Rule OnReservedPages { get; } = new("KVM0481", "Balloon on reserved huge pages",
        "Balloon '{0}' can give nothing back of RAM on reserved 2 MiB pages; use HugePages.Transparent (--huge-pages transparent), or leave the balloon out");

    /// <summary>Each would be told another size of one and the same memory.</summary>
    public static Rule TwoBalloons { get; } = new("KVM0482", "Two balloons in one machine",
        "Property '{0}' is a second balloon beside '{1}', and there is one memory; keep one");
}
