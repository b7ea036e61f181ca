using KvmSdk.Devices.Tests.Virtio;
using KvmSdk.Devices.Virtio.Mmio;
using KvmSdk.Runtime.Tests.Support;

namespace KvmSdk.Runtime.Tests.Virtio;

/// <summary>A network device in a running machine, on a socket in place of a tap, with a guest's driver in the test's hands.</summary>
public sealed class NetDeviceTests
{
    private const ulong Window = TestVm.DeviceWindow;
    private const ulong Data = 0x30_0000;

    private static Task<(TestMachine Machine, NetDevice Device, NetDriver Driver)> StartAsync(PacketPair? pair) => NetDriver.StartAsync(() => pair?.Port);

    [KvmFact]
    public async Task Frames_arrive_at_the_guest_by_themselves_and_leave_it_when_it_rings()
    {
        using PacketPair pair = new();
        (TestMachine machine, NetDevice device, NetDriver driver) = await StartAsync(pair);
        await using (machine)
        {
            driver.Receive.Offer(Piece.Out(Data, 2048));
            driver.Kick(0);
            byte[] frame = [.. new byte[12], .. Enumerable.Range(1, 60).Select(i => (byte)i)];
            pair.Send(frame);
            await Patience.UntilAsync(machine, () => driver.Receive.UsedIndex == 1);
            Assert.Equal((0u, 72u), driver.Receive.Used(0));
            Assert.Equal(frame[12..], Enumerable.Range(12, 60).Select(i => machine.Memory.Read<byte>(Data + (uint)i)));

            driver.Transmit.Offer(Piece.In(Data + 0x1000, 12), Piece.In(Data + 12, 60));
            driver.Kick(1);
            Assert.Equal(frame, pair.TryReceive());
            Assert.Equal(new NetCounters(1, 60, 0, 1, 60, 0, 0), device.Counters);
            Assert.Equal("52:54:00:00:00:01", device.MacAddress.ToString());
        }
    }

    [KvmFact]
    public async Task Frames_wait_while_the_guest_has_no_buffers_and_come_when_it_offers_some()
    {
        using PacketPair pair = new();
        (TestMachine machine, NetDevice device, NetDriver driver) = await StartAsync(pair);
        await using (machine)
        {
            driver.Receive.Offer(Piece.Out(Data, 2048));
            driver.Kick(0);
            for (int i = 0; i < 3; i++)
            {
                pair.Send(new byte[72]);
            }

            await Patience.UntilAsync(machine, () => driver.Receive.UsedIndex == 1);
            driver.Receive.Offer(Piece.Out(Data, 2048));
            driver.Receive.Offer(Piece.Out(Data, 2048));
            driver.Kick(0);
            await Patience.UntilAsync(machine, () => device.Counters.FramesReceived == 3);
            Assert.Equal(0ul, device.Counters.ReceiveDrops);
        }
    }

    [KvmFact]
    public async Task A_link_goes_down_and_up_again_and_the_guest_is_told()
    {
        using PacketPair pair = new();
        (TestMachine machine, NetDevice device, NetDriver driver) = await StartAsync(pair);
        await using (machine)
        {
            Assert.True(device.IsLinkUp);
            device.SetLink(up: false);
            Assert.False(device.IsLinkUp);
            Assert.Equal(MmioRegister.InterruptConfiguration, driver.HandleInterrupt());
            Assert.Equal(0u, driver.In(MmioRegister.Configuration + 4) >> 16);
            device.SetLink(up: true);
            Assert.Equal(1u, driver.In(MmioRegister.Configuration + 4) >> 16);
            await machine.StopAsync();
        }

        // The machine is gone, its interrupt line with it.
        device.SetLink(up: false);
        Assert.True(device.IsLinkUp);
    }

    [KvmFact]
    public async Task A_network_that_goes_away_takes_the_link_down_and_warns_once()
    {
        using PacketPair pair = new();
        (TestMachine machine, NetDevice device, NetDriver driver) = await StartAsync(pair);
        await using (machine)
        {
            TaskCompletionSource<MachineWarning> warned = new();
            machine.Warned += (_, warning) => warned.SetResult(warning);
            driver.Receive.Offer(Piece.Out(Data, 2048));
            driver.Kick(0);
            pair.Cut();
            MachineWarning warning = await warned.Task.WaitAsync(Patience.Limit);
            Assert.Equal(
                "network device 'Lan': the tap 'test' is gone, so that the guest's link is down; make it again, and start the machine anew", warning.Description);
            Assert.False(device.IsLinkUp);
            Assert.Equal(MachineState.Running, machine.State);
            InvalidOperationException e = Assert.Throws<InvalidOperationException>(() => device.SetLink(up: true));
            Assert.Equal("the tap 'test' of network device 'Lan' is gone, so its link cannot go up; start the machine anew", e.Message);
        }
    }

    [KvmFact]
    public async Task A_device_on_nothing_has_its_link_down_for_good()
    {
        (TestMachine machine, NetDevice device, NetDriver driver) = await StartAsync(pair: null);
        await using (machine)
        {
            Assert.False(device.IsLinkUp);
            driver.Transmit.Offer(Piece.In(Data, 72));
            driver.Kick(1);
            await Patience.UntilAsync(machine, () => device.Counters.SendDrops == 1);
            device.SetLink(up: false);
            InvalidOperationException e = Assert.Throws<InvalidOperationException>(() => device.SetLink(up: true));
            Assert.Equal("network device 'Lan' is connected to nothing, so its link cannot go up; give it a tap (Tap.Named), passt (Passt.User) or this program (NetBackend.Program)", e.Message);
        }
    }

    [KvmFact]
    public async Task A_tap_that_is_not_there_is_named_with_the_command_that_makes_it()
    {
        TestVm vm = new(Guest.Assemble(a => a.Exit(0)))
        {
            Prepare = static host => _ = new NetDevice(host, "Lan", Window, 5, "52:54:00:00:00:01", 0, 1, 256, Tap.Named("no-such-tap")),
        };
        HostException e = await Assert.ThrowsAsync<HostException>(() => vm.StartAsync());
        string user = Environment.UserName;
        Assert.Equal(
            $"tap 'no-such-tap': there is no such interface; make it, as root: ip tuntap add dev no-such-tap mode tap user {user}; ip link set no-such-tap up", e.Message);
    }
}
