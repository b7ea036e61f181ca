namespace KvmSdk.CommandLine;

/// <summary>Breaks the silence of a start that takes long for a reason that the user asked for.</summary>
internal static class SlowStart
{
    /// <summary>How long a program may be silent.</summary>
    public static TimeSpan Silence { get; } = TimeSpan.FromSeconds(1);

    /// <summary>Waits for <paramref name="start"/>, and says why it takes so long if <paramref name="silence"/> ends first.</summary>
    public static async Task<T> WatchAsync<T>(Task<T> start, Task silence, Action say)
    {
        if (await Task.WhenAny(start, silence).ConfigureAwait(false) != start)
        {
            say();
        }

        return await start.ConfigureAwait(false);
    }
}
