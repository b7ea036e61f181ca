namespace KvmSdk.Testing;

/// <summary>Whether tests that need KVM can run here.</summary>
public static class KvmHost
{
    /// <summary>The environment variable that, set to 1, skips tests that need KVM.</summary>
    public const string SkipVariable = "KVMSDK_SKIP_KVM";

    /// <summary>Why no machine can be started on this host, with the remedy, in one sentence; null if machines can be started.</summary>
    public static string? WhyNot { get; } = Find();

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable(SkipVariable) == "1")
        {
            return $"{SkipVariable} is set";
        }

        var verdict = HostVerdict.OfKvm();
        return verdict.CanRun ? null : $"needs KVM: {verdict.Finding}; {verdict.Remedy}";
    }
}
