using KvmSdk.EndToEnd.Tests.Lab;
using Xunit.Abstractions;

namespace KvmSdk.EndToEnd.Tests.Block;

/// <summary>Debian's own kernel and its virtio_blk on a disk of each kind: through the page cache and past it, on a full file system, with a limit, growing.</summary>
[Collection("Lab")]
public sealed class BlockTests(BlockLab lab, ITestOutputHelper output) : IClassFixture<BlockLab>
{
    [LabFact]
    public async Task The_guest_finds_sizes_queues_sectors_and_caches_as_declared() => Assert.Equal(
        ["vda 65536 2 512 4096 4096 write back", "vdb 131072 1 512 4096 4096 write back", "vdc 65536 1 512 4096 4096 write back", "vdd 65536 1 4096 4096 4096 write back"],
        (await lab.ReportAsync())["disks"]);

    /// <summary>A bit each: segments, geometry, block size, flush, topology, cache mode, queues, discard, zeroing.</summary>
    [LabFact]
    public async Task The_driver_takes_every_feature()
    {
        string bits = (await lab.ReportAsync()).Only("features");
        Assert.All([2, 4, 6, 9, 10, 11, 12, 13, 14, 32], bit => Assert.True(bits[bit] == '1', $"feature {bit} is not in {bits}"));
        Assert.Equal('0', bits[5]);
    }

    [LabFact]
    public async Task Twenty_six_thousand_reads_allocate_nothing_through_the_page_cache_and_past_it()
    {
        LabReport report = await lab.ReportAsync();
        output.WriteLine(report["end"][0]);
        Assert.Equal(["8000+0 records in", "8000+0 records out", "8000+0 records in", "8000+0 records out", "10000+0 records in", "10000+0 records out"], report["reads"]);
        Assert.Equal((0, 0), (report.Count("allocated"), report.Count("collections")));
        Assert.True(report.Count("data-reads") >= 16_000, "fewer reads than the guest made");
        Assert.True(report.Count("direct-reads") >= 10_000, "fewer reads than the guest made");
        Assert.Equal(report.Count("direct-reads"), report.Count("timed"));
        Assert.True(report.Count("direct-median") > 0, "the median is 0");
    }

    [LabFact]
    public async Task By_io_uring_past_the_page_cache_arrives_what_was_sent()
    {
        LabReport report = await lab.ReportAsync();
        Assert.Equal("IoUring", report.Meter("engine"));
        Assert.Equal("equal", report.Only("direct"));
        Assert.Equal((0, 0), (report.Count("data-errors"), report.Count("direct-errors")));
    }

    [LabFact]
    public async Task A_full_file_system_is_an_error_for_the_guest_which_keeps_what_it_had_flushed_and_goes_on()
    {
        LabReport report = await lab.ReportAsync();
        Assert.Equal(["flushed", "refused", "kept"], report["full"]);
        Assert.True(report.Count("small-errors") > 0, "no error was counted");
        Assert.Equal(1, report.Count("told"));
    }

    [LabFact]
    public async Task A_limit_of_rate_holds()
    {
        LabReport report = await lab.ReportAsync();
        Assert.Equal(["60+0 records in", "60+0 records out", "slow"], report["limit"]);
        Assert.True(report.Count("waits") >= 57, "the limit was not met");
    }

    [LabFact]
    public async Task The_guest_may_choose_that_every_write_is_durable() =>
        Assert.Equal(["write through", "8+0 records in", "8+0 records out"], (await lab.ReportAsync())["through"]);

    [LabFact]
    public async Task A_disk_grows_while_the_guest_runs_and_is_written_to_its_new_end()
    {
        LabReport report = await lab.ReportAsync();
        Assert.Equal(["98304", "written"], report["resize"]);
        Assert.Equal(48 << 20, report.Count("size"));
        Assert.StartsWith($"{48 << 20} ", report.Only("allocated"), StringComparison.Ordinal);
    }

    /// <summary>4 MiB of 32 were discarded; the new 16 MiB are a hole but for their last 64 KiB. File systems need some blocks for themselves.</summary>
    [LabFact]
    public async Task What_the_guest_discards_the_host_has_back()
    {
        LabReport report = await lab.ReportAsync();
        Assert.Equal("discarded", report.Only("holes"));
        long blocks = long.Parse(report.Only("allocated").Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(blocks * 512, 28L << 20, (28L << 20) + (512 << 10));
    }

    [LabFact]
    public async Task Starts_that_cannot_be_say_why_and_leave_the_image_alone()
    {
        LabReport report = await lab.ReportAsync();
        Assert.Equal(["/disks/nothing: no such file or directory; check the path; a relative one starts at the working directory", "1"], report["absent"]);
        Assert.Equal(["/disks/odd: its 1000 bytes are not a disk; a raw image has one or more sectors of 512 bytes: use 'truncate -s %512'", "1", "untouched"], report["truncated"]);
        Assert.Equal(["/small/small: its file system does not let the page cache be bypassed (O_DIRECT: EINVAL); use cache=writeback", "1"], report["no-direct"]);
        Assert.Equal(
            ["/disks/data: it is locked by another process; stop the other machine, or attach it read-only to both (raw:PATH,ro)", "1"], report["locked"]);
    }

    [LabFact]
    public async Task The_machine_ends_well_and_the_kernel_complains_of_the_full_disk_only()
    {
        LabReport report = await lab.ReportAsync();
        Assert.Equal("0", report.Only("exit"));
        Assert.Equal("PowerOff", report.Meter("outcome"));
        Assert.DoesNotContain(report["log"], line => line.Contains("error", StringComparison.OrdinalIgnoreCase) && !line.Contains("vdc", StringComparison.Ordinal));
    }
}
