using KvmSdk.DeviceShells.Virtio;
using KvmSdk.Interop;
using KvmSdk.Runtime.Tests.Support;

namespace KvmSdk.Runtime.Tests.Virtio;

/// <summary>What there is to test of vhost-net without it; the rest the lab tests (EndToEnd.Tests/Network).</summary>
public sealed class VhostTapPortTests
{
    private const string Device = "/dev/vhost-net";

    [NoVhostFact]
    public async Task A_kernel_that_is_required_and_cannot_is_named_with_the_remedy()
    {
        using PacketPair pair = new();
        HostException e = await Assert.ThrowsAsync<HostException>(() => OpenAsync(pair, isRequired: true));
        Assert.Equal("/dev/vhost-net: there is no such device, which network device 'Lan' needs; load the kernel module, as root: modprobe vhost_net", e.Message);
        // The tap was closed.
        Assert.Equal([], pair.TryReceive()!);
    }

    [NoVhostFact]
    public async Task A_kernel_that_is_not_required_and_cannot_leaves_the_frames_to_us()
    {
        using PacketPair pair = new();
        Assert.Same(pair.Port, await OpenAsync(pair, isRequired: false));
        Assert.Equal((0, (NetCounters?)null), (pair.Port.Kicks.Length, pair.Port.ReadCounters()));
    }

    [Fact]
    public void The_kernel_tells_what_went_through_an_interface_and_of_none_that_is_not_there()
    {
        // The loopback interface is the first one of every network name space.
        using TapLink link = new(1);
        Assert.True(link.TryRead(out rtnl_link_stats64 before));
        using System.Net.Sockets.UdpClient receiver = new(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        using System.Net.Sockets.UdpClient sender = new();
        sender.Send(new byte[1000], 1000, (System.Net.IPEndPoint)receiver.Client.LocalEndPoint!);
        Assert.True(link.TryRead(out rtnl_link_stats64 after));
        Assert.True(after.tx_bytes - before.tx_bytes >= 1000 && after.tx_packets > before.tx_packets, $"{before.tx_bytes} and then {after.tx_bytes} bytes");
        Assert.False(link.TryReadEnd(out _));

        using TapLink none = new(int.MaxValue);
        Assert.False(none.TryRead(out _));
        none.Dispose();
        Assert.False(none.TryRead(out _));
    }

    private static async Task<NetPort> OpenAsync(PacketPair pair, bool isRequired)
    {
        NetPort? port = null;
        TestVm vm = new(Guest.Assemble(a => a.Spin())) { Prepare = host => port = NetDevice.OpenVhost(host, "Lan", 5, pair.Port, isRequired) };
        await using TestMachine machine = await vm.StartAsync();
        return port!;
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class NoVhostFactAttribute : FactAttribute
    {
        public NoVhostFactAttribute() => Skip = new KvmFactAttribute().Skip ?? (File.Exists(Device) ? $"there is {Device} here" : null);
    }
}
