using KvmSdk.EndToEnd.Tests.Lab;
using Xunit.Abstractions;

namespace KvmSdk.EndToEnd.Tests.Passt;

/// <summary>Debian's kernel on a network without root: DHCP, both directions, the end of passt and of its machine, and starts that fail.</summary>
[Collection("Lab")]
public sealed class PasstTests(PasstLab lab, ITestOutputHelper output) : IClassFixture<PasstLab>
{
    [PasstFact]
    public async Task The_guest_gets_the_hosts_address_and_gateway_by_DHCP() =>
        Assert.Equal(["192.0.2.2 192.0.2.1"], (await lab.ReportAsync())["lease"]);

    [PasstFact]
    public async Task The_guest_reaches_a_server_on_the_hosts_loopback_interface()
    {
        LabReport report = await lab.ReportAsync();
        Assert.Equal(report.Only("host-file"), report.Only("downloaded"));
    }

    [PasstFact]
    public async Task The_host_reaches_a_server_of_the_guest_by_the_forwarded_port()
    {
        LabReport report = await lab.ReportAsync();
        Assert.Equal(["Hello from the guest"], report["host-page"]);
        Assert.Equal(report.Only("uploaded"), report.Only("host-received"));
        Assert.NotEqual(report.Only("downloaded"), report.Only("uploaded"));
    }

    [PasstFact]
    public async Task Nothing_is_allocated_and_nothing_lost_over_sixteen_mebibytes_each_way()
    {
        LabReport report = await lab.ReportAsync();
        output.WriteLine(string.Join('\n', report["end"]));
        Assert.Equal((0, 0), (report.Count("allocated"), report.Count("collections")));
        Assert.Equal((0, 0, 0), (report.Count("receive-drops"), report.Count("send-drops"), report.Count("send-errors")));
        Assert.True(report.Count("bytes-received") > 16 << 20 && report.Count("bytes-sent") > 16 << 20, report.Meter("bytes-sent"));
    }

    [PasstFact]
    public async Task When_passt_ends_the_guests_link_goes_down_and_the_user_is_told()
    {
        LabReport report = await lab.ReportAsync();
        Assert.Equal(["down"], report["passt-killed"]);
        Assert.Equal(
            ["network device 'Lan': passt is gone, so that the guest's link is down; start the machine anew; the system's log may tell why passt ended"], report["warnings"]);
        Assert.Equal("PowerOff", report.Meter("outcome"));
    }

    [PasstFact]
    public async Task passt_ends_with_its_machine_even_if_that_is_killed() =>
        Assert.Equal(["started", "ended"], (await lab.ReportAsync())["machine-killed"]);

    [PasstTheory]
    [InlineData("no-route", "passt: network device 'Lan' cannot use it, for it says \"External interface not usable\"; give the host a default route (ip route add default dev NAME)")]
    [InlineData("no-passt", "passt: there is no such program, and network device 'Lan' needs it; install it: sudo apt-get install passt")]
    [InlineData("port-taken", "passt: network device 'Lan' cannot use it, for it says \"Failed to bind any port for '-t 127.0.0.1/8080:80', exiting\"; forward another port of the host, or end the program that uses this one (ss -ltunp)")]
    [InlineData("nobody-listens", "/tmp/none: no passt listens there; start one: passt --one-off --socket /tmp/none, or let the machine start its own (Passt.User, passt)")]
    public async Task A_start_that_fails_says_why_and_what_to_do(string what, string sentence) =>
        Assert.Equal([sentence, "1"], (await lab.ReportAsync())[what]);
}
