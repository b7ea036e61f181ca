using KvmSdk.EndToEnd.Tests.Lab;

namespace KvmSdk.EndToEnd.Tests.Network;

/// <summary>One boot with a network on a tap of the lab, which has two queues.</summary>
public sealed class NetworkLab() : GuestLab("Network", ["virtio_net"], "--module", "tun")
{
    /// <summary>Debian's ip on this machine, which can make taps with several queues and for a user, as busybox's cannot. Under its own name, by which it knows what it is to do.</summary>
    private static string? Ip { get; } = new[] { "/usr/bin/ip", "/bin/ip", "/usr/sbin/ip", "/sbin/ip" }.FirstOrDefault(File.Exists);

    /// <inheritdoc/>
    protected override Task<string[]> LabAdditionsAsync() => Task.FromResult<string[]>(
        ["--add", $"{Ip ?? throw new InvalidOperationException("needs ip: apt-get install iproute2")}=/debian/ip"]);
}
