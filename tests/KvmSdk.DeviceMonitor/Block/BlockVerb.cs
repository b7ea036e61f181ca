using KvmSdk.DeviceMonitor.Metering;

namespace KvmSdk.DeviceMonitor.Block;

/// <summary>
/// <c>block KERNEL INITRD DATA DIRECT SMALL SLOW</c>: boots Linux with four disks, given as options give them, and measures until the guest sends its first
/// line. At the second it makes the first disk half as large again.
/// </summary>
internal static class BlockVerb
{
    public static int Run(string[] args)
    {
        var definition = new BlockMachine
        {
            Kernel = GuestImage.FromFile(args[0]),
            Initrd = GuestImage.FromFile(args[1]),
            Data = DiskImage.Parse(args[2], null),
            Direct = DiskImage.Parse(args[3], null),
            Small = DiskImage.Parse(args[4], null),
            Slow = DiskImage.Parse(args[5], null),
        };
        BlockMachine.Machine machine = definition.StartAsync().GetAwaiter().GetResult();
        int failures = 0;
        machine.Small.Failed += (_, _) => failures++;
        Meter meter = Meter.Start(machine, machine.Signal);
        meter.WaitForLine(1);
        meter.Stop();
        meter.Answer();
        meter.WaitForLine(2);
        if (meter.IsRunning)
        {
            long size = (long)machine.Data.Size;
            machine.Data.ResizeAsync(size + (size / 2)).GetAwaiter().GetResult();
        }

        meter.Answer();
        return meter.Finish(() =>
        {
            DiskCounters data = machine.Data.Counters;
            DiskCounters direct = machine.Direct.Counters;
            return $"engine={machine.Direct.Engine} data-reads={data.Reads} data-bytes={data.BytesRead} data-errors={data.Errors} direct-reads={direct.Reads} direct-writes={direct.Writes} direct-errors={direct.Errors} direct-median={machine.Direct.ReadLatency.Percentile(50)} timed={machine.Direct.ReadLatency.Count} small-errors={machine.Small.Counters.Errors} told={failures} waits={machine.Slow.LimitWaits} size={machine.Data.Size}";
        });
    }
}
