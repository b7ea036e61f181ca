using CsCheck;
using KvmSdk.Devices.Tests.Memory;
using KvmSdk.Devices.Virtio;
using KvmSdk.Devices.Virtio.Socket;

namespace KvmSdk.Devices.Tests.Virtio.Socket;

public sealed class SocketPropertyTests
{
    private const int Places = 4;

    private static readonly SocketDeviceOptions Few =
        new() { GuestCid = SocketRig.Cid, QueueSize = 16, MaxConnections = Places, LargeBuffers = 2, LargeBufferSize = 8192, SmallBufferSize = 4096 };

    private enum Kind
    {
        Packet,
        Buffer,
        Corrupt,
        Scribble,
        Index,
        Kick,
        Connect,
        Give,
        Take,
        Close,
        Stop,
        Register,
        Restart,
    }

    private static readonly Gen<(Kind Kind, uint A, uint B, ushort C)> Steps = Gen.Select(
        Gen.Frequency((1, Gen.Enum<Kind>()), (8, Gen.Const(Kind.Packet)), (4, Gen.Const(Kind.Buffer)), (4, Gen.Const(Kind.Kick)), (3, Gen.Const(Kind.Connect)), (3, Gen.Const(Kind.Give))),
        Gen.Frequency((8, Gen.UInt[0, 15]), (1, Gen.UInt)),
        Gen.Frequency((6, Gen.UInt[0, 1600]), (3, Gen.UInt[0, 66_000]), (1, Gen.UInt)),
        Gen.Frequency((8, Gen.UShort[0, 8]), (1, Gen.UShort)));

    [Fact]
    public void No_traffic_throws_leaves_ram_or_takes_more_than_it_may()
    {
        ulong opened = 0;
        ulong bytes = 0;
        int broken = 0;
        Steps.Array[0, 150].Sample(
            steps =>
            {
                using SocketRig rig = new(Few);
                List<FakeEnd> ends = [];
                foreach (var step in steps)
                {
                    Apply(rig, ends, step);
                    rig.Driver.Settle();
                    Assert.InRange(rig.Device.Connections, 0, Places);
                }

                Interlocked.Add(ref opened, rig.Traffic.ConnectionsFromGuest + rig.Traffic.ConnectionsFromHost);
                Interlocked.Add(ref bytes, rig.Traffic.BytesReceived + rig.Traffic.BytesSent);
                if ((rig.Driver.Status & VirtioStatus.NeedsReset) != 0) Interlocked.Increment(ref broken);
            },
            iter: 2_000);

        // The traffic is hostile but not hopeless: connections are made, bytes get through, and queues break.
        Assert.True(opened > 1_000, $"only {opened} connections were made");
        Assert.True(bytes > 100_000, $"only {bytes} bytes got through");
        Assert.True(broken > 100, $"only {broken} queues broke");
    }

    private static void Apply(SocketRig rig, List<FakeEnd> ends, (Kind Kind, uint A, uint B, ushort C) step)
    {
        FakeQueue queue = (step.C & 1) == 0 ? rig.Receive : rig.Transmit;
        FakeEnd? end = rig.Accepted.Concat(ends).Where(one => one.Connection is not null).ElementAtOrDefault((int)(step.A % 5));
        switch (step.Kind)
        {
            case Kind.Packet: Packet(rig, ends, step.A, step.B, step.C); break;
            case Kind.Buffer: rig.Receive.Offer(Piece.Out(GuestRam.HighBase + (step.A % 8 * 0x1000), Math.Min(step.B + 45, 0x1000))); break;
            case Kind.Corrupt: queue.Describe((int)(step.A % 16), new Piece(SocketRig.Data + step.B, step.B, step.C), (ushort)(step.B % 17)); break;
            case Kind.Scribble: rig.Ram.Low[(int)(step.B % GuestRam.LowSize)] = (byte)step.C; break;
            case Kind.Index: queue.AvailableIndex = step.C; break;
            case Kind.Kick: rig.Driver.Kick(step.A % 4); break;
            case Kind.Connect: Connect(rig, ends, step.A); break;
            case Kind.Give when end is not null:
                for (int i = 0; i < step.B % 5000; i++) end.Outgoing.Enqueue((byte)i);
                end.IsDone |= step.C == 5;
                rig.Device.Ready(end.Connection!);
                rig.Look();
                break;
            case Kind.Take when end is not null:
                end.Appetite = (step.C & 1) == 0 ? 0 : int.MaxValue;
                rig.Device.Drain(end.Connection!);
                break;
            case Kind.Close when end is not null:
                if ((step.C & 1) == 0) rig.Device.Close(end.Connection!);
                else rig.Device.Abort(end.Connection!);
                end.Connection = null;
                break;
            case Kind.Stop when end is not null: end.IsFull = true; break;
            case Kind.Register: rig.Driver.Transport.Write((step.A * 7 % 0x45) * 4, 4, step.B); break;
            case Kind.Restart:
                rig.Ram.Low[..0x6000].Clear();
                rig.Start();
                break;
            default: break;
        }
    }

    private static void Connect(SocketRig rig, List<FakeEnd> ends, uint port)
    {
        FakeEnd end = new();
        end.Connection = rig.Device.Connect(port % 8, end);
        if (end.Connection is not null) ends.Add(end);
        rig.Look();
    }

    private static void Packet(SocketRig rig, List<FakeEnd> ends, uint a, uint b, ushort operation)
    {
        FakeEnd? own = ends.LastOrDefault(one => one.Connection is not null);
        bool isOwn = (a & 1) == 1 && own is not null;
        Packet packet = new()
        {
            Operation = operation,
            SourceCid = a == 15 ? 3UL : SocketRig.Cid,
            SourcePort = isOwn ? own!.Connection!.GuestPort : b % 8,
            DestinationPort = isOwn ? own!.Connection!.HostPort : SocketRig.HostPort,
            Flags = operation == 4 ? a : 0,
            Payload = operation == 5 ? new byte[b % 3000] : [],
            BufferSize = b,
            Forwarded = a > 15 ? b : 0,
        };
        if (a == 14) packet.Length = b;
        rig.Send(packet);
    }
}
