using KvmSdk.Devices.Memory;
using KvmSdk.Devices.Virtio.Mmio;
using KvmSdk.Devices.Virtio.Socket;

namespace KvmSdk.Fuzz.Targets;

/// <summary>The virtio socket device between a guest and ends of the host's that take, give, stop and vanish as the input has it.</summary>
internal sealed class VsockTarget : VirtioTarget<SocketDevice<VsockTarget.Ports>>
{
    private const uint Cid = 3;
    private const int MostConnections = 4;
    private const int LargeBuffer = 8192;

    // The first port of the host's that a connection gets here: behind it the numbers begin anew.
    private const uint FirstPort = uint.MaxValue - 1;

    private readonly List<End> _ends = [];
    private SocketDevice<Ports>? _device;
    private byte _mood;

    public override string Name => "vsock";

    protected override IEnumerable<Script> Scripts =>
    [
        // The guest connects, sends, hears, closes one direction and the other.
        Buffers().Ram(0x2000, Packet(1)).Sends(0, 0x2000, 44).Ram(0x2100, [.. Packet(5, length: 20), .. new byte[20]]).Sends(1, 0x2100, 64)
            .Host(Verb(0, 1)).Host(Verb(2, 0)).Ram(0x2000, Packet(4, flags: 2)).Sends(2, 0x2000, 44).Ram(0x2000, Packet(4, flags: 3)).Sends(3, 0x2000, 44),

        // The host connects, the guest accepts; it takes nothing for a while, then everything, and closes.
        Buffers().Host(Verb(1, 5)).Serve(0).Ram(0x2000, Packet(2, hostPort: FirstPort, guestPort: 5)).Sends(0, 0x2000, 44).Host(Verb(0, 2))
            .Ram(0x2100, [.. Packet(5, FirstPort, 5, length: 30), .. new byte[30]]).Sends(1, 0x2100, 74).Host(Verb(4, 0)).Host(Verb(0, 1)).Host(Verb(3, 0)).Host(Verb(5, 0))
            .Ram(0x2000, Packet(3, FirstPort, 5)).Sends(2, 0x2000, 44),

        // Nobody listens; the guest asks for credit where there is no connection; the host gives up before the guest answers.
        Buffers().Host(Verb(0, 7)).Ram(0x2000, Packet(1)).Sends(0, 0x2000, 44).Ram(0x2000, Packet(7)).Sends(1, 0x2000, 44).Host(Verb(1, 9)).Serve(0).Host(Verb(6, 0)),

        // A guest with little room is given more than that, says that it has taken some, and gives up.
        Buffers().Ram(0x2000, Packet(1, room: 16)).Sends(0, 0x2000, 44).Host(Verb(0, 3)).Host(Verb(2, 0)).Ram(0x2000, Packet(6, room: 16, forwarded: 16)).Sends(1, 0x2000, 44)
            .Ram(0x2000, Packet(3)).Sends(2, 0x2000, 44),

        // The events' queue.
        new Script().Start().Descriptor(2, 0, 0x2000, 8, 2, 0).Offer(2, 0).Notify(2).Serve(2).Host(Verb(7, 0)).Start(),
    ];

    protected override SocketDevice<Ports> Make()
    {
        _ends.Clear();
        _mood = 0;
        _device = new SocketDevice<Ports>(
            new Ports(this),
            new SocketDeviceOptions { GuestCid = Cid, MaxConnections = MostConnections, LargeBuffers = 2, LargeBufferSize = LargeBuffer, SmallBufferSize = 4096, QueueSize = 8 });
        _device.Restore(new SocketState { GuestCid = Cid, NextHostPort = FirstPort });
        return _device;
    }

    // Three bits of what to do, five of how or with which end.
    protected override void HostEvent(SocketDevice<Ports> device, MmioTransport<SocketDevice<Ports>, NoInterrupt> transport, byte what)
    {
        int number = what >> 3;
        End? end = _ends.Count == 0 ? null : _ends[number % _ends.Count];
        switch (what & 7)
        {
            case 0: _mood = (byte)number; break;
            case 1: Connect(device, (uint)number); break;
            case 2 when end is not null: device.Ready(end.Connection); break;
            case 3 when end is not null: device.Drain(end.Connection); break;
            case 4 when end is not null: Read(device, end); break;
            case 5 when end is not null:
                _ends.Remove(end);
                device.Close(end.Connection);
                break;
            case 6 when end is not null:
                _ends.Remove(end);
                device.Abort(end.Connection);
                break;
            case 7:
                Require(device.Save().GuestCid == Cid, "a saved state has another address");
                if (number == 0) device.EndAll();
                break;
        }

        transport.Notify(SocketDevice<Ports>.ReceiveQueue, mayWait: true);
        RequireSound(device);
    }

    // What a driver knew has ended with it, and what it has sent can still be taken.
    protected override void AfterReset(SocketDevice<Ports> device)
    {
        _mood = 1;
        foreach (End end in _ends.ToArray())
        {
            if (device.Waiting(end.Connection) > 0)
            {
                device.Drain(end.Connection);
                Require(!_ends.Contains(end), "a connection is there whose bytes were all taken, without a driver");
            }
            else
            {
                Require(!end.IsOpened, "a connection is open without a driver");
                _ends.Remove(end);
                device.Abort(end.Connection);
            }
        }

        Require(device.Connections == 0, "a connection is left that nobody has");
    }

    private static byte Verb(int what, int number) => (byte)(what | (number << 3));

    private static Script Buffers() => new Script().Start()
        .Descriptor(0, 0, 0x4000, 0x200, 2, 0).Offer(0, 0).Descriptor(0, 1, 0x4200, 0x200, 2, 0).Offer(0, 1).Descriptor(0, 2, 0x4400, 44, 2, 3).Descriptor(0, 3, 0x4600, 0x100, 2, 0).Offer(0, 2);

    private static byte[] Packet(ushort operation, uint hostPort = 1024, uint guestPort = 5000, uint length = 0, uint flags = 0, uint room = 4096, uint forwarded = 0) =>
    [
        .. BitConverter.GetBytes((ulong)Cid), .. BitConverter.GetBytes(2UL), .. BitConverter.GetBytes(guestPort), .. BitConverter.GetBytes(hostPort), .. BitConverter.GetBytes(length),
        1, 0, .. BitConverter.GetBytes(operation), .. BitConverter.GetBytes(flags), .. BitConverter.GetBytes(room), .. BitConverter.GetBytes(forwarded),
    ];

    private void Connect(SocketDevice<Ports> device, uint port)
    {
        End end = new(this, isOpened: false);
        if (device.Connect(port, end) is not { } connection)
        {
            Require(device.Connections == MostConnections, "a connection was refused although there is room");
            return;
        }

        end.Connection = connection;
        _ends.Add(end);
    }

    private static void Read(SocketDevice<Ports> device, End end)
    {
        int waiting = device.Waiting(end.Connection);
        byte[] target = new byte[100];
        int count = device.Read(end.Connection, target);
        Require(count == Math.Min(waiting, target.Length), "another number of bytes was read than waited");
        end.Taken += count;
    }

    private End? Accept(SocketConnection connection)
    {
        if (_mood == 7) return null;
        End end = new(this, isOpened: true) { Connection = connection };
        _ends.Add(end);
        return end;
    }

    private void RequireSound(SocketDevice<Ports> device)
    {
        Require(device.Connections <= MostConnections, "there are more connections than there can be");
        Require(device.Connections >= _ends.Count, "there are fewer connections than the host has ends");
        foreach (End end in _ends) Require(device.Waiting(end.Connection) <= LargeBuffer, "more waits than a buffer holds");
    }

    internal readonly struct Ports(VsockTarget target) : ISocketHost
    {
        public ISocketEnd? Accept(SocketConnection connection) => target.Accept(connection);
    }

    /// <summary>An end of the host's, which knows what a device must not do to it.</summary>
    internal sealed class End(VsockTarget target, bool isOpened) : ISocketEnd
    {
        private bool _givesNoMore;
        private bool _takesNoMore;
        private bool _isEndTold;

        public SocketConnection Connection { get; set; } = null!;

        public bool IsOpened { get; private set; } = isOpened;

        public int Taken { get; set; }

        public int Receive(ReadOnlySpan<IoVector> pieces)
        {
            RequireOpen();
            Require(!_givesNoMore, "an end is asked for bytes that said it has no more");
            target.RequireInRam(pieces);
            int room = Total(pieces);
            Require(room is > 0 and <= SocketFormat.LargestPayload, "an end is asked for no bytes, or for more than a packet has");
            switch (target._mood % 6)
            {
                case 1: return Fill(pieces, Math.Min(room, 10));
                case 3: return Fill(pieces, room);
                case 4:
                    _givesNoMore = true;
                    return ISocketEnd.NoMore;
                case 5:
                    target._ends.Remove(this);
                    return ISocketEnd.Gone;
                default: return 0;
            }
        }

        public int Send(ReadOnlySpan<IoVector> pieces)
        {
            RequireOpen();
            Require(!_takesNoMore, "an end is given bytes that said it takes no more");
            Require(!_isEndTold, "an end is given bytes after the last one");
            int length = Total(pieces);
            Require(length is > 0 and <= RamSize, "an end is given no bytes, or more than there can be");
            int count = (target._mood % 5) switch { 1 => length, 3 => length / 2, 4 => ISocketEnd.NoMore, _ => 0 };
            _takesNoMore = count < 0;
            Taken += Math.Max(count, 0);
            return count;
        }

        public void OnOpened()
        {
            RequireAlive();
            Require(!IsOpened, "an end is opened twice");
            IsOpened = true;
        }

        public void OnGuestShutdown(SocketShutdown how)
        {
            RequireOpen();
            if ((how & SocketShutdown.Send) == 0) return;
            Require(!_isEndTold, "an end is told twice that no more bytes come");
            Require(target._device!.Waiting(Connection) == 0, "an end is told that no more bytes come, and some wait");
            _isEndTold = true;
        }

        public void OnClosed(SocketEnding ending)
        {
            RequireAlive();
            target._ends.Remove(this);
            Plant(ending == SocketEnding.Reset && Taken > 0);
        }

        private static int Total(ReadOnlySpan<IoVector> pieces)
        {
            ulong total = 0;
            foreach (IoVector piece in pieces) total += piece.Length;
            return checked((int)total);
        }

        private static int Fill(ReadOnlySpan<IoVector> pieces, int count)
        {
            int left = count;
            foreach (IoVector piece in pieces)
            {
                Span<byte> part = piece.First(left);
                part.Fill(0x66);
                left -= part.Length;
            }

            return count - left;
        }

        private void RequireAlive() => Require(target._ends.Contains(this), "an end is called that is gone");

        private void RequireOpen()
        {
            RequireAlive();
            Require(IsOpened, "an end is called that is not open");
        }
    }
}
