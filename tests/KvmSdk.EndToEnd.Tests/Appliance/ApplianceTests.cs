using System.Globalization;
using System.Security.Cryptography;
using KvmSdk.EndToEnd.Tests.Lab;

namespace KvmSdk.EndToEnd.Tests.Appliance;

/// <summary>One native file with kernel, initial RAM disk and disk inside.</summary>
[Collection("Lab")]
public sealed class ApplianceTests(ApplianceLab lab) : IClassFixture<ApplianceLab>
{
    // Debian's cloud kernel has some 40 MiB of text and data in its file. Most of what it touches it also patches, and has a copy of then; two guests share at least this of the rest.
    private const int LeastMappedKiB = 32 * 1024;
    private const int LeastSharedKiB = 2 * 1024;

    [LabFact]
    public async Task It_boots_the_kernel_and_the_disk_that_are_inside_it()
    {
        LabReport report = await lab.ReportAsync();
        Assert.Contains("cloud-amd64", report.Only("kernel"), StringComparison.Ordinal);
        Assert.Equal(["Hello from the program.", "2048", "1"], report["disk"]);
        Assert.Equal($"{Convert.ToHexStringLower(SHA256.HashData(ApplianceLab.Disk.AsSpan(^512..)))}  -", report.Only("last-sector"));
        Assert.Equal(["0", "0"], report["exits"]);
        Assert.Equal("1", report.Only("second"));
    }

    /// <summary>Size, Rss and Pss in KiB of the program's pages that are a guest's, a line for each copy. Of a page that two have Pss counts half.</summary>
    [LabFact]
    public async Task The_guests_of_two_copies_share_the_pages_of_one_file()
    {
        LabReport report = await lab.ReportAsync();
        foreach (string line in report["pages"])
        {
            int[] kib = [.. line.Split(' ').Select(static number => int.Parse(number, CultureInfo.InvariantCulture))];
            Assert.True(kib[0] >= LeastMappedKiB && 2 * (kib[1] - kib[2]) >= LeastSharedKiB, line);
        }

        Assert.Equal("refused", report.Only("busy"));
    }

    [LabFact]
    public async Task It_is_one_file_besides_symbols_and_documentation()
    {
        _ = await lab.ReportAsync();
        Assert.DoesNotContain(
            Directory.GetFileSystemEntries(Path.GetDirectoryName(lab.Program)!).Select(Path.GetFileName),
            static name => name != "appliance" && Path.GetExtension(name) is not (".dbg" or ".pdb" or ".xml"));
    }
}
