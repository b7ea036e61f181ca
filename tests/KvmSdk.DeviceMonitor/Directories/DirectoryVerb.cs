using KvmSdk.DeviceMonitor.Metering;

namespace KvmSdk.DeviceMonitor.Directories;

/// <summary><c>directory KERNEL INITRD [DIRECTORY]</c>: boots Linux with two shared directories, and measures until the guest says that its work is done.</summary>
internal static class DirectoryVerb
{
    public static int Run(string[] args)
    {
        var definition = new DirectoryMachine { Kernel = GuestImage.FromFile(args[0]), Initrd = GuestImage.FromFile(args[1]) };
        if (args is [_, _, var directory])
        {
            definition = definition with { Source = HostDirectory.Parse(directory, null) };
        }

        DirectoryMachine.Machine machine = definition.StartAsync().GetAwaiter().GetResult();
        Meter meter = Meter.Start(machine, machine.Signal);
        meter.WaitForLine(1);
        meter.Stop();
        bool wereMounted = machine.Source.IsMounted && machine.Output.IsMounted;
        meter.Answer();
        return meter.Finish(() =>
        {
            DirectoryCounters source = machine.Source.Counters;
            DirectoryCounters output = machine.Output.Counters;
            return $"mounted={wereMounted} lookups={output.Lookups} opens={output.Opens} reads={source.Reads + output.Reads} writes={output.Writes} listings={output.Listings} changes={output.Changes} bytes-read={source.BytesRead} bytes-written={output.BytesWritten} source-writes={source.Writes} source-changes={source.Changes} source-errors={source.Errors} errors={output.Errors} refusals={output.Refusals} timed={machine.Output.Latency.Count}";
        });
    }
}
