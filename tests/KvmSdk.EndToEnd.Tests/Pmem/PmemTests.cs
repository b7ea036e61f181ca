using KvmSdk.EndToEnd.Tests.Lab;
using KvmSdk.EndToEnd.Tests.Linux;
using Xunit.Abstractions;

namespace KvmSdk.EndToEnd.Tests.Pmem;

/// <summary>Debian's own kernel and its virtio_pmem on files: a file system mounted with DAX, written, flushed, judged by e2fsck; and what a host can do to it.</summary>
[Collection("Lab")]
public sealed class PmemTests(PmemLab lab, ITestOutputHelper output) : IClassFixture<PmemLab>
{
    /// <summary>Sizes in sectors of 512 bytes: 40 MiB, and 6 MiB and a bit up to 8 MiB.</summary>
    [PmemFact]
    public async Task The_guest_finds_memory_of_the_files_sizes_where_the_layout_has_it()
    {
        LabReport report = await lab.ReportAsync();
        Assert.Equal(["pmem0 81920 1 write back 512", "pmem1 16384 1 write back 512"], report["devices"]);
        Assert.Equal((40L << 20, 8L << 20), (report.Count("size"), report.Count("tools-size")));
        Assert.Contains(report["iomem"], static line => line.StartsWith("4000000000-40027fffff", StringComparison.Ordinal));
        Assert.Contains(report["iomem"], static line => line.StartsWith("4040000000-40407fffff", StringComparison.Ordinal));
    }

    /// <summary>The device has no features of its own.</summary>
    [PmemFact]
    public async Task The_driver_takes_version_1_indirect_descriptors_and_event_indices() =>
        Assert.All((await lab.ReportAsync())["features"], static bits => Assert.Equal([28, 29, 32], Enumerable.Range(0, bits.Length).Where(bit => bits[bit] == '1')));

    [PmemFact]
    public async Task A_file_system_mounted_with_DAX_is_written_flushed_and_found_whole_in_the_file()
    {
        LabReport report = await lab.ReportAsync();
        Assert.Equal(("1", "status 0"), (report["work"][0], report["work"][^1]));
        Assert.Equal("status 0", report.Only("work-fsck"));
        Assert.Equal(report["work"][1..3], report["work-content"]);
        Assert.Equal((0, 0), (report.Count("errors"), report.Count("store-dropped")));
        Assert.Equal(("PowerOff", "0"), (report.Meter("outcome"), report.Only("exit")));
    }

    [PmemFact]
    public async Task Each_fsync_is_a_flush_and_a_hundred_of_them_allocate_nothing()
    {
        LabReport report = await lab.ReportAsync();
        output.WriteLine(report["end"][0]);
        Assert.Equal("100", report.Only("flushes"));
        Assert.True(report.Count("flushes") >= 100, "fewer flushes than the guest made");
        Assert.InRange(report.Count("host-flushes"), 1, report.Count("flushes"));
        Assert.Equal(report.Count("host-flushes"), report.Count("timed"));
        Assert.Equal((0, 0), (report.Count("allocated"), report.Count("collections")));
    }

    [PmemFact]
    public async Task What_is_read_only_is_read_to_its_end_and_stays_as_it_is_whatever_the_guest_writes()
    {
        LabReport report = await lab.ReportAsync();
        string sum = report["tools"][0];
        Assert.Equal([sum, "status 0", "the end", "0"], report["read-only"]);
        Assert.Equal(["written", sum], report["dropped"]);
        Assert.Equal("unchanged", report["tools"][1]);
        Assert.True(report.Count("dropped") > 0, "no write was dropped");
        Assert.Equal(
            ["persistent memory 'Tools': the guest wrote to /files/tools, which is read-only, and nothing was changed; mount it read-only in the guest (mount -o ro); further writes are only counted"],
            report["warnings"]);
    }

    [PmemFact]
    public async Task What_the_guest_has_synced_survives_a_monitor_that_is_killed()
    {
        LabReport report = await lab.ReportAsync();
        Assert.Equal(2, report["kill-sums"].Length);
        Assert.Equal(report["kill-sums"], report["kill-content"]);
        Assert.Equal("status 0", report.Only("kill-fsck"));
        Assert.Contains(report.Only("kill-journal"), (string[])["status 0", "status 1"]);
    }

    [PmemTheory]
    [InlineData("odd", "/files/odd: its 3145728 bytes are no memory that a guest could write to, which has 2 MiB or a multiple; make it longer: 'truncate -s %2M /files/odd'; or attach it read-only (raw:PATH,ro)")]
    [InlineData("large", "KVM0497: File '/files/large' of 'Store' has 69206016 bytes, more than the 64 MiB set aside for it; declare MaxMiB = 66")]
    [InlineData("full", "/small/store: ENOSPC (No space left on device); make room on its file system: all 8 MiB of the file are reserved at start, since a guest's processor cannot be told later that there is no room")]
    [InlineData("holes", "/old/store: it has holes, for which its file system cannot reserve room (EOPNOTSUPP); fill them, with 'cp --sparse=never', since a guest's processor cannot be told later that there is no room; or use another file system")]
    [InlineData("qcow2", "KVM0490: Persistent memory 'Store' is a qcow2 image, and only a raw one can be mapped; convert it with 'qemu-img convert -O raw', or declare a [Block]")]
    [InlineData("options", "KVM0491: Persistent memory 'Store' cannot have 'cache' and 'serial', as a disk has; leave it out, or declare a [Block]")]
    [InlineData("locked", "/files/store: it is locked by another process; stop the other machine, or attach it read-only to both (raw:PATH,ro)")]
    public async Task What_cannot_be_a_guests_memory_is_refused_at_start(string section, string sentence) => Assert.Equal([sentence, "1"], (await lab.ReportAsync())[section]);

    [PmemFact]
    public async Task The_kernel_complains_of_nothing()
    {
        string[] complaints = ["WARNING: CPU:", "BUG:", "Call Trace", "Oops", "nobody cared", "hung task", "virtio_pmem: probe", "misaligned", "I/O error"];
        LabReport report = await lab.ReportAsync();
        Assert.NotEmpty(report["log"]);
        Assert.DoesNotContain(report["log"], line => complaints.Any(complaint => line.Contains(complaint, StringComparison.OrdinalIgnoreCase)));
    }
}

/// <summary>A test in the lab that needs the tools of ext2 to ext4 there.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PmemFactAttribute : LabFactAttribute
{
    /// <summary>Why these tests cannot run here, or null.</summary>
    public static string? Reason => new LabFactAttribute().Skip
        ?? (LinuxLab.Find("mke2fs") is null || LinuxLab.FileSystemCheck is null || LinuxLab.FileSystemReader is null ? "needs mke2fs, e2fsck and debugfs: apt-get install e2fsprogs" : null);

    public PmemFactAttribute() => Skip = Reason;
}

/// <summary>As <see cref="PmemFactAttribute"/>, with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PmemTheoryAttribute : TheoryAttribute
{
    public PmemTheoryAttribute() => Skip = PmemFactAttribute.Reason;
}
