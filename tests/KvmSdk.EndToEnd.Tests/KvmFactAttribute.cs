namespace KvmSdk.EndToEnd.Tests;

/// <summary>A test that needs a <c>/dev/kvm</c> it may open; elsewhere it is skipped with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class KvmFactAttribute : FactAttribute
{
    public KvmFactAttribute() => Skip = Reason;

    /// <summary>Why there is none; null if there is.</summary>
    public static string? Reason { get; } = Find();

    private static string? Find()
    {
        try
        {
            using FileStream kvm = new("/dev/kvm", FileMode.Open, FileAccess.ReadWrite);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"needs /dev/kvm: {e.Message}";
        }
    }
}

/// <summary>As <see cref="KvmFactAttribute"/>, with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class KvmTheoryAttribute : TheoryAttribute
{
    public KvmTheoryAttribute() => Skip = KvmFactAttribute.Reason;
}
