namespace KvmSdk.DeviceMonitor.Lives;

/// <summary>
/// <c>lives COUNT DISK DIRECTORY</c>: starts and stops so many machines one after the other, each heard and paused in between, and prints what the process holds before and
/// after: <c>held DESCRIPTORS MAPPINGS THREADS MEBIBYTES BYTES</c>, twice; then <c>new TARGET</c> for what descriptors lead to that did not before.
/// </summary>
internal static class LivesVerb
{
    // The runtime fills pools and caches of its own meanwhile, and compiles what is called often a second time.
    private const int WarmUp = 150;

    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(1);

    /// <summary>Runs the verb.</summary>
    public static int Run(string[] arguments)
    {
        int count = int.Parse(arguments[0], null);
        LivesMachine definition = new() { Disk = DiskImage.Raw(arguments[1]), Files = HostDirectory.At(arguments[2]) };
        for (int round = 0; round < WarmUp; round++)
        {
            LiveAsync(definition).GetAwaiter().GetResult();
        }

        // Looking loads assemblies of its own, which stay open: once for nothing.
        _ = Holding.Take().ToString();
        Holding before = Holding.Take();
        for (int round = 0; round < count; round++)
        {
            LiveAsync(definition).GetAwaiter().GetResult();
        }

        Holding after = Holding.Take();
        Console.WriteLine(before);
        Console.WriteLine(after);
        foreach (string target in after.Targets.Except(before.Targets))
        {
            Console.WriteLine($"new {target}");
        }

        return 0;
    }

    private static async Task LiveAsync(LivesMachine definition)
    {
        await using LivesMachine.Machine machine = await definition.StartAsync();
        byte[] heard = new byte[1];
        await machine.Console.Output.ReadExactlyAsync(heard).AsTask().WaitAsync(_limit);
        await machine.PauseAsync().WaitAsync(_limit);
        await machine.ResumeAsync().WaitAsync(_limit);
        await machine.StopAsync().WaitAsync(_limit);
        if (heard[0] != '!')
        {
            throw new InvalidOperationException($"the guest said {heard[0]}");
        }
    }
}
