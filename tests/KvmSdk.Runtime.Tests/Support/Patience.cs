namespace KvmSdk.Runtime.Tests.Support;

/// <summary>How long a test waits before it calls something hung. Never what a test measures.</summary>
internal static class Patience
{
    public static TimeSpan Limit { get; } = TimeSpan.FromMinutes(2);
}
