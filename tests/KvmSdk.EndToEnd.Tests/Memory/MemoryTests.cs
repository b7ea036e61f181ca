using System.Globalization;
using KvmSdk.EndToEnd.Tests.Lab;
using Xunit.Abstractions;

namespace KvmSdk.EndToEnd.Tests.Memory;

/// <summary>Debian's own kernel and its virtio_balloon: memory that is reported as free, put into the balloon, taken out, and taken back by a guest in need.</summary>
[Collection("Lab")]
public sealed class MemoryTests(MemoryLab lab, ITestOutputHelper output) : IClassFixture<MemoryLab>
{
    private const long MiB = 1 << 20;
    private const long Size = 64 * MiB;

    /// <summary>A bit each: statistics, deflation by need, poisoning (which Debian's kernel does not do), reporting. The driver wants no indirect descriptors, for which it would need memory.</summary>
    [LabFact]
    public async Task The_driver_takes_what_the_balloon_offers()
    {
        string bits = (await lab.ReportAsync()).Only("features");
        Assert.All([1, 2, 5, 29, 32], bit => Assert.True(bits[bit] == '1', $"feature {bit} is not in {bits}"));
        Assert.All([0, 3, 4, 28], bit => Assert.True(bits[bit] == '0', $"feature {bit} is in {bits}"));
    }

    [LabFact]
    public async Task What_the_guest_frees_leaves_the_host_without_anybody_asking()
    {
        LabReport report = await lab.ReportAsync();
        output.WriteLine(report["end"][0]);
        Assert.True(report.Count("filled") > 64 * MiB, "the guest used less than it was to");
        Assert.InRange(report.Count("freed"), 1, report.Count("filled") - (40 * MiB));
        Assert.True(report.Count("reported") >= 80 * MiB, "less was reported than was freed twice");
    }

    [LabFact]
    public async Task What_is_in_the_balloon_is_missing_from_the_guest_and_from_the_host()
    {
        LabReport report = await lab.ReportAsync();

        // Not in the total: Linux counts in it what it may take back by itself. Little else happens meanwhile.
        long[] free = [.. report["free"].Select(line => long.Parse(line, CultureInfo.InvariantCulture) << 10)];
        output.WriteLine(string.Join(' ', free));
        Assert.InRange(free[0] - free[1], Size - (8 * MiB), Size + (8 * MiB));
        Assert.InRange(free[2] - free[1], Size - (8 * MiB), Size + (8 * MiB));
        Assert.Equal(Size, report.Count("last-step"));
        Assert.True(report.Count("steps") > 5, "the way to the size was not told of");
        Assert.True(report.Count("inflated") >= 2 * Size, "the host took less than the guest gave");

        // The kernel writes zeros to every page that it puts there, so the host had them all for a moment.
        Assert.InRange(report.Count("ballooned"), 1, report.Count("freed") + (16 * MiB));

        // Neighbours went to the host together.
        Assert.True(report.Count("calls") < report.Count("inflated") / 4096, "each page was a call of its own");
        Assert.Equal((0, 0), (report.Count("refused"), report.Count("host-errors")));
    }

    [LabFact]
    public async Task The_guest_tells_of_its_memory()
    {
        LabReport report = await lab.ReportAsync();
        Assert.Equal(long.Parse(report.Only("total"), CultureInfo.InvariantCulture) << 10, report.Count("total"));
        Assert.InRange(report.Count("free-before") - report.Count("free-inflated"), Size - (8 * MiB), Size + (8 * MiB));
        Assert.True(report.Count("caches") > 0 && report.Count("faults") > 0, "caches and faults are told of by every kernel since 5.7");
    }

    [LabFact]
    public async Task A_guest_in_need_takes_memory_back_and_ends_no_program()
    {
        LabReport report = await lab.ReportAsync();
        Assert.Equal("100663296", report.Only("short-of-memory"));
        Assert.InRange(report.Count("left"), 0, Size - MiB);
        Assert.DoesNotContain(report["log"], static line => line.Contains("Killed process", StringComparison.Ordinal));
    }

    [LabFact]
    public async Task Random_numbers_come_no_faster_than_the_limit_allows()
    {
        LabReport report = await lab.ReportAsync();
        Assert.Equal("32768", report["random"][0]);

        // 32 KiB at 8 KiB a second, less what may pass at once and the second that a whole number of seconds may hide.
        Assert.InRange(int.Parse(report["random"][1], CultureInfo.InvariantCulture), 2, 300);
        Assert.True(report.Count("random") >= 32768 && report.Count("random-waits") > 0, "nothing waited");
    }

    [LabFact]
    public async Task A_Multiboot_kernel_runs_on_hardware_as_it_does_where_it_is_emulated() => Assert.Equal(
        ["loader=KvmSdk", "command line=lab", "upper KiB=15360", "available KiB=15999", "module=a file", "bytes=20", "Hello from the lab.", "0"],
        (await lab.ReportAsync())["multiboot"]);

    [LabFact]
    public async Task Nothing_is_allocated_until_memory_has_come_and_gone()
    {
        LabReport report = await lab.ReportAsync();
        Assert.Equal((0, 0), (report.Count("allocated"), report.Count("collections")));
        Assert.Equal(("PowerOff", "0"), (report.Meter("outcome"), report.Only("exit")));
    }

    [LabFact]
    public async Task The_kernel_complains_of_nothing()
    {
        string[] complaints = ["WARNING: CPU:", "BUG:", "Call Trace", "Oops", "nobody cared", "hung task", "virtio_balloon: probe", "Out of puff"];
        LabReport report = await lab.ReportAsync();
        Assert.NotEmpty(report["log"]);
        Assert.DoesNotContain(report["log"], line => complaints.Any(complaint => line.Contains(complaint, StringComparison.OrdinalIgnoreCase)));
    }
}
