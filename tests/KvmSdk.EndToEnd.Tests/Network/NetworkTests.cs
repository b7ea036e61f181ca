using System.Globalization;
using System.Text.RegularExpressions;
using KvmSdk.EndToEnd.Tests.Lab;
using Xunit.Abstractions;

namespace KvmSdk.EndToEnd.Tests.Network;

/// <summary>Debian's own kernel and its virtio_net on a tap: an address by DHCP, pings, 16 MiB each way at once, iperf3, a cable that is pulled, and starts that fail.</summary>
[Collection("Lab")]
public sealed class NetworkTests(NetworkLab lab, ITestOutputHelper output) : IClassFixture<NetworkLab>
{
    private const string AllFive = "5 packets transmitted, 5 packets received, 0% packet loss";

    [LabFact]
    public async Task The_guest_finds_its_addresses_the_MTU_and_which_cable_is_plugged_in()
    {
        LabReport report = await lab.ReportAsync();
        Assert.Equal(
            ["eth0 52:54:00:00:00:01 1500 1", $"eth1 {report.Meter("spare-mac")} 1400 0"],
            report["links"]);
        Assert.Equal("52:54:00:00:00:01", report.Meter("mac"));
    }

    /// <summary>A bit each: checksums, uncut segments, merged buffers, link state, control queue, several pairs.</summary>
    [LabFact]
    public async Task The_driver_takes_every_offload_of_the_tap()
    {
        string bits = (await lab.ReportAsync()).Only("features");
        Assert.All([0, 1, 5, 7, 8, 11, 12, 15, 16, 17, 22, 28, 29, 32], bit => Assert.True(bits[bit] == '1', $"feature {bit} is not in {bits}"));
        Assert.Equal('0', bits[3]);
    }

    [LabFact]
    public async Task The_guest_uses_a_pair_of_queues_for_each_CPU_where_the_backend_has_as_many() => Assert.Equal(
        ["rx-0", "rx-1", "tx-0", "tx-1", "rx-0", "tx-0"], (await lab.ReportAsync())["queues"]);

    [LabFact]
    public async Task The_guest_gets_its_address_from_a_DHCP_server_on_the_host() =>
        Assert.Equal(["10.0.0.2/24 10.0.0.1"], (await lab.ReportAsync())["lease"]);

    [LabFact]
    public async Task Guest_and_host_reach_each_other()
    {
        LabReport report = await lab.ReportAsync();
        Assert.Equal(AllFive, report.Only("ping"));
        Assert.Equal(AllFive, report.Only("host-ping"));
    }

    [LabFact]
    public async Task Sixteen_mebibytes_each_way_arrive_byte_for_byte_and_nothing_is_lost()
    {
        LabReport report = await lab.ReportAsync();
        output.WriteLine(report["end"][0]);
        Assert.Equal(report.Only("sent"), report.Only("host-received"));
        Assert.Equal(report.Only("host-sent"), report.Only("received"));
        Assert.NotEqual(report.Only("sent"), report.Only("received"));
        Assert.Equal(["rx_errors 0", "rx_dropped 0", "tx_errors 0", "tx_dropped 0"], report["statistics"]);
        Assert.True(report.Count("bytes-received") > 16 << 20, "less was received than was sent");
        Assert.True(report.Count("bytes-sent") > 16 << 20, "less was sent than was received");
        Assert.Equal((0, 0), (report.Count("receive-drops"), report.Count("send-errors")));
    }

    /// <summary>A sender and a receiver each for the guest's sending, and then for its receiving; what is still on its way when the sender stops is not received.</summary>
    [IperfFact]
    public async Task Iperf3_runs_both_ways()
    {
        string[] lines = (await lab.ReportAsync())["iperf3"];
        output.WriteLine(string.Join('\n', lines));
        Match[] matches = [.. lines.Select(static line => Regex.Match(line, @" ([0-9.]+) MBytes +([0-9.]+) Mbits/sec.* (sender|receiver)"))];
        Assert.Equal(["sender", "receiver", "sender", "receiver"], matches.Select(static match => match.Groups[3].Value));
        Assert.All(matches, static match => Assert.True(double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) >= 24, match.Value));
        Assert.All(matches, static match => Assert.True(double.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture) > 0, match.Value));
    }

    [LabFact]
    public async Task Nothing_is_allocated_from_the_first_entry_to_the_last_byte()
    {
        LabReport report = await lab.ReportAsync();
        Assert.Equal((0, 0), (report.Count("allocated"), report.Count("collections")));
    }

    [LabFact]
    public async Task A_pulled_cable_is_seen_and_works_again_when_plugged_in()
    {
        LabReport report = await lab.ReportAsync();
        Assert.Equal(["out", "in", AllFive], report["cable"]);
        Assert.Equal("PowerOff", report.Meter("outcome"));
        Assert.Equal("0", report.Only("exit"));
    }

    [LabFact]
    public async Task The_kernel_complains_of_nothing()
    {
        string[] complaints = ["WARNING: CPU:", "BUG:", "Call Trace", "Oops", "bad gso", "short packet", "virtio_net: probe", "nobody cared", "hung task", "NETDEV WATCHDOG"];
        LabReport report = await lab.ReportAsync();
        Assert.NotEmpty(report["log"]);
        Assert.DoesNotContain(report["log"], line => complaints.Any(complaint => line.Contains(complaint, StringComparison.OrdinalIgnoreCase)));
    }

    [LabTheory]
    [InlineData("missing", "tap 'tap9': there is no such interface; make it, as root: ip tuntap add dev tap9 mode tap user root; ip link set tap9 up")]
    [InlineData("one-queue", "tap 'tap1': it has one queue, but the device has 2; make it anew with several, as root: ip link delete tap1; ip tuntap add dev tap1 mode tap multi_queue user root; ip link set tap1 up")]
    [InlineData("anothers", "tap 'tap2': it is not for this user; make it anew for yours, as root: ip link delete tap2; ip tuntap add dev tap2 mode tap multi_queue user nobody; ip link set tap2 up")]
    [InlineData("another-kind", "tap 'lo': it is an interface of another kind; name another, or make one, as root: ip tuntap add dev NAME mode tap user root; ip link set NAME up")]
    [InlineData("closed", "/dev/net/tun: permission denied, but tap 'tap0' needs it; let your user read and write it, as root: chmod 0666 /dev/net/tun")]
    [InlineData("no-taps", "/dev/net/tun: there is no such device, which tap 'tap0' needs; load the kernel module, as root: modprobe tun")]
    [InlineData("busy", "tap 'tap0': another program uses it; end that program, or use another tap")]
    public async Task A_start_that_fails_says_why_and_what_to_do(string what, string sentence) =>
        Assert.Equal([sentence, "1"], (await lab.ReportAsync())[what]);
}
