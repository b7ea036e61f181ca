using System.Globalization;
using KvmSdk.DeviceMonitor.Metering;
using KvmSdk.Model.Spec;

namespace KvmSdk.DeviceMonitor.Linux;

/// <summary>
/// <c>linux KERNEL INITRD DATA FIXED CPUS MEMORY-MIB ENTRY</c>: boots Linux, and measures until the guest says that its work is done.
/// </summary>
internal static class LinuxVerb
{
    public static int Run(string[] args)
    {
        var definition = new MeteredLinux
        {
            Kernel = GuestImage.FromFile(args[0]),
            Initrd = GuestImage.FromFile(args[1]),
            Data = DiskImage.Raw(args[2]),
            Fixed = DiskImage.Raw(args[3], readOnly: true, serial: "KvmSdk fixed 00-2026"),
        };
        var options = new StartOptions
        {
            Cpus = int.Parse(args[4], CultureInfo.InvariantCulture),
            MemoryMiB = int.Parse(args[5], CultureInfo.InvariantCulture),
            KernelEntry = Enum.Parse<KernelEntry>(args[6]),
        };
        MeteredLinux.Machine machine = definition.StartAsync(options).GetAwaiter().GetResult();
        Meter meter = Meter.Start(machine, machine.Signal);
        meter.WaitForLine(1);
        meter.Stop();
        DiskCounters disk = machine.Data.Counters;
        meter.Answer();
        return meter.Finish(() =>
        {
            MachineCounters exits = machine.Counters;
            return $"reads={disk.Reads} bytes-read={disk.BytesRead} writes={disk.Writes} flushes={disk.Flushes} errors={disk.Errors} port-exits={exits.PortExits} memory-exits={exits.MemoryExits} interruptions={exits.Interruptions} unclaimed-ports={exits.UnclaimedPortAccesses} unclaimed-memory={exits.UnclaimedMemoryAccesses}";
        });
    }
}
