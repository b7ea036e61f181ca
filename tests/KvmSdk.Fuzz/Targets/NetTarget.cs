using KvmSdk.Devices.Memory;
using KvmSdk.Devices.Virtio.Mmio;
using KvmSdk.Devices.Virtio.Net;
using KvmSdk.Devices.Virtio.Queues;

namespace KvmSdk.Fuzz.Targets;

/// <summary>The virtio network device on a network whose frames come when the input says so.</summary>
internal sealed class NetTarget : VirtioTarget<NetworkDevice<NetTarget.Network>>
{
    private int _waiting;
    private int _length;

    public override string Name => "net";

    protected override IEnumerable<Script> Scripts =>
    [
        new Script().Start().Descriptor(0, 0, 0x2000, 2000, 2, 0).Offer(0, 0).Notify(0).Host(20).Serve(0),
        new Script().Start(1UL << 32).Descriptor(0, 0, 0x2000, 12, 3, 1).Descriptor(0, 1, 0x3000, 1600, 2, 0).Offer(0, 0).Host(9).Serve(0).Host(255),
        new Script().Start().Ram(0x2000, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6]).Descriptor(1, 0, 0x2000, 76, 0, 0).Offer(1, 0).Notify(1).Serve(1),
        new Script().Start().Ram(0x2000, [1, 1, 54, 0, 100, 0, 34, 0, 6, 0, 0, 0]).Descriptor(1, 0, 0x2000, 12, 1, 1).Descriptor(1, 1, 0x2100, 300, 0, 0).Offer(1, 0).Notify(1).Serve(1),
    ];

    protected override NetworkDevice<Network> Make()
    {
        _waiting = 0;
        return new NetworkDevice<Network>(
            new Network(this), new NetDeviceOptions { Mac = 0x5254_0000_0001, Mtu = 1500, Offloads = NetFeature.GuestOffloads | NetFeature.HostOffloads, QueueSize = 8 });
    }

    protected override void HostEvent(NetworkDevice<Network> device, MmioTransport<NetworkDevice<Network>, NoInterrupt> transport, byte what)
    {
        if (what >= 254)
        {
            device.SetLink(what == 255);
            return;
        }

        _waiting = what % 4;
        _length = 12 + (what * 40);
        transport.Notify(0, mayWait: true);
    }

    private int Receive(ReadOnlySpan<IoVector> pieces)
    {
        Require(pieces.Length <= 1024, "more pieces than a call takes");
        if (_waiting == 0) return 0;
        _waiting--;
        int left = _length;
        foreach (IoVector piece in pieces)
        {
            Span<byte> part = piece.First(left);
            part.Fill(0x11);
            left -= part.Length;
        }

        return _length - left;
    }

    private bool Send(ReadOnlySpan<IoVector> pieces)
    {
        // The first piece is the header, in the device's own copy.
        RequireInRam(pieces[1..]);
        ulong length = 0;
        foreach (IoVector piece in pieces) length += piece.Length;
        Plant(length > 5000);
        return _length % 3 != 0;
    }

    internal readonly struct Network(NetTarget target) : INetBackend
    {
        public int Receive(int pair, ReadOnlySpan<IoVector> pieces) => target.Receive(pieces);

        public bool CanSend(int pair) => true;

        public bool Send(int pair, ReadOnlySpan<IoVector> pieces) => target.Send(pieces);

        public void Restart(ulong features) => target._waiting = 0;

        public void UsePairs(int count) => Require(count == 1, "a device with one pair of queues is told to use another number");

        public NetTakeOver TakeOver(ulong features, ReadOnlySpan<SplitQueue> queues) => NetTakeOver.Declined;

        public void GiveBack(bool forGood) => Require(false, "the queues are given back that were not taken");

        public void GiveBackQueue(int queue) => Require(false, "a queue is given back that was not taken");
    }
}
