using System.Globalization;
using System.Text.RegularExpressions;
using KvmSdk.EndToEnd.Tests.Lab;
using Xunit.Abstractions;

namespace KvmSdk.EndToEnd.Tests.Network;

/// <summary>Debian's own kernel and its virtio_net on a tap, whose frames we or the host's kernel move: an address by DHCP, pings, 16 MiB each way at once, iperf3, a cable that is pulled, a tap that is deleted, and starts that fail.</summary>
[Collection("Lab")]
public sealed class NetworkTests(NetworkLab lab, ITestOutputHelper output) : IClassFixture<NetworkLab>
{
    private const string AllFive = "5 packets transmitted, 5 packets received, 0% packet loss";

    [LabTheory]
    [InlineData("tap")]
    [InlineData("vhost")]
    public async Task The_guest_finds_its_addresses_the_MTU_and_which_cable_is_plugged_in(string backend)
    {
        BackendReport report = await lab.ReportAsync(backend);
        Assert.Equal(
            ["eth0 52:54:00:00:00:01 1500 1", $"eth1 {report.Meter("spare-mac")} 1400 0"],
            report["links"]);
        Assert.Equal("52:54:00:00:00:01", report.Meter("mac"));
    }

    /// <summary>A bit each: checksums, uncut segments, merged buffers, link state, control queue, several pairs.</summary>
    [LabTheory]
    [InlineData("tap")]
    [InlineData("vhost")]
    public async Task The_driver_takes_every_offload_of_the_tap(string backend)
    {
        string bits = (await lab.ReportAsync(backend)).Only("features");
        Assert.All([0, 1, 5, 7, 8, 11, 12, 15, 16, 17, 22, 28, 29, 32], bit => Assert.True(bits[bit] == '1', $"feature {bit} is not in {bits}"));
        Assert.Equal('0', bits[3]);
    }

    [LabTheory]
    [InlineData("tap")]
    [InlineData("vhost")]
    public async Task The_guest_uses_a_pair_of_queues_for_each_CPU_where_the_backend_has_as_many(string backend) => Assert.Equal(
        ["rx-0", "rx-1", "tx-0", "tx-1", "rx-0", "tx-0"], (await lab.ReportAsync(backend))["queues"]);

    [LabTheory]
    [InlineData("tap")]
    [InlineData("vhost")]
    public async Task The_guest_gets_its_address_from_a_DHCP_server_on_the_host(string backend) =>
        Assert.Equal(["10.0.0.2/24 10.0.0.1"], (await lab.ReportAsync(backend))["lease"]);

    [LabTheory]
    [InlineData("tap")]
    [InlineData("vhost")]
    public async Task Guest_and_host_reach_each_other(string backend)
    {
        BackendReport report = await lab.ReportAsync(backend);
        Assert.Equal(AllFive, report.Only("ping"));
        Assert.Equal(AllFive, report.Only("host-ping"));
    }

    [LabTheory]
    [InlineData("tap")]
    [InlineData("vhost")]
    public async Task A_program_that_reads_and_writes_frames_is_a_host_for_the_guest(string backend)
    {
        BackendReport report = await lab.ReportAsync(backend);
        Assert.Equal(AllFive, report.Only("program"));

        // One for ARP, and a ping before the five. Nothing of it is lost on the way, and nothing allocated for the five.
        Assert.Equal((7, 0, 0), (report.Count("wire-received"), report.Count("wire-drops"), report.Count("wire-allocated")));
    }

    [LabTheory]
    [InlineData("tap")]
    [InlineData("vhost")]
    public async Task Sixteen_mebibytes_each_way_arrive_byte_for_byte_and_nothing_is_lost(string backend)
    {
        BackendReport report = await lab.ReportAsync(backend);
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
    [IperfTheory]
    [InlineData("tap")]
    [InlineData("vhost")]
    public async Task Iperf3_runs_both_ways(string backend)
    {
        string[] lines = (await lab.ReportAsync(backend))["iperf3"];
        output.WriteLine(string.Join('\n', lines));
        Match[] matches = [.. lines.Select(static line => Regex.Match(line, @" ([0-9.]+) MBytes +([0-9.]+) Mbits/sec.* (sender|receiver)"))];
        Assert.Equal(["sender", "receiver", "sender", "receiver"], matches.Select(static match => match.Groups[3].Value));
        Assert.All(matches, static match => Assert.True(double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) >= 24, match.Value));
        Assert.All(matches, static match => Assert.True(double.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture) > 0, match.Value));
    }

    [LabTheory]
    [InlineData("tap")]
    [InlineData("vhost")]
    public async Task Nothing_is_allocated_from_the_first_entry_to_the_last_byte(string backend)
    {
        BackendReport report = await lab.ReportAsync(backend);
        Assert.Equal((0, 0), (report.Count("allocated"), report.Count("collections")));
    }

    [LabTheory]
    [InlineData("tap", "False")]
    [InlineData("vhost", "True")]
    public async Task The_one_who_was_asked_to_moves_the_frames(string backend, string usesVhost) =>
        Assert.Equal(usesVhost, (await lab.ReportAsync(backend)).Meter("uses-vhost"));

    [LabTheory]
    [InlineData("tap")]
    [InlineData("vhost")]
    public async Task A_tap_that_is_deleted_takes_the_link_down_and_warns(string backend)
    {
        BackendReport report = await lab.ReportAsync(backend);
        Assert.Equal(["out"], report["gone"]);
        Assert.Equal(["network device 'Lan': the tap 'tap0' is gone, so that the guest's link is down; make it again, and start the machine anew"], report["warnings"]);
    }

    [LabTheory]
    [InlineData("tap")]
    [InlineData("vhost")]
    public async Task A_pulled_cable_is_seen_and_works_again_when_plugged_in(string backend)
    {
        BackendReport report = await lab.ReportAsync(backend);
        Assert.Equal(["out", "in", AllFive], report["cable"]);
        Assert.Equal("PowerOff", report.Meter("outcome"));
        Assert.Equal("0", report.Only("exit"));
    }

    [LabTheory]
    [InlineData("tap")]
    [InlineData("vhost")]
    public async Task The_kernel_complains_of_nothing(string backend)
    {
        string[] complaints = ["WARNING: CPU:", "BUG:", "Call Trace", "Oops", "bad gso", "short packet", "virtio_net: probe", "nobody cared", "hung task", "NETDEV WATCHDOG"];
        BackendReport report = await lab.ReportAsync(backend);
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
    [InlineData("tap busy", "tap 'tap0': another program uses it; end that program, or use another tap")]
    [InlineData("vhost busy", "tap 'tap0': another program uses it; end that program, or use another tap")]
    [InlineData("no-vhost", "/dev/vhost-net: there is no such device, which network device 'Lan' needs; load the kernel module, as root: modprobe vhost_net")]
    [InlineData("closed-vhost", "/dev/vhost-net: permission denied, but network device 'Lan' needs it; let your user read and write it, as root: chmod 0666 /dev/vhost-net, or add your user to the group that may")]
    [InlineData("limited-vhost", "KVM0429: Network device 'Lan' has limits of rate, but leaves the frames of tap 'tap0' to the kernel, which keeps none; use VhostMode.Off (vhost=off), or limit the tap itself by the host's tc")]
    public async Task A_start_that_fails_says_why_and_what_to_do(string what, string sentence) =>
        Assert.Equal([sentence, "1"], (await lab.ReportAsync())[what]);
}
