using KvmSdk.EndToEnd.Tests.Lab;

namespace KvmSdk.EndToEnd.Tests.Network;

/// <summary>Two boots with a network on a tap of the lab, which has two queues: the monitor moves its frames, and then the lab's kernel.</summary>
public sealed class NetworkLab() : GuestLab("Network", ["virtio_net"], "--module", "tun", "--module", "vhost_net")
{
    /// <summary>Debian's ip on this machine, which can make taps with several queues and for a user, as busybox's cannot. Under its own name, by which it knows what it is to do.</summary>
    private static string? Ip { get; } = new[] { "/usr/bin/ip", "/bin/ip", "/usr/sbin/ip", "/sbin/ip" }.FirstOrDefault(File.Exists);

    /// <summary>Debian's iperf3 on this machine; null where it is not installed.</summary>
    internal static string? Iperf { get; } = new[] { "/usr/bin/iperf3", "/bin/iperf3" }.FirstOrDefault(File.Exists);

    /// <summary>What the machine printed whose frames this one moved: <c>tap</c> or <c>vhost</c>.</summary>
    internal async Task<BackendReport> ReportAsync(string backend) => new(await ReportAsync(), backend);

    /// <inheritdoc/>
    protected override string[] DebianPrograms => Iperf is null ? [] : [Iperf];

    /// <inheritdoc/>
    protected override Task<string[]> LabAdditionsAsync() => Task.FromResult<string[]>(
        ["--add", $"{Ip ?? throw new InvalidOperationException("needs ip: apt-get install iproute2")}=/debian/ip", .. Iperf is null ? (string[])[] : ["--add", $"{Iperf}=/debian/iperf3"]]);
}

/// <summary>A test that looks at what iperf3 measured in <see cref="NetworkLab"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class IperfTheoryAttribute : LabTheoryAttribute
{
    public IperfTheoryAttribute() => Skip ??= NetworkLab.Iperf is null ? "needs iperf3: apt-get install iperf3" : null;
}
