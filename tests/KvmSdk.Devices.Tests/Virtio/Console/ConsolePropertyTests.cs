using CsCheck;
using KvmSdk.Devices.Tests.Memory;
using KvmSdk.Devices.Virtio;

namespace KvmSdk.Devices.Tests.Virtio.Console;

public sealed class ConsolePropertyTests
{
    private const ushort Size = 16;

    private enum Kind
    {
        Output,
        Buffer,
        Control,
        ControlBuffers,
        Corrupt,
        Scribble,
        Offer,
        Index,
        Kick,
        Input,
        Room,
        Connect,
        Resize,
        Register,
        Restart,
    }

    private static readonly Gen<(Kind Kind, uint A, uint B, ushort C)> Steps = Gen.Select(
        Gen.Frequency(
            (1, Gen.Enum<Kind>()), (5, Gen.Const(Kind.Output)), (4, Gen.Const(Kind.Buffer)), (4, Gen.Const(Kind.Control)), (2, Gen.Const(Kind.ControlBuffers)),
            (4, Gen.Const(Kind.Input)), (2, Gen.Const(Kind.Room))),
        Gen.Frequency((8, Gen.UInt[0, 15]), (1, Gen.UInt)),
        Gen.Frequency((6, Gen.UInt[0, 3000]), (1, Gen.UInt)),
        Gen.Frequency((8, Gen.UShort[0, 9]), (1, Gen.UShort)));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void No_conversation_throws_leaves_ram_or_makes_up_bytes(bool hasPorts)
    {
        ulong sent = 0;
        ulong received = 0;
        int broken = 0;
        Gen.Select(Gen.ULong, Steps.Array[0, 150]).Sample(
            (accept, steps) =>
            {
                using ConsoleRig rig = new(hasPorts ? ["a", "org.example.b"] : null, accept | VirtioFeature.Version1, Size);
                ulong given = 0;
                foreach (var step in steps)
                {
                    given += Apply(rig, step, accept, hasPorts);
                    rig.Driver.Settle();
                }

                ulong wasSent = 0;
                ulong wasReceived = 0;
                for (int port = 0; port < (hasPorts ? 2 : 1); port++)
                {
                    wasSent += rig.Device.TrafficOf(port).BytesSent + rig.Device.TrafficOf(port).EmergencyBytes;
                    wasReceived += rig.Device.TrafficOf(port).BytesReceived;
                }

                Assert.Equal((rig.Consoles.Count, given), (wasSent, wasReceived));
                Interlocked.Add(ref sent, wasSent);
                Interlocked.Add(ref received, wasReceived);
                if ((rig.Driver.Status & VirtioStatus.NeedsReset) != 0) Interlocked.Increment(ref broken);
            },
            iter: 2_000);

        // The conversation is hostile but not hopeless: bytes get through both ways, and queues break.
        Assert.True(sent > 100_000, $"only {sent} bytes were sent");
        Assert.True(received > 10_000, $"only {received} bytes were received");
        Assert.True(broken > 100, $"only {broken} devices broke");
    }

    [Fact]
    public void A_hundred_thousand_buffers_each_way_allocate_nothing()
    {
        using ConsoleRig rig = new();
        rig.Consoles.Keeps = false;
        ushort output = rig[1].Chain(Piece.In(ConsoleRig.Data, 10), Piece.In(ConsoleRig.Data + 0x1000, 90));
        ushort input = rig[0].Chain(Piece.Out(ConsoleRig.Data + 0x2000, 50));
        byte[] typed = new byte[50];

        Assert.Equal(0, AllocationMeter.Measure(() =>
        {
            for (int i = 0; i < 100_000; i++)
            {
                rig[1].Offer(output);
                rig[1].UsedEvent = rig[1].UsedIndex;
                rig.Driver.Kick(1);
                rig[0].Offer(input);
                rig[0].UsedEvent = rig[0].UsedIndex;
                rig.Device.Receive(0, typed);
                rig.Driver.HandleInterrupt();
            }
        }));
        Assert.Equal((20_000_000UL, 10_000_000UL), (rig.Device.TrafficOf(0).BytesSent, rig.Device.TrafficOf(0).BytesReceived));
        Assert.True(rig.Driver.Interrupt.Edges >= 400_000);
    }

    [Fact]
    public void A_hundred_thousand_control_messages_allocate_nothing()
    {
        using ConsoleRig rig = new(["a"]);
        rig.OpenAll(1);
        rig.Consoles.Opened.Capacity = 1_000_000;
        ushort answer = rig[2].Chain(Piece.Out(ConsoleRig.Data + 0x4000, 64));
        rig.Ram.Span(ConsoleRig.Data + 0x5000, 8).Clear();
        rig.Ram.Write(ConsoleRig.Data + 0x5000, 1u);
        rig.Ram.Write(ConsoleRig.Data + 0x5004, (6u | (1u << 16)));
        ushort open = rig[3].Chain(Piece.In(ConsoleRig.Data + 0x5000, 8));
        Assert.Equal(0, AllocationMeter.Measure(() =>
        {
            for (int i = 0; i < 100_000; i++)
            {
                rig[3].Offer(open);
                rig.Driver.Kick(3);
                rig[2].Offer(answer);
                rig.Device.SetConnected(0, (i & 1) != 0);
                rig.Driver.HandleInterrupt();
            }
        }));
        Assert.Equal(15u, rig.Driver.Status);
    }

    private static ulong Apply(ConsoleRig rig, (Kind Kind, uint A, uint B, ushort C) step, ulong accept, bool hasPorts)
    {
        int queues = rig.Device.QueueCount;
        FakeQueue queue = rig[step.C % queues];
        int port = hasPorts ? (int)(step.A & 1) : 0;
        int send = (int)rig.Device.SendQueueOf(port);
        switch (step.Kind)
        {
            case Kind.Output:
                rig[send].Offer(Piece.In(ConsoleRig.Data + step.A, Math.Min(step.B, 0x4000)), Piece.In(ConsoleRig.Data, step.C));
                rig.Driver.Kick((uint)send);
                break;
            case Kind.Buffer:
                rig[send - 1].Offer(Piece.Out(ConsoleRig.Data + (step.A * 0x400), Math.Min(step.B, 0x4000)), Piece.Out(GuestRam.HighBase, step.B % 64));
                rig.Driver.Kick((uint)(send - 1));
                break;
            case Kind.Control when hasPorts: rig.Say(step.A % 4 == 3 ? step.B : step.A % 4, (ushort)(step.C % 9), (ushort)(step.B & 1)); break;
            case Kind.ControlBuffers when hasPorts: rig.OfferControl((int)(step.A % 5), step.B % 200); break;
            case Kind.Corrupt:
                queue.Describe((int)(step.A % Size), new Piece(ConsoleRig.Data + step.B, step.B, step.C), (ushort)(step.B % (Size + 1)));
                break;
            case Kind.Scribble: rig.Ram.Low[(int)(step.B % GuestRam.LowSize)] = (byte)step.C; break;
            case Kind.Offer: queue.Offer((ushort)(step.A % (Size + 1))); break;
            case Kind.Index: queue.AvailableIndex = step.C; break;
            case Kind.Kick: rig.Driver.Kick(step.A % (uint)(queues + 1)); break;
            case Kind.Input: return (ulong)rig.Device.Receive(port, new byte[step.B % 4000]);
            case Kind.Room:
                rig.Consoles.Room = (step.C & 3) == 0 ? int.MaxValue : (int)(step.B % 5000);
                rig.Driver.Transport.Notify((uint)send, mayWait: true);
                break;
            case Kind.Connect: rig.Device.SetConnected(port, (step.C & 1) != 0); break;
            case Kind.Resize: rig.Device.Resize((ushort)step.A, (ushort)step.B); break;
            case Kind.Register: rig.Driver.Transport.Write((step.A * 7 % 0x45) * 4, 4, step.B); break;
            case Kind.Restart:
                rig.Start(accept | VirtioFeature.Version1, Size);
                break;
        }

        return 0;
    }
}
