using System.Globalization;
using KvmSdk.DeviceMonitor.Metering;

namespace KvmSdk.DeviceMonitor.Memory;

/// <summary>
/// <c>memory KERNEL INITRD</c>: boots Linux, and measures until it has reported as free what it used before. Then memory is used and freed once more, with
/// a look at what this process occupies; then goes into the balloon, comes out, and is taken back by a guest that is short of it.
/// </summary>
internal static class MemoryVerb
{
    private const ulong Used = 40 << 20;
    private const long Size = 64 << 20;

    public static int Run(string[] args)
    {
        MemoryMachine.Machine machine = new MemoryMachine { Kernel = GuestImage.FromFile(args[0]), Initrd = GuestImage.FromFile(args[1]) }.StartAsync().GetAwaiter().GetResult();
        ulong expected = Used;
        Func<bool> isReported = () => machine.Balloon.Counters.BytesReported >= expected;
        Meter meter = Meter.Start(machine, machine.Signal);
        meter.WaitForLine(1);
        meter.WaitUntil(isReported);
        meter.Stop();
        meter.Answer();

        meter.WaitForLine(2);
        long filled = Resident();
        expected = machine.Balloon.Counters.BytesReported + Used;
        meter.Answer();
        meter.WaitForLine(3);
        meter.WaitUntil(isReported);
        Settle(meter, machine.Balloon);
        long freed = Resident();
        meter.Answer();

        meter.WaitForLine(4);
        GuestMemoryStatistics before = machine.Balloon.ReadStatisticsAsync().GetAwaiter().GetResult();
        Steps steps = new();
        machine.Balloon.SetTargetAsync(Size, steps).GetAwaiter().GetResult();
        long ballooned = Resident();
        GuestMemoryStatistics inflated = machine.Balloon.ReadStatisticsAsync().GetAwaiter().GetResult();
        meter.Answer();

        meter.WaitForLine(5);
        machine.Balloon.SetTargetAsync(0).GetAwaiter().GetResult();
        meter.Answer();

        meter.WaitForLine(6);
        machine.Balloon.SetTargetAsync(Size).GetAwaiter().GetResult();
        meter.Answer();

        meter.WaitForLine(7);
        long left = machine.Balloon.ActualBytes;
        meter.Answer();
        return meter.Finish(() =>
        {
            BalloonCounters balloon = machine.Balloon.Counters;
            EntropyCounters entropy = machine.Entropy.Counters;
            return $"filled={filled} freed={freed} ballooned={ballooned} total={before.TotalBytes} free-before={before.FreeBytes} free-inflated={inflated.FreeBytes} caches={before.CacheBytes} faults={before.MinorFaults} steps={steps.Count} last-step={steps.Last} left={left} inflated={balloon.BytesInflated} deflated={balloon.BytesDeflated} reported={balloon.BytesReported} calls={balloon.HostCalls} refused={balloon.Refused} host-errors={balloon.HostErrors} random={entropy.Bytes} random-waits={entropy.Waits}";
        });
    }

    // What is being reported is neither free nor given back. Linux reports every two seconds; when nothing comes for longer, all of it is done.
    private static void Settle(Meter meter, BalloonDevice balloon)
    {
        ulong before;
        do
        {
            before = balloon.Counters.BytesReported;
            Thread.Sleep(5000);
        }
        while (meter.IsRunning && balloon.Counters.BytesReported != before);
    }

    /// <summary>Bytes of this process in memory, the guest's RAM among them (<c>/proc/self/statm</c>, second field).</summary>
    private static long Resident() => long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize;

    /// <summary>Counts the sizes on the way, on whichever thread they come.</summary>
    private sealed class Steps : IProgress<BalloonProgress>
    {
        public int Count { get; private set; }

        public long Last { get; private set; }

        public void Report(BalloonProgress value)
        {
            Count++;
            Last = value.Bytes;
        }
    }
}
