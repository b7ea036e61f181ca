using CsCheck;
using KvmSdk.Devices.Tests.Memory;
using KvmSdk.Devices.Virtio;
using KvmSdk.Devices.Virtio.Net;

namespace KvmSdk.Devices.Tests.Virtio.Net;

public sealed class NetPropertyTests
{
    private const ushort Size = 16;

    private enum Kind
    {
        Buffer,
        Frame,
        Corrupt,
        Scribble,
        Offer,
        Index,
        Kick,
        Arrive,
        Link,
        Register,
        Restart,
        Command,
        Full,
    }

    private static readonly Gen<(Kind Kind, uint A, uint B, ushort C)> Steps = Gen.Select(
        Gen.Frequency(
            (1, Gen.Enum<Kind>()), (6, Gen.Const(Kind.Buffer)), (6, Gen.Const(Kind.Frame)), (6, Gen.Const(Kind.Kick)), (6, Gen.Const(Kind.Arrive)), (1, Gen.Const(Kind.Restart))),
        Gen.Frequency((8, Gen.UInt[0, 15]), (1, Gen.UInt)),
        Gen.Frequency((6, Gen.UInt[0, 1600]), (3, Gen.UInt[0, 66_000]), (1, Gen.UInt)),
        Gen.Frequency((8, Gen.UShort[0, 7]), (1, Gen.UShort)));

    [Fact]
    public void No_traffic_throws_leaves_ram_or_makes_up_frames()
    {
        ulong received = 0;
        ulong sent = 0;
        int broken = 0;
        Gen.Select(Gen.ULong, Steps.Array[0, 150]).Sample(
            (accept, steps) =>
            {
                using NetRig rig = new(accept | VirtioFeature.Version1, Size, pairs: (accept & 1) == 0 ? 1 : 2);
                ulong arrived = 0;
                foreach (var step in steps)
                {
                    Apply(rig, step, accept);
                    arrived += step.Kind == Kind.Arrive ? 1UL : 0;
                    Assert.True(rig.Traffic.FramesReceived + rig.Traffic.ReceiveDrops <= arrived);
                    Assert.Equal((ulong)rig.Network.SentCount, rig.Traffic.FramesSent);
                }

                Interlocked.Add(ref received, rig.Traffic.FramesReceived);
                Interlocked.Add(ref sent, rig.Traffic.FramesSent);
                if ((rig.Driver.Status & VirtioStatus.NeedsReset) != 0) Interlocked.Increment(ref broken);
            },
            iter: 2_000);

        // The traffic is hostile but not hopeless: frames get through both ways, and queues break.
        Assert.True(received > 2_000, $"only {received} frames were received");
        Assert.True(sent > 2_000, $"only {sent} frames were sent");
        Assert.True(broken > 100, $"only {broken} queues broke");
    }

    [Fact]
    public void A_hundred_thousand_frames_each_way_allocate_nothing()
    {
        using NetRig rig = new(ulong.MaxValue & ~NetFeature.GuestOffloads, size: 16);
        rig.Network.Keeps = false;
        rig.Network.Endless = NetRig.Frame(1400);
        ushort one = rig.Receive.Chain(Piece.Out(NetRig.Data, 1024));
        ushort two = rig.Receive.Chain(Piece.Out(NetRig.Data + 0x1000, 1024));
        NetRig.Frame(1000).CopyTo(rig.Ram.Span(NetRig.Data + 0x4000, 1012));
        ushort frame = rig.Transmit.Chain(Piece.In(NetRig.Data + 0x4000, 12), Piece.In(NetRig.Data + 0x400C, 1000));

        Assert.Equal(0, AllocationMeter.Measure(() =>
        {
            for (int i = 0; i < 100_000; i++)
            {
                rig.Receive.Offer(one);
                rig.Receive.Offer(two);
                rig.Receive.UsedEvent = rig.Receive.UsedIndex;
                rig.Driver.Kick();
                rig.Transmit.Offer(frame);
                rig.Transmit.UsedEvent = rig.Transmit.UsedIndex;
                rig.Kick();
                rig.Driver.HandleInterrupt();
            }
        }));
        Assert.Equal((200_000UL, 200_000UL), (rig.Traffic.FramesReceived, rig.Traffic.FramesSent));
        Assert.Equal(200_000UL * 1400, rig.Traffic.BytesReceived);
        Assert.True(rig.Driver.Interrupt.Edges >= 400_000);
    }

    private static void Apply(NetRig rig, (Kind Kind, uint A, uint B, ushort C) step, ulong accept)
    {
        FakeQueue queue = (step.C & 1) == 0 ? rig.Receive : rig.Transmit;
        switch (step.Kind)
        {
            case Kind.Buffer: rig.Receive.Offer(Piece.Out(NetRig.Data + (step.A * 0x800), Math.Min(step.B + 12, 0x8000)), Piece.Out(GuestRam.HighBase, step.B % 0x1_0000)); break;
            case Kind.Frame: Frame(rig, step.A, step.B, step.C); break;
            case Kind.Corrupt:
                queue.Describe((step.C & 8) != 0 ? NetRig.Table : queue.Descriptors, (int)(step.A % Size), new Piece(NetRig.Data + step.B, step.B, step.C), (ushort)(step.B % (Size + 1)));
                break;
            case Kind.Scribble: rig.Ram.Low[(int)(step.B % GuestRam.LowSize)] = (byte)step.C; break;
            case Kind.Offer: queue.Offer((ushort)(step.A % (Size + 1))); break;
            case Kind.Index: queue.AvailableIndex = step.C; break;
            case Kind.Kick: rig.Driver.Kick(step.A % 6); break;
            case Kind.Command: if (rig.Further.Count > 0) rig.Command((byte)(step.A % 6), (byte)(step.B & 1), (byte)step.C, (byte)(step.C >> 8)); break;
            case Kind.Full: rig.Network.CanSend = (step.C & 1) == 0; break;
            case Kind.Arrive: rig.Arrive(NetRig.Frame((int)(step.B % 66_000), (byte)(step.C & 1), (byte)(step.A == 7 ? 1 : 0), step.C)); break;
            case Kind.Link: rig.Device.SetLink((step.C & 3) != 0); break;
            case Kind.Register: rig.Driver.Transport.Write((step.A * 7 % 0x45) * 4, 4, step.B); break;
            default:
                rig.Ram.Low[..0xA000].Clear();
                rig.Network.CanSend = true;
                rig.Device.SetLink(true);
                rig.Start(accept | VirtioFeature.Version1, Size);
                break;
        }

        rig.Driver.Settle();
    }

    private static void Frame(NetRig rig, uint a, uint b, ushort c)
    {
        uint length = Math.Min(b, 0x8000);
        NetRig.Frame((int)Math.Min(length, 100), (byte)(c & 1), (byte)(a == 7 ? 1 : a == 8 ? 4 : 0), c, 34, 16).CopyTo(rig.Ram.Span(NetRig.Data + 0x8000, (int)Math.Min(length, 100) + 12));
        rig.Transmit.Offer(Piece.In(NetRig.Data + 0x8000, 12 + Math.Min(length, 0x7000)), Piece.In(NetRig.Data, c == 7 ? 0 : length));
    }
}
