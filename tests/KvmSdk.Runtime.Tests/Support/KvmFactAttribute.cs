namespace KvmSdk.Runtime.Tests.Support;

/// <summary>A test that needs KVM: skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KvmFactAttribute : FactAttribute
{
    public KvmFactAttribute() => Skip = KvmAvailability.Reason;
}

/// <summary>As <see cref="KvmFactAttribute"/>, with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KvmTheoryAttribute : TheoryAttribute
{
    public KvmTheoryAttribute() => Skip = KvmAvailability.Reason;
}

internal static class KvmAvailability
{
    private const string Device = "/dev/kvm";

    /// <summary>Why tests that need KVM cannot run; null if they can.</summary>
    public static string? Reason { get; } = Find();

    private static string? Find()
    {
        try
        {
            using var _ = File.OpenHandle(Device, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"{Device} cannot be opened: {e.Message}";
        }
    }
}
