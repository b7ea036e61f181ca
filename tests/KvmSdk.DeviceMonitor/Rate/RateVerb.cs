namespace KvmSdk.DeviceMonitor.Rate;

/// <summary><c>rate IMAGE COUNT PARALLEL</c>: makes so many machines, so many of them at a time, waits for the end of each and gives everything back; prints how many powered off.</summary>
internal static class RateVerb
{
    /// <summary>Runs the verb.</summary>
    public static int Run(string[] arguments)
    {
        RateMachine definition = new() { Program = GuestImage.FromBytes(File.ReadAllBytes(arguments[0])) };
        int left = int.Parse(arguments[1], null);
        int ended = 0;
        int parallel = int.Parse(arguments[2], null);

        // Making and giving back a machine waits in the kernel, each on a thread of the pool, which begins with as many as there are processors.
        ThreadPool.SetMinThreads(2 * parallel, parallel);
        Task[] lines = [.. Enumerable.Range(0, parallel).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                await using RateMachine.Machine machine = await definition.StartAsync();
                if (await machine.Completion is MachineOutcome.PowerOff)
                {
                    Interlocked.Increment(ref ended);
                }
            }
        }))];
        Task.WaitAll(lines);
        Console.WriteLine($"ended {ended}");
        return 0;
    }
}
