using System.Globalization;
using HelloLinux;
using KvmSdk.EndToEnd.Tests.Lab;

namespace KvmSdk.EndToEnd.Tests;

/// <summary>The CMOS clock under the driver that every PC distribution has, on Debian's own kernel in the lab.</summary>
[Collection("Lab")]
public sealed class CmosClockTests : IDisposable
{
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(5);

    private readonly string _directory = Directory.CreateTempSubdirectory("cmos-clock-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [LabFact]
    public async Task Linux_finds_the_clock_reads_the_hosts_date_is_woken_by_the_alarm_and_sets_another_date()
    {
        const string command = """
            cd /sys/class/rtc/rtc0
            dmesg | grep -o 'rtc_cmos .* registered as rtc0'
            dmesg | grep -o 'alarms up to one day, .*'
            cat since_epoch
            hwclock -r -u -f /dev/rtc0
            echo +2 >wakealarm
            until awk '/rtc0/ { exit $2 > 0 ? 0 : 1 }' /proc/interrupts; do sleep 1; done
            cat wakealarm
            echo alarm
            date -u -s @4102444799 >/dev/null
            hwclock -w -u -f /dev/rtc0
            until [ "$(cat date)" = 2100-01-01 ]; do sleep 1; done
            cat since_epoch
            """;
        ProcessRun run = await RunAsync(command);

        Assert.True(run.ExitCode == 0, run.Transcript);
        string[] lines = run.Output.TrimEnd('\n').Split('\n');
        Assert.True(lines.Length == 8, run.Transcript);
        Assert.Matches(@"^rtc_cmos \S+: registered as rtc0$", lines[1]);
        Assert.Equal("alarms up to one day, y3k, 114 bytes nvram", lines[2]);

        // Between what the lab's date was before the machine and after it.
        long before = Number(lines[0]);
        long after = Number(lines[7]);
        Assert.InRange(Number(lines[3]), before, after);
        string clock = lines[4].Split("  ")[0];
        DateTimeOffset shown = DateTimeOffset.ParseExact(
            clock, "ddd MMM d HH:mm:ss yyyy", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowInnerWhite);
        Assert.InRange(shown.ToUnixTimeSeconds(), before, after);

        // The alarm is over, and the clock has gone on from the date it was set to, past the end of a century.
        Assert.Equal("alarm", lines[5]);
        Assert.InRange(Number(lines[6]), 4102444800, 4102444800 + (after - before));
    }

    private static long Number(string line) => long.Parse(line, CultureInfo.InvariantCulture);

    private async Task<ProcessRun> RunAsync(string command)
    {
        KernelFiles kernel = await new KernelCache(CacheDirectory.Root, KernelCache.Cloud, install: false).GetAsync();
        string initrd = Path.Combine(_directory, "initrd");
        using (FileStream file = File.Create(initrd))
        {
            Initramfs.Write(file, kernel, command, new TerminalSettings("", 0, 0, InputIsTerminal: false, OutputIsTerminal: false));
        }

        return await LabRun.Of(
            "CmosClock",
            [
                .. await DeviceMonitor.AdditionAsync(), "--add", $"{kernel.Kernel}=/vmlinuz", "--add", $"{initrd}=/initrd",
                "--", "sh", "-c", "date +%s && /devicemonitor clock --kernel /vmlinuz --initrd /initrd && date +%s",
            ],
            _limit);
    }
}
