namespace KvmSdk.Runtime.Tests.Support;

/// <summary>How long a test waits before it calls something hung. Never what a test measures.</summary>
internal static class Patience
{
    public static TimeSpan Limit { get; } = TimeSpan.FromMinutes(2);

    /// <summary>Waits for something that another thread brings about; fails when the machine ends first.</summary>
    public static async Task UntilAsync(RunningMachine machine, Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            if (machine.Completion.IsCompleted && !condition())
            {
                Assert.Fail($"the machine ended first: {(await machine.Completion).Description}");
            }

            // What is waited for is guest memory or a counter, which raise no event.
            await Task.Delay(1, limit.Token);
        }
    }
}
