using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Xunit.Abstractions;

namespace KvmSdk.EndToEnd.Tests.Linux;

/// <summary>Debian's kernels, unmodified, on a declared machine: by every entry, with one and several CPUs, with little and much memory.</summary>
[Collection("Lab")]
public sealed class LinuxTests(LinuxLab lab, ITestOutputHelper output) : IClassFixture<LinuxLab>
{
    /// <summary>Shows the figures of every machine too.</summary>
    [LinuxFact]
    public async Task Every_kernel_boots_by_every_entry_and_switches_its_machine_off()
    {
        foreach (GuestReport report in await lab.ReportsAsync())
        {
            output.WriteLine($"{report.Machine.Name}: {Meter(report)} seconds {string.Join(' ', report["time"])}");
            Assert.True(report.Only("exit") == "0", report.Failure("its exit code is not 0").Message);
            Assert.Equal("PowerOff", report.Meter("outcome"));
            Assert.EndsWith($"-{report.Machine.Flavour}", report.Only("release"), StringComparison.Ordinal);
        }
    }

    [LinuxFact]
    public async Task All_CPUs_are_there_and_run_programs()
    {
        foreach (GuestReport report in await lab.ReportsAsync())
        {
            int cpus = report.Machine.Cpus;
            string[] numbers = [.. Enumerable.Range(0, cpus).Select(Text)];
            Assert.Equal(Text(cpus), report.Only("nproc"));
            Assert.Equal(Text(cpus), report.Only("cpuinfo"));
            Assert.Equal(cpus == 1 ? "0" : $"0-{cpus - 1}", report.Only("online"));
            Assert.Equal(numbers, report["ran-on"]);
        }
    }

    /// <summary>Socket, core, and the CPUs that are threads of it.</summary>
    [LinuxFact]
    public async Task The_CPUs_are_arranged_as_declared_two_threads_a_core()
    {
        foreach (GuestReport report in await lab.ReportsAsync())
        {
            Assert.Equal(report.Machine.Cpus == 1 ? ["0 0 0"] : ["0 0 0-1", "0 0 0-1", "0 1 2-3", "0 1 2-3"], report["topology"]);
        }
    }

    [LinuxFact]
    public async Task All_memory_is_there_and_that_above_4_GiB_is_used()
    {
        foreach (GuestReport report in await lab.ReportsAsync())
        {
            // What the kernel keeps for itself before it counts: its own image and one 64th of memory for the descriptions of pages.
            long kibibytes = long.Parse(report.Only("memory"), CultureInfo.InvariantCulture);
            long whole = report.Machine.MemoryMiB * 1024L;
            Assert.InRange(kibibytes, whole - (whole / 32) - (64 << 10), whole);

            bool isSplit = report.Machine.MemoryMiB > 3072;
            string[] expected = isSplit
                ? ["00001000-0009fbff : System RAM", "00100000-09ffffff : System RAM", "0a003000-bfffffff : System RAM", "100000000-23fffffff : System RAM"]
                : ["00001000-0009fbff : System RAM", "00100000-09ffffff : System RAM", "0a003000-0fffffff : System RAM"];
            Assert.Equal(expected, report["ram"]);
            string[] pages = report.Only("high-memory").Split(' ');
            Assert.Equal(isSplit, int.Parse(pages[0], CultureInfo.InvariantCulture) > 0);
        }
    }

    [LinuxFact]
    public async Task The_kernel_complains_of_nothing()
    {
        string[] complaints =
        [
            "ACPI Error", "ACPI BIOS Error", "ACPI Exception", "ACPI Warning", "ACPI: Unable", "WARNING: CPU:", "BUG:", "Call Trace", "cut here", "Oops",
            "MTRRs disabled", "soft lockup", "hung task", "rcu_sched", "rcu_preempt detected", "I/O error", "nobody cared", "Unhandled",
        ];
        foreach (GuestReport report in await lab.ReportsAsync())
        {
            Assert.NotEmpty(report["log"]);
            Assert.DoesNotContain(report["log"], line => complaints.Any(complaint => line.Contains(complaint, StringComparison.OrdinalIgnoreCase)));
        }
    }

    /// <summary>What is measured against another clock costs every boot tens of milliseconds, and is wrong on a busy host.</summary>
    [LinuxFact]
    public async Task The_kernel_is_told_the_speed_of_its_clocks_and_measures_none()
    {
        foreach (GuestReport report in await lab.ReportsAsync())
        {
            string log = string.Join('\n', report["log"]);
            Assert.Equal("kvm-clock", report.Only("clocksource"));
            Assert.Contains("kvm-clock: Using msrs", log, StringComparison.Ordinal);
            Assert.Contains("Calibrating delay loop (skipped) preset value", log, StringComparison.Ordinal);
            Assert.Contains("TSC deadline timer available", log, StringComparison.Ordinal);
            Assert.DoesNotContain("calibration", log, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("calibrating APIC timer", log, StringComparison.Ordinal);
        }
    }

    [LinuxFact]
    public async Task Disks_have_their_serial_numbers_and_the_guest_draws_random_numbers_from_the_host()
    {
        foreach (GuestReport report in await lab.ReportsAsync())
        {
            Assert.Equal(["Data", "KvmSdk fixed 00-2026"], report["serials"]);
            string[] random = report["hwrng"];
            Assert.True(random.Length == 4, report.Failure("the section hwrng is incomplete").Message);
            Assert.Equal("virtio_rng.0", random[0]);
            Assert.Equal("4096", random[1]);
            Assert.Equal(64, random[2].Length);
            Assert.NotEqual(random[2], random[3]);
        }
    }

    [LinuxFact]
    public async Task A_read_only_disk_can_be_read_and_not_written()
    {
        foreach (GuestReport report in await lab.ReportsAsync())
        {
            Assert.Equal(["0", "1", "Do not overwrite"], report["read-only"]);
            Assert.Equal("unchanged", report.Only("fixed"));
        }
    }

    /// <summary>ext4 in the guest, e2fsprogs on the image afterwards.</summary>
    [LinuxFact]
    public async Task A_file_system_that_a_guest_made_and_wrote_is_whole_and_what_it_trimmed_is_given_back()
    {
        string numbers = string.Concat(Enumerable.Range(1, 200_000).Select(number => $"{Text(number)}\n"));
        string sum = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(numbers))) + "  -";
        GuestReport[] reports = [.. (await lab.ReportsAsync()).Where(report => report.Machine.Work == "disk")];
        Assert.NotEmpty(reports);
        foreach (GuestReport report in reports)
        {
            Assert.Equal([sum, "status 0"], report["disk"]);
            Assert.True(report["check"][^1] == "status 0", report.Failure("e2fsck found fault").Message);
            Assert.Equal(sum, report.Only("content"));
            Assert.True(report.Count("flushes") > 0, report.Failure("nothing was flushed").Message);
            Assert.Equal(0, report.Count("errors"));

            // In sectors: less than the 16 MiB file took that is deleted, more than the one took that is left.
            Assert.InRange(long.Parse(report.Only("allocated"), CultureInfo.InvariantCulture), numbers.Length / 512, (12 << 20) / 512);
        }
    }

    [LinuxFact]
    public async Task Nothing_is_allocated_while_Linux_boots_and_reads_its_disk_a_hundred_thousand_times()
    {
        IReadOnlyList<GuestReport> reports = await lab.ReportsAsync();
        GuestReport reads = Assert.Single(reports, report => report.Machine.Work == "read");
        Assert.Empty(reads["read"]);

        // The kernel's own look for partitions comes before.
        Assert.InRange(reads.Count("reads"), 100_000, 100_100);
        Assert.InRange(reads.Count("bytes-read"), 100_000 * 4096L, 100_100 * 4096L);
        foreach (GuestReport report in reports)
        {
            Assert.True(report.Count("allocated") == 0 && report.Count("collections") == 0, report.Failure("something was allocated").Message);
        }
    }

    private static string Meter(GuestReport report) => report["end"].FirstOrDefault() ?? "no figures";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
