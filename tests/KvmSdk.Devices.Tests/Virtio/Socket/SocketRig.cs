using KvmSdk.Devices.Tests.Memory;
using KvmSdk.Devices.Virtio.Mmio;
using KvmSdk.Devices.Virtio.Socket;

namespace KvmSdk.Devices.Tests.Virtio.Socket;

/// <summary>A socket device with a guest's driver on one side and the host's ends on the other, both in the test's hands.</summary>
internal sealed class SocketRig : IDisposable
{
    public const uint Cid = Packet.AnyCid;
    public const uint GuestPort = Packet.AnyGuestPort;
    public const uint HostPort = Packet.AnyHostPort;
    public const int BufferSize = 0x1000;
    public const ulong Data = FakeDriver<SocketDevice<Host>>.Data;

    private int _taken;

    public SocketRig(SocketDeviceOptions? options = null, int buffers = 8)
    {
        Options = options ?? new SocketDeviceOptions { GuestCid = Cid, QueueSize = 16 };
        Driver = new(new SocketDevice<Host>(new(this), Options));
        Start();
        OfferBuffers(buffers);
    }

    public SocketDeviceOptions Options { get; }

    public FakeDriver<SocketDevice<Host>> Driver { get; }

    public SocketDevice<Host> Device => Driver.Device;

    public SocketTraffic Traffic => Device.Traffic;

    public GuestRam Ram => Driver.Ram;

    public FakeQueue Receive { get; private set; } = null!;

    public FakeQueue Transmit { get; private set; } = null!;

    public FakeQueue Events { get; private set; } = null!;

    /// <summary>Whether the host accepts what the guest asks for.</summary>
    public bool Accepts { get; set; } = true;

    /// <summary>Ends of connections that the guest asked for, newest last.</summary>
    public List<FakeEnd> Accepted { get; } = [];

    public FakeEnd End => Accepted[^1];

    public void Start()
    {
        Driver.Begin();
        Driver.Accept(Driver.OfferedFeatures());
        Receive = Place(0);
        Transmit = Place(1);
        Events = Place(2);
        Driver.Out(MmioRegister.Status, 15);
        Assert.Equal(15u, Driver.Status);
        _taken = 0;
    }

    public void OfferBuffers(int count)
    {
        for (int i = 0; i < count; i++) Receive.Offer(Piece.Out(GuestRam.HighBase + ((ulong)i * BufferSize), BufferSize));
        Driver.Kick(0);
    }

    /// <summary>Sends a packet whose length is that of its payload, unless the packet says otherwise.</summary>
    public void Send(Packet packet, bool kick = true)
    {
        if (packet.Length == 0) packet.Length = (uint)packet.Payload.Length;
        byte[] bytes = packet.ToBytes();
        bytes.CopyTo(Ram.Span(Data, bytes.Length));
        if (packet.Payload.Length == 0) Transmit.Offer(Piece.In(Data, 44));
        else Transmit.Offer(Piece.In(Data, 44), Piece.In(Data + 44, (uint)packet.Payload.Length));
        if (kick) Kick();
    }

    public void Send(ushort operation, byte[]? payload = null, uint flags = 0, uint forwarded = 0) =>
        Send(new Packet { Operation = operation, Payload = payload ?? [], Flags = flags, Forwarded = forwarded });

    public void Kick()
    {
        Driver.Kick(1);
        Driver.Settle();
    }

    /// <summary>Has the device bring what the host has.</summary>
    public void Look()
    {
        Driver.Transport.Notify(0, mayWait: true);
        Driver.Settle();
    }

    /// <summary>The next packet that the guest received, whose buffer is offered again.</summary>
    public Packet Next()
    {
        Assert.True(TryNext(out Packet packet), "no packet");
        return packet;
    }

    public bool TryNext(out Packet packet)
    {
        packet = default;
        if ((ushort)_taken == Receive.UsedIndex) return false;
        (uint head, uint written) = Receive.Used(_taken++);
        packet = Packet.Of(Ram.Span(Ram.Read<ulong>(Receive.Descriptors + (16 * head)), (int)written));
        Receive.Offer((ushort)head);
        Driver.Kick(0);
        Driver.Settle();
        return true;
    }

    public void AssertNothing() => Assert.Equal(Receive.UsedIndex, (ushort)_taken);

    /// <summary>A connection that the guest asked for and got.</summary>
    public FakeEnd Open(uint port = GuestPort, uint bufferSize = 0x4_0000)
    {
        Send(new Packet { Operation = Packet.Request, SourcePort = port, BufferSize = bufferSize });
        Assert.Equal(Packet.Response, Next().Operation);
        return End;
    }

    /// <summary>A connection that the host asked for; the guest has not answered yet.</summary>
    public FakeEnd Connect(uint port = GuestPort)
    {
        FakeEnd end = new();
        end.Connection = Device.Connect(port, end);
        Look();
        return end;
    }

    public void Dispose() => Driver.Dispose();

    private FakeQueue Place(uint index)
    {
        Driver.PlaceQueue(index, Options.QueueSize);
        Driver.Out(MmioRegister.QueueReady, 1);
        return Driver.Queue;
    }

    public readonly struct Host(SocketRig rig) : ISocketHost
    {
        public ISocketEnd? Accept(SocketConnection connection)
        {
            if (!rig.Accepts) return null;
            FakeEnd end = new() { Connection = connection };
            rig.Accepted.Add(end);
            return end;
        }
    }
}
