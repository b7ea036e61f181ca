using System.Runtime.InteropServices;
using KvmSdk.Devices.Tests.Memory;
using KvmSdk.Devices.Virtio.Mmio;
using KvmSdk.Devices.Virtio.Net;

namespace KvmSdk.Devices.Tests.Virtio.Net;

/// <summary>A network device with a guest's driver on one side and a network on the other, both in the test's hands.</summary>
internal sealed class NetRig : IDisposable
{
    public const ulong Mac = 0x5254_0012_3456;
    public const ulong Data = FakeDriver<NetworkDevice<FakeNetwork.Backend>>.Data;
    public const ulong Table = FakeDriver<NetworkDevice<FakeNetwork.Backend>>.Table;
    public const ulong AllOffloads = NetFeature.GuestOffloads | NetFeature.HostOffloads;

    public NetRig(ulong accept = ulong.MaxValue, ushort size = 16, int mtu = 0, ulong offloads = AllOffloads, bool isUp = true)
    {
        Driver = new(new NetworkDevice<FakeNetwork.Backend>(new(Network), new() { Mac = Mac, Mtu = mtu, Offloads = offloads, QueueSize = size }));
        Device.SetLink(isUp);
        Start(accept, size);
    }

    public FakeNetwork Network { get; } = new();

    public FakeDriver<NetworkDevice<FakeNetwork.Backend>> Driver { get; }

    public NetworkDevice<FakeNetwork.Backend> Device => Driver.Device;

    public NetTraffic Traffic => Device.Traffic;

    public GuestRam Ram => Driver.Ram;

    public FakeQueue Receive { get; private set; } = null!;

    public FakeQueue Transmit { get; private set; } = null!;

    public void Start(ulong accept, ushort size)
    {
        Driver.Begin();
        Driver.Accept(Driver.OfferedFeatures() & accept);
        Receive = Place(NetworkDevice<FakeNetwork.Backend>.ReceiveQueue, size);
        Transmit = Place(NetworkDevice<FakeNetwork.Backend>.SendQueue, size);
        Driver.Out(MmioRegister.Status, 15);
        Assert.Equal(15u, Driver.Status);
    }

    /// <summary>A frame with its header, of numbered bytes.</summary>
    public static byte[] Frame(int length, byte flags = 0, byte gso = 0, ushort gsoSize = 0, ushort start = 0, ushort offset = 0)
    {
        byte[] frame = new byte[12 + length];
        frame[0] = flags;
        frame[1] = gso;
        MemoryMarshal.Write(frame.AsSpan(4), gsoSize);
        MemoryMarshal.Write(frame.AsSpan(6), start);
        MemoryMarshal.Write(frame.AsSpan(8), offset);
        for (int i = 0; i < length; i++) frame[12 + i] = (byte)((i * 7) + (i >> 8) + 1);
        return frame;
    }

    /// <summary>What the network does when a frame comes.</summary>
    public void Arrive(params ReadOnlySpan<byte[]> frames)
    {
        foreach (byte[] frame in frames) Network.Waiting.Enqueue(frame);
        Look();
    }

    public void Look() => Driver.Transport.Notify(NetworkDevice<FakeNetwork.Backend>.ReceiveQueue, mayWait: true);

    /// <summary>Sends bytes that lie in guest memory from <see cref="Data"/> on, cut where the test says.</summary>
    public void Send(byte[] frame, params int[] cuts)
    {
        frame.CopyTo(Ram.Span(Data, frame.Length));
        List<Piece> pieces = [];
        int at = 0;
        foreach (int cut in cuts.Append(frame.Length))
        {
            pieces.Add(Piece.In(Data + (uint)at, (uint)(cut - at)));
            at = cut;
        }

        Transmit.Offer(CollectionsMarshal.AsSpan(pieces));
        Kick();
    }

    public void Kick() => Driver.Kick(NetworkDevice<FakeNetwork.Backend>.SendQueue);

    public void Dispose() => Driver.Dispose();

    private FakeQueue Place(int index, ushort size)
    {
        Driver.PlaceQueue((uint)index, size);
        Driver.Out(MmioRegister.QueueReady, 1);
        return Driver.Queue;
    }
}
