using KvmSdk.DeviceMonitor.Metering;

namespace KvmSdk.DeviceMonitor.Qcow2;

/// <summary><c>qcow2 KERNEL INITRD DISK</c>: boots Linux with a disk, written as an option is, and measures until the guest says that its work is done.</summary>
internal static class Qcow2Verb
{
    public static int Run(string[] args)
    {
        var definition = new Qcow2Machine
        {
            Kernel = GuestImage.FromFile(args[0]),
            Initrd = GuestImage.FromFile(args[1]),
            Disk = DiskImage.Parse(args[2], null),
        };
        Qcow2Machine.Machine machine = definition.StartAsync().GetAwaiter().GetResult();
        Meter meter = Meter.Start(machine, machine.Signal);
        meter.WaitForLine(1);
        meter.Stop();
        DiskCounters disk = machine.Disk.Counters;
        meter.Answer();
        return meter.Finish(() =>
            $"size={machine.Disk.Size} reads={disk.Reads} bytes-read={disk.BytesRead} writes={disk.Writes} bytes-written={disk.BytesWritten} flushes={disk.Flushes} errors={disk.Errors}");
    }
}
