using KvmSdk.EndToEnd.Tests.Lab;
using Xunit.Abstractions;

namespace KvmSdk.EndToEnd.Tests.Directories;

/// <summary>Debian's own kernel and its virtiofs on directories of a host where the monitor runs as nobody: read, written, walked, and not left.</summary>
[Collection("Lab")]
public sealed class DirectoryTests(DirectoryLab lab, ITestOutputHelper output) : IClassFixture<DirectoryLab>
{
    [LabFact]
    public async Task Both_are_mounted_by_their_tags_and_no_other() =>
        Assert.Equal(["mounted", "no such tag"], (await lab.ReportAsync())["mount"]);

    /// <summary>A bit each: indirect descriptors, event indexes, version 1. Of FUSE's own the transport tells nothing.</summary>
    [LabFact]
    public async Task The_driver_takes_what_each_device_offers()
    {
        string[] features = (await lab.ReportAsync())["features"];
        Assert.Equal(2, features.Length);
        Assert.All(features, static bits => Assert.Equal([28, 29, 32], Enumerable.Range(0, bits.Length).Where(bit => bits[bit] == '1')));
    }

    [LabFact]
    public async Task A_tree_has_the_same_checksum_on_both_sides_whether_read_copied_or_unpacked()
    {
        LabReport report = await lab.ReportAsync();
        string sum = report.Only("host-tree");
        Assert.Equal(sum, report.Only("tree"));
        Assert.Equal([sum, sum], report["copies"]);
        Assert.Equal([sum, sum], report["host-copies"]);
    }

    [LabFact]
    public async Task A_read_only_directory_refuses_every_change_and_stays_as_it_was()
    {
        LabReport report = await lab.ReportAsync();
        Assert.Equal(["7", "kept"], report["read-only"]);
        Assert.Equal(report.Only("host-tree"), report.Only("leftover"));

        // The device was asked, six times for a change and once for an opening, and said no.
        Assert.Equal((0, 6), (report.Count("source-writes"), report.Count("source-changes")));
        Assert.True(report.Count("source-errors") >= 7, "less was refused than was asked for");
    }

    [LabFact]
    public async Task Five_thousand_files_are_made_listed_once_each_and_removed()
    {
        LabReport report = await lab.ReportAsync();
        // printf 'a-file-with-number-%d' of 1 to 5000, sorted, as ./NAME lines.
        string[] names = [.. Enumerable.Range(1, 5000).Select(i => $"./a-file-with-number-{i}").Order(StringComparer.Ordinal)];
        byte[] bytes = System.Text.Encoding.ASCII.GetBytes(string.Join('\n', names) + "\n");
#pragma warning disable CA5351 // A checksum that busybox has, of what nobody forges.
        string sum = Convert.ToHexStringLower(System.Security.Cryptography.MD5.HashData(bytes));
#pragma warning restore CA5351
        Assert.Equal(["5000", sum + "  -", "2500"], report["many"]);
        Assert.Equal("2500", report.Only("host-many"));
    }

    [LabFact]
    public async Task Names_links_modes_and_owners_are_what_they_should_be()
    {
        LabReport report = await lab.ReportAsync();
        Assert.Equal(
            [
                "one", "2 0 0 644", "640", "one", "two", "one", "not empty", "b", "held", "not mine to give", "no device", "through", "777",
            ],
            report["changes"]);
        Assert.Equal(["nobody 640", "nobody 777", "one", "/etc/passwd", report.Only("host-map")], report["host-changes"]);
    }

    [LabFact]
    public async Task Mappings_holes_copies_exchanges_and_files_without_names_work() =>
        Assert.Equal(["ok", "ok"], (await lab.ReportAsync())["programs"]);

    [LabFact]
    public async Task A_planted_link_leads_to_the_guests_own_file() =>
        Assert.Equal(["the guest itself", "the guest itself", "the guest itself"], (await lab.ReportAsync())["escape"]);

    [LabFact]
    public async Task Git_makes_a_repository_that_it_finds_whole() =>
        Assert.Contains(string.Join(' ', (await lab.ReportAsync())["git"]), new[] { "2 0 0", "no git on this host" });

    [LabFact]
    public async Task Nothing_is_allocated_from_the_first_entry_to_the_last_file()
    {
        LabReport report = await lab.ReportAsync();
        output.WriteLine(string.Join('\n', report["end"]));
        Assert.Equal((0, 0), (report.Count("allocated"), report.Count("collections")));
        Assert.Equal(("True", 0), (report.Meter("mounted"), report.Count("refusals")));
        Assert.True(report.Count("timed") > 20_000, "fewer requests than the guest's work takes");
    }

    [LabFact]
    public async Task The_kernel_complains_of_nothing_and_mounts_again()
    {
        string[] complaints = ["WARNING: CPU:", "BUG:", "Call Trace", "Oops", "nobody cared", "hung task"];
        LabReport report = await lab.ReportAsync();
        Assert.DoesNotContain(report["log"], line => complaints.Any(complaint => line.Contains(complaint, StringComparison.OrdinalIgnoreCase)));
        Assert.Matches("^[1-9][0-9]*$", report["log"][^1]);
        Assert.Equal(("PowerOff", "0"), (report.Meter("outcome"), report.Only("exit")));
    }

    [LabTheory]
    [InlineData("missing", "/shares/none: no such directory; make it (mkdir -p /shares/none), or check the path; a relative one starts at the working directory")]
    [InlineData("file", "/shares/file: it is no directory; name a directory; a file goes into one to be shared")]
    [InlineData("closed", "/shares/closed: permission denied; share a directory that your user may read and enter (ls -ld shows whose it is)")]
    public async Task A_start_that_fails_says_why_and_what_to_do(string what, string sentence) =>
        Assert.Equal([sentence, "1"], (await lab.ReportAsync())[what]);
}
