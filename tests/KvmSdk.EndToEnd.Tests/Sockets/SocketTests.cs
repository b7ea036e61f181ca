using KvmSdk.EndToEnd.Tests.Lab;
using Xunit.Abstractions;

namespace KvmSdk.EndToEnd.Tests.Sockets;

/// <summary>Debian's own kernel and its vsock: thousands of connections each way and bytes that all arrive, by our device and by the kernel's.</summary>
[Collection("Lab")]
public sealed class SocketTests(SocketLab lab, ITestOutputHelper output) : IClassFixture<SocketLab>
{
    [LabTheory]
    [InlineData("unix")]
    [InlineData("vhost")]
    public async Task Connections_are_opened_and_closed_in_both_directions(string backend)
    {
        BackendReport report = await lab.ReportAsync(backend);
        Assert.Equal($"accepted {SocketLab.Connections} of {SocketLab.Connections}", report.Only("host-to-guest"));
        Assert.Equal($"connected {SocketLab.Connections} of {SocketLab.Connections}", report.Only("guest-to-host"));
        Assert.Equal(
            [
                "connected 12 of 12", "connected 188 of 188", "accepted 200 of 200", "arrived 4 MiB", "received 4 MiB, 0 words wrong",
                $"connected {SocketLab.Connections} of {SocketLab.Connections}", $"accepted {SocketLab.Connections} of {SocketLab.Connections}",
                $"arrived {SocketLab.Mebibytes} MiB", $"received {SocketLab.Mebibytes} MiB, 0 words wrong",
            ],
            report["host"]);
    }

    [LabTheory]
    [InlineData("unix")]
    [InlineData("vhost")]
    public async Task Every_byte_arrives_in_both_directions_and_each_is_ended_on_its_own(string backend)
    {
        BackendReport report = await lab.ReportAsync(backend);
        output.WriteLine(report["end"][0]);
        output.WriteLine(string.Join(", ", report["speed"]));
        Assert.Equal($"received {SocketLab.Mebibytes} MiB, 0 words wrong", report.Only("into-guest"));
        Assert.Equal($"arrived {SocketLab.Mebibytes} MiB", report.Only("out-of-guest"));
    }

    [LabTheory]
    [InlineData("unix")]
    [InlineData("vhost")]
    public async Task Streams_of_the_program_carry_every_byte_are_half_closed_refused_and_cancelled(string backend)
    {
        BackendReport report = await lab.ReportAsync(backend);
        Assert.Equal(
            [
                $"received {SocketLab.StreamMebibytes + 4} MiB, 0 words wrong", $"arrived {SocketLab.StreamMebibytes + 4} MiB",
                "accepted 100 of 100", "connected 100 of 100", "accepted 1 of 1",
            ],
            report["streams"]);
        Assert.Equal(("True", "True", "100", "100"), (report.Meter("stream-in-right"), report.Meter("stream-out-right"), report.Meter("opened"), report.Meter("accepted")));
        Assert.Equal(("Refused", "read-and-on", "52"), (report.Meter("refused"), report.Meter("cancelled"), report.Meter("cid")));
        Assert.Equal("Connection reset by peer", report.Only("refused"));
    }

    [LabFact]
    public async Task Nothing_is_allocated_for_connections_and_packets_of_other_programs()
    {
        BackendReport report = await lab.ReportAsync("unix");
        Assert.True(report.Count("packets") > 4 * SocketLab.Connections, "there were hardly any packets");
        // And one each for the bytes.
        Assert.Equal((SocketLab.Connections + 1, SocketLab.Connections + 1), (report.Count("from-guest"), report.Count("from-host")));
        Assert.Equal(0, report.Count("steady"));
        Assert.Equal((0, 0), (report.Count("errors"), report.Count("left")));
    }

    /// <summary>A stream allocates nothing by itself; what the pool needs for a thread more is not a stream's, and does not grow with the bytes.</summary>
    [LabTheory]
    [InlineData("unix")]
    [InlineData("vhost")]
    public async Task A_stream_allocates_nothing_for_its_bytes(string backend)
    {
        BackendReport report = await lab.ReportAsync(backend);
        Assert.InRange(report.Count("stream-in"), 0, 4096);
        Assert.InRange(report.Count("stream-out"), 0, 4096);
    }

    [LabTheory]
    [InlineData("unix")]
    [InlineData("vhost")]
    public async Task The_machine_ends_well_and_leaves_nothing_and_the_kernel_complains_of_nothing(string backend)
    {
        string[] complaints = ["WARNING: CPU:", "BUG:", "Call Trace", "Oops", "nobody cared", "hung task", "vsock: probe", "virtio_vsock: "];
        BackendReport report = await lab.ReportAsync(backend);
        Assert.Equal("PowerOff", report.Meter("outcome"));
        Assert.Equal("0", report.Only("exit"));
        Assert.NotEmpty(report["log"]);
        Assert.DoesNotContain(report["log"], line => complaints.Any(complaint => line.Contains(complaint, StringComparison.OrdinalIgnoreCase)));
    }

    [LabTheory]
    [InlineData("no-socket", "/run/file: there is a file that is no socket, where socket device 'Agent' shall be reached; remove it, or use another path for 'Agent', as in unix:/run/user/1000/agent.sock")]
    [InlineData("no-directory", "/nowhere/agent.sock: there is no such directory, where socket device 'Agent' shall be reached; make it, or use another path for 'Agent', as in unix:/run/user/1000/agent.sock")]
    [InlineData("in-use", "/run/agent.sock: another program listens there, where socket device 'Agent' shall be reached; end that program, or use another path for 'Agent', as in unix:/run/user/1000/agent.sock")]
    [InlineData("no-vhost", "/dev/vhost-vsock: there is no such device, which socket device 'Agent' needs; load the kernel module, as root: modprobe vhost_vsock")]
    [InlineData("closed-vhost", "/dev/vhost-vsock: permission denied, but socket device 'Agent' needs it; let your user read and write it, as root: chmod 0666 /dev/vhost-vsock, or add your user to the group that may")]
    [InlineData("cid-in-use", "/dev/vhost-vsock: another guest of this host has the context id 52, which 'Agent' shall have; end that guest, or give this one another, as in vhost,cid=53")]
    public async Task A_start_that_fails_says_why_and_what_to_do(string what, string sentence) =>
        Assert.Equal([sentence, "1"], (await lab.ReportAsync())[what]);
}
