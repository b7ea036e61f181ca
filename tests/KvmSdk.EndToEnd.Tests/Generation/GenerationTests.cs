using KvmSdk.EndToEnd.Tests.Lab;

namespace KvmSdk.EndToEnd.Tests.Generation;

/// <summary>Debian's generic kernel and its vmgenid: it finds the ID, and seeds its random numbers anew when there is another.</summary>
[Collection("Lab")]
public sealed class GenerationTests(GenerationLab lab) : IClassFixture<GenerationLab>
{
    [LabFact]
    public async Task The_kernel_finds_the_ID_in_its_memory()
    {
        LabReport report = await lab.ReportAsync();
        Assert.Equal("vmgenid", report.Only("driver"));
        Assert.Equal([report.Meter("first"), "0"], report["before"]);
        Assert.NotEqual(new string('0', 32), report.Meter("first"));
    }

    [LabFact]
    public async Task A_new_ID_makes_it_seed_its_random_numbers_anew_once()
    {
        LabReport report = await lab.ReportAsync();
        Assert.Equal([report.Meter("second"), "1"], report["after"]);
        Assert.NotEqual(report.Meter("first"), report.Meter("second"));
        Assert.Equal(("1", "PowerOff", "0"), (report.Meter("changes"), report.Meter("outcome"), report.Only("exit")));
    }

    [LabFact]
    public async Task The_kernel_complains_of_nothing()
    {
        string[] complaints = ["WARNING: CPU:", "BUG:", "Call Trace", "Oops", "nobody cared", "ACPI Error", "ACPI BIOS", "acpi-ged"];
        LabReport report = await lab.ReportAsync();
        Assert.NotEmpty(report["log"]);
        Assert.DoesNotContain(report["log"], line => complaints.Any(complaint => line.Contains(complaint, StringComparison.OrdinalIgnoreCase)));
    }
}
