using KvmSdk.EndToEnd.Tests.Lab;
using KvmSdk.EndToEnd.Tests.Linux;
using Xunit.Abstractions;

namespace KvmSdk.EndToEnd.Tests.Qcow2;

/// <summary>Debian's own kernel and its virtio_blk on a qcow2 image with a backing file: a file system made, written, trimmed and read, then judged by QEMU's own tool.</summary>
[Collection("Lab")]
public sealed class Qcow2Tests(Qcow2Lab lab, ITestOutputHelper output) : IClassFixture<Qcow2Lab>
{
    [Qcow2Fact]
    public async Task The_guest_sees_the_disk_as_the_image_has_it()
    {
        LabReport report = await lab.ReportAsync();
        // 2 GiB a discard or zeroing: docs/devices.md.
        Assert.Equal($"{(256 << 20) / 512} QCOW-1 {2L << 30} {2L << 30}", report.Only("disk"));
        Assert.Equal(report["base"][0], report.Only("below"));
        Assert.Equal((256L << 20), report.Count("size"));
    }

    [Qcow2Fact]
    public async Task A_file_system_is_made_written_trimmed_and_read_and_its_check_finds_nothing()
    {
        LabReport report = await lab.ReportAsync();
        Assert.Equal("status 0", report["work"][^1]);
        Assert.Equal("status 0", report.Only("fsck"));
        Assert.Equal(report["work"][..2], report["content"]);
        Assert.Equal(0, report.Count("errors"));
        Assert.Equal("0", report.Only("exit"));
    }

    [Qcow2Fact]
    public async Task QEMU_finds_a_sound_image_and_the_backing_file_is_unchanged()
    {
        LabReport report = await lab.ReportAsync();
        Assert.Equal("status 0", report.Only("check"));
        Assert.Equal("unchanged", report["base"][1]);
    }

    /// <summary>80 MiB were written, of which 64 were given up again.</summary>
    [Qcow2Fact]
    public async Task What_the_guest_trims_the_host_has_back()
    {
        long kibibytes = long.Parse((await lab.ReportAsync()).Only("kibibytes"), System.Globalization.CultureInfo.InvariantCulture);
        output.WriteLine($"{kibibytes} KiB");
        Assert.InRange(kibibytes, 17 << 10, 40 << 10);
    }

    [Qcow2Fact]
    public async Task Nothing_is_allocated_while_the_guest_works()
    {
        LabReport report = await lab.ReportAsync();
        output.WriteLine(report["end"][0]);
        Assert.Equal((0, 0), (report.Count("allocated"), report.Count("collections")));
        Assert.True(report.Count("writes") > 100 && report.Count("reads") > 100 && report.Count("flushes") > 2);
    }

    [Qcow2Fact]
    public async Task The_kernel_complains_of_nothing()
    {
        string[] complaints = ["WARNING: CPU:", "BUG:", "Call Trace", "Oops", "I/O error", "EXT4-fs error", "nobody cared", "hung task"];
        LabReport report = await lab.ReportAsync();
        Assert.NotEmpty(report["log"]);
        Assert.DoesNotContain(report["log"], line => complaints.Any(complaint => line.Contains(complaint, StringComparison.OrdinalIgnoreCase)));
    }

    [Qcow2Theory]
    [InlineData("undeclared", "/disk.qcow2: it has the backing file 'base.img', which is not declared; if that is right, declare it, as in DiskImage.Qcow2(path, backing: DiskImage.Raw(base)) or qcow2:PATH,backing=raw:BASE")]
    [InlineData("no-image", "/base.img: it is no qcow2 image: it does not begin with 'QFI'; name the format that it has, as in DiskImage.Raw or raw:PATH")]
    public async Task A_start_that_fails_says_why_and_what_to_do(string what, string sentence) =>
        Assert.Equal([sentence, "1"], (await lab.ReportAsync())[what]);
}

/// <summary>A test that looks at what <see cref="Qcow2Lab"/> ran; skipped with the reason where the lab, or one of the tools that go into it, is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class Qcow2FactAttribute : LabFactAttribute
{
    public Qcow2FactAttribute() => Skip ??= new LinuxFactAttribute().Skip ?? (Qcow2Lab.Tool is null ? "needs qemu-img: apt-get install qemu-utils" : null);
}

/// <summary>As <see cref="Qcow2FactAttribute"/>, with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class Qcow2TheoryAttribute : TheoryAttribute
{
    public Qcow2TheoryAttribute() => Skip = new Qcow2FactAttribute().Skip;
}
