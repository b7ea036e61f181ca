namespace KvmSdk;

/// <summary>What one start of a machine asks to differ from its plan; checked by the same rules as the declaration.</summary>
public sealed record StartOptions
{
    /// <summary>The virtual CPUs, 1 to the declared maximum; null for the declared count.</summary>
    public int? Cpus { get; init; }

    /// <summary>RAM in MiB; null for the declared size.</summary>
    public int? MemoryMiB { get; init; }
}
