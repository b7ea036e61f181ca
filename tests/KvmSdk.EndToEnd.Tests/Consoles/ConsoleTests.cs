using KvmSdk.EndToEnd.Tests.Lab;
using Xunit.Abstractions;

namespace KvmSdk.EndToEnd.Tests.Consoles;

/// <summary>Debian's own kernel with its virtio_console and pvpanic: floods, named ports, a size that changes, a boot mark, and a panic.</summary>
[Collection("Lab")]
public sealed class ConsoleTests(ConsoleLab lab, ITestOutputHelper output) : IClassFixture<ConsoleLab>
{
    private const int Flood = 262_144;

    [LabFact]
    public async Task The_driver_takes_a_consoles_size_and_the_ports_of_the_other_device()
    {
        LabReport report = await lab.ReportAsync();
        string[] features = report["devices"];
        Assert.Equal(3, features.Length);
        Assert.Equal(["10", "10", "01"], features.Select(bits => bits[..2]).OrderDescending());
        Assert.All(features, bits => Assert.Equal(('1', '1', '1'), (bits[28], bits[29], bits[32])));
        Assert.Equal(["org.kvmsdk.echo.0", "org.kvmsdk.log"], report["ports"]);
    }

    [LabFact]
    public async Task Output_arrives_byte_for_byte_on_a_console_and_on_a_port()
    {
        LabReport report = await lab.ReportAsync();
        Assert.Equal(report.Only("flood"), report.Only("hvc"));
        Assert.Equal(report.Only("flood"), report.Only("port"));
        Assert.Equal(Flood, report.Count("log-bytes"));
    }

    [LabFact]
    public async Task A_console_takes_far_fewer_exits_than_a_serial_port()
    {
        LabReport report = await lab.ReportAsync();
        output.WriteLine(report["end"][^1]);
        double hvc = (double)Flood / report.Count("hvc-exits");
        double port = (double)Flood / report.Count("log-exits");
        double uart = report.Count("uart-bytes") / (double)report.Count("uart-exits");
        output.WriteLine($"bytes an exit: console {hvc:0.0}, port {port:0.0}, UART {uart:0.00}");
        Assert.True(uart < 1, $"a UART sends {uart} bytes an exit");
        Assert.True(hvc > 50 * uart, $"a console sends {hvc} bytes an exit, and a UART {uart}");
        Assert.True(port > 50 * uart, $"a port sends {port} bytes an exit, and a UART {uart}");
    }

    [LabFact]
    public async Task Nothing_is_allocated_while_consoles_and_ports_are_flooded()
    {
        LabReport report = await lab.ReportAsync();
        Assert.Equal((0, 0), (report.Count("allocated"), report.Count("collections")));
    }

    [LabFact]
    public async Task A_port_carries_a_mebibyte_there_and_back_and_its_end_is_seen()
    {
        LabReport report = await lab.ReportAsync();
        Assert.Equal(("True", "True", "ended"), (report.Meter("echoed"), report.Meter("was-open"), report.Only("echo")));
        Assert.Equal(1 << 20, report.Count("echo-received"));
    }

    [LabFact]
    public async Task A_console_is_typed_at() => Assert.Equal("True", (await lab.ReportAsync()).Meter("typed"));

    [LabFact]
    public async Task A_new_size_of_the_console_reaches_the_guests_terminal()
    {
        LabReport report = await lab.ReportAsync();
        Assert.Equal(("unset", "50 132"), (report.Only("size"), report.Only("resize")));
    }

    [LabFact]
    public async Task A_script_marks_that_it_is_up()
    {
        LabReport report = await lab.ReportAsync();
        double sinceStart = double.Parse(report.Meter("stage-start"), System.Globalization.CultureInfo.InvariantCulture);
        double sinceEntry = double.Parse(report.Meter("stage-entry"), System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(0 < sinceEntry && sinceEntry < sinceStart, $"{sinceEntry} and {sinceStart}");
        Assert.Equal(2, report.Count("marks"));
    }

    [LabFact]
    public async Task The_kernel_prints_on_the_virtio_console_its_panic_included()
    {
        Assert.Equal("2", (await lab.ReportAsync()).Only("hvc-kernel"));
    }

    [LabFact]
    public async Task A_panic_ends_the_machine_as_one()
    {
        LabReport report = await lab.ReportAsync();
        Assert.Equal(("GuestPanicked", "1", "110"), (report.Meter("outcome"), report.Meter("panics"), report.Only("exit")));
    }

    [LabFact]
    public async Task Until_then_the_kernel_complains_of_nothing()
    {
        string[] complaints = ["WARNING: CPU:", "BUG:", "Call Trace", "Oops", "virtio_console: probe", "pvpanic: probe", "nobody cared", "hung task", "ACPI Error", "ACPI BIOS"];
        LabReport report = await lab.ReportAsync();
        Assert.NotEmpty(report["log"]);
        Assert.DoesNotContain(report["log"], line => complaints.Any(complaint => line.Contains(complaint, StringComparison.OrdinalIgnoreCase)));
    }
}
