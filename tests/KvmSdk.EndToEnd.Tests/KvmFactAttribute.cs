namespace KvmSdk.EndToEnd.Tests;

/// <summary>A test that needs a <c>/dev/kvm</c> it may open; elsewhere it is skipped with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class KvmFactAttribute : FactAttribute
{
    public KvmFactAttribute()
    {
        try
        {
            using FileStream kvm = new("/dev/kvm", FileMode.Open, FileAccess.ReadWrite);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Skip = $"needs /dev/kvm: {e.Message}";
        }
    }
}
