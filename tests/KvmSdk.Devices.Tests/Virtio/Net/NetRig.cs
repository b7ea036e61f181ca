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
    public const ulong Commands = Data + 0xF000;
    public const ulong AllOffloads = NetFeature.GuestOffloads | NetFeature.HostOffloads;

    private ulong _accept;

    public NetRig(ulong accept = ulong.MaxValue, ushort size = 16, int mtu = 0, ulong offloads = AllOffloads, bool isUp = true, int pairs = 1, int longest = 0, NetTakeOver takeOver = NetTakeOver.Declined)
    {
        Driver = new(new NetworkDevice<FakeNetwork.Backend>(new(Network), new() { Mac = Mac, Mtu = mtu, Offloads = offloads, QueueSize = size, QueuePairs = pairs, LongestFrame = longest }));
        Network.TakeOver = takeOver;
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

    /// <summary>The queues behind the first two, from index 2 on.</summary>
    public IReadOnlyList<FakeQueue> Further { get; private set; } = [];

    /// <summary>The control queue, where the driver looks for it.</summary>
    public uint ControlIndex => (_accept & NetFeature.Multiqueue) != 0 ? 2 * (uint)Device.QueuePairs : 2;

    /// <summary>Gives a command, and returns the device's answer; 0xAA if there is none.</summary>
    public byte Command(params byte[] command)
    {
        command.CopyTo(Ram.Span(Commands, command.Length));
        Ram.Span(Commands + 0x100, 1)[0] = 0xAA;
        Further[(int)ControlIndex - 2].Offer(Piece.In(Commands, (uint)command.Length), Piece.Out(Commands + 0x100, 1));
        Driver.Kick(ControlIndex);
        return Ram.Span(Commands + 0x100, 1)[0];
    }

    public void Start(ulong accept, ushort size)
    {
        _accept = accept;
        Driver.Begin();
        Driver.Accept(Driver.OfferedFeatures() & accept);
        Receive = Place(NetworkDevice<FakeNetwork.Backend>.ReceiveQueue, size);
        Transmit = Place(NetworkDevice<FakeNetwork.Backend>.SendQueue, size);
        Further = [.. Enumerable.Range(2, Math.Max(0, Device.QueueCount - 2)).Select(i => Place(i, size))];
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
