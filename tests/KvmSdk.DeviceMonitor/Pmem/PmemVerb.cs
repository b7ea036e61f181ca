using KvmSdk.DeviceMonitor.Metering;

namespace KvmSdk.DeviceMonitor.Pmem;

/// <summary>
/// <c>pmem KERNEL INITRD STORE TOOLS PARAMETER</c>: boots Linux with two files as its memory, given as options give disks, and one more parameter on its command line,
/// by which its script knows what to do. Measures from the guest's first line to its second; a machine that fails says why.
/// </summary>
internal static class PmemVerb
{
    public static int Run(string[] args)
    {
        var definition = new PmemMachine
        {
            Kernel = GuestImage.FromFile(args[0]),
            Initrd = GuestImage.FromFile(args[1]),
            Store = DiskImage.Parse(args[2], null),
            Tools = DiskImage.Parse(args[3], null),
        };
        PmemMachine.Machine machine = definition.StartAsync(new StartOptions { AppendCommandLine = args[4] }).GetAwaiter().GetResult();
        Meter meter = Meter.Start(machine, machine.Signal);
        meter.WaitForLine(1);
        meter.Answer();

        // The program's own first answer to a guest allocates.
        meter.Begin();
        meter.WaitForLine(2);
        meter.Stop();
        meter.Answer();
        MachineOutcome outcome = machine.Completion.GetAwaiter().GetResult();
        if (outcome.IsFailure)
        {
            Console.Error.WriteLine(outcome.Description);
        }

        return meter.Finish(() =>
        {
            PmemCounters store = machine.Store.Counters;
            PmemCounters tools = machine.Tools.Counters;
            return $"size={machine.Store.Size} tools-size={machine.Tools.Size} flushes={store.Flushes} host-flushes={store.HostFlushes} timed={machine.Store.FlushLatency.Count} errors={store.Errors} dropped={tools.WritesDropped} store-dropped={store.WritesDropped}";
        });
    }
}
