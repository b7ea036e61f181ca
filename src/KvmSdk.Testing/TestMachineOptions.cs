namespace KvmSdk.Testing;

/// <summary>How a test starts a machine.</summary>
public sealed record TestMachineOptions
{
    /// <summary>How long each wait takes at most, unless the wait says otherwise; 60 seconds if nothing is said. It only guards against a hang: give it plenty.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>What the start asks to differ from the declaration.</summary>
    public StartOptions Start { get; init; } = new();
}
