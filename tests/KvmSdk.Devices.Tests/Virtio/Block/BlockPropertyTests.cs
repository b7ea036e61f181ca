using CsCheck;
using KvmSdk.Devices.Tests.Memory;
using KvmSdk.Devices.Virtio;
using KvmSdk.Devices.Virtio.Mmio;

namespace KvmSdk.Devices.Tests.Virtio.Block;

public sealed class BlockPropertyTests
{
    private const ushort Size = 16;

    private enum Kind
    {
        Request,
        Corrupt,
        Scribble,
        Offer,
        Index,
        Kick,
        Complete,
        Register,
        Restart,
    }

    private static readonly uint[] Types =
        [BlockRig.In, BlockRig.Out, BlockRig.FlushType, BlockRig.GetId, BlockRig.DiscardType, BlockRig.WriteZeroesType];

    // Mostly requests as a driver makes them, with operands around every boundary; between them all that no driver does.
    private static readonly Gen<(Kind Kind, uint A, uint B, ulong C, ushort D)> Steps = Gen.Select(
        Gen.Frequency((1, Gen.Enum<Kind>()), (8, Gen.Const(Kind.Request)), (6, Gen.Const(Kind.Kick)), (3, Gen.Const(Kind.Complete)), (1, Gen.Const(Kind.Restart))),
        Gen.Frequency((8, Gen.UInt[0, 15]), (1, Gen.UInt)),
        Gen.Frequency((8, Gen.UInt[0, 4].Select(i => i * 512)), (1, Gen.UInt[0, 64]), (1, Gen.UInt)),
        Gen.Frequency((8, Gen.ULong[0, 66]), (1, Gen.ULong)),
        Gen.Frequency((8, Gen.UShort[0, 7]), (1, Gen.UShort)));

    [Fact]
    public void No_traffic_throws_leaves_ram_or_the_disk_or_loses_a_request()
    {
        int reached = 0;
        int broken = 0;
        Gen.Select(Gen.Bool, Steps.Array[0, 150]).Sample(
            (asynchronous, steps) =>
            {
                using BlockRig rig = new(new() { QueueSize = Size, Discard = true, WriteZeroes = true, RequestsInFlight = 4 });
                rig.Disk.Asynchronous = asynchronous;
                rig.Disk.Log = null;
                foreach (var step in steps)
                {
                    int requests = rig.Disk.Requests;
                    Apply(rig, step);
                    // One notification serves at most one queue's worth; the disk checks its own bounds (it would throw).
                    Assert.InRange(rig.Disk.Requests - requests, 0, Size);
                    Assert.Equal(rig.Disk.Waiting.Count, rig.Device.PendingRequests);
                    Assert.InRange(rig.Device.PendingRequests, 0, 4);
                }

                Interlocked.Add(ref reached, rig.Disk.Requests);
                if ((rig.Driver.Status & VirtioStatus.NeedsReset) != 0) Interlocked.Increment(ref broken);
            },
            iter: 3_000);

        // The traffic is hostile but not hopeless: requests get to the disk, and queues break.
        Assert.True(reached > 8_000, $"only {reached} requests reached the disk");
        Assert.True(broken > 100, $"only {broken} queues broke");
    }

    [Fact]
    public void A_hundred_thousand_requests_allocate_nothing()
    {
        using BlockRig rig = new();
        rig.Disk.Log = null;
        rig.WriteHeader(0, BlockRig.In, 1);
        rig.WriteHeader(1, BlockRig.Out, 2);
        ushort read = rig.Queue.Chain(Piece.In(BlockRig.HeaderAt(0), 16), Piece.Out(BlockRig.Data, 512), Piece.Out(BlockRig.StatusAt(0), 1));
        ushort write = rig.Queue.ChainIndirect(
            FakeTable, Piece.In(BlockRig.HeaderAt(1), 16), Piece.In(BlockRig.Data, 512), Piece.Out(BlockRig.StatusAt(1), 1));

        Assert.Equal(0, AllocationMeter.Measure(() =>
        {
            for (int i = 0; i < 50_000; i++)
            {
                rig.Queue.Offer(read);
                rig.Queue.Offer(write);
                rig.Queue.UsedEvent = rig.Queue.UsedIndex;
                rig.Driver.Kick();
                rig.Driver.HandleInterrupt();
            }
        }));
        Assert.Equal(200_000, rig.Disk.Requests);
        Assert.True(rig.Driver.Interrupt.Edges >= 100_000);
        Assert.Equal(0, rig.StatusOf(0) + rig.StatusOf(1));
    }

    private const ulong FakeTable = GuestRam.LowBase + 0x8000;

    private static void Apply(BlockRig rig, (Kind Kind, uint A, uint B, ulong C, ushort D) step)
    {
        switch (step.Kind)
        {
            case Kind.Request: Request(rig, step.A < 12 ? Types[step.A % 6] : step.A, step.B, step.C, step.D); break;
            case Kind.Corrupt: Corrupt(rig, step.A, step.B, step.C, step.D); break;
            case Kind.Scribble: rig.Ram.Low[(int)(step.C % GuestRam.LowSize)] = (byte)step.D; break;
            case Kind.Offer: rig.Queue.Offer((ushort)(step.A % (Size + 1))); break;
            case Kind.Index: rig.Queue.AvailableIndex = step.D; break;
            case Kind.Kick: rig.Driver.Kick(step.A == 15 ? 1u : 0); break;
            case Kind.Complete: Complete(rig); break;
            case Kind.Register: rig.Driver.Transport.Write((step.A * 7 % 0x45) * 4, 4, step.C); break;
            default: Restart(rig); break;
        }
    }

    private static void Request(BlockRig rig, uint type, uint length, ulong sector, ushort shape)
    {
        int slot = shape % 16;
        // The guest writes or reads as the type says, and one time in eight the other way round.
        bool readable = (type is BlockRig.Out or BlockRig.DiscardType or BlockRig.WriteZeroesType) != (shape == 7);
        if (type is BlockRig.DiscardType or BlockRig.WriteZeroesType)
        {
            rig.WriteRange(BlockRig.Data, sector, length / 512, shape & 1u);
            length = 16;
        }

        Piece data = readable ? Piece.In(BlockRig.Data, length) : Piece.Out(BlockRig.Data, length);
        if ((shape & 2) == 0)
        {
            rig.Offer(slot, type, sector, data);
            return;
        }

        rig.WriteHeader(slot, type, sector);
        rig.Queue.Offer(rig.Queue.ChainIndirect(FakeTable, Piece.In(BlockRig.HeaderAt(slot), 16), data, Piece.Out(BlockRig.StatusAt(slot), 1)));
    }

    private static void Corrupt(BlockRig rig, uint index, uint length, ulong address, ushort flags) => rig.Queue.Describe(
        (flags & 8) != 0 ? FakeTable : rig.Queue.Descriptors, (int)(index % Size), new Piece(address, length, flags), (ushort)(address % (Size + 1)));

    private static void Complete(BlockRig rig)
    {
        if (!rig.Disk.Waiting.TryDequeue(out var request)) return;
        rig.Device.Complete(request, rig.Disk.Execute(request));
        rig.Driver.Transport.Notify(0, mayWait: true);
    }

    private static void Restart(BlockRig rig)
    {
        // The shell's duty: nothing is under way when a reset is let through.
        while (rig.Disk.Waiting.TryDequeue(out var request)) rig.Device.Complete(request, rig.Disk.Execute(request));
        rig.Ram.Low[..0x2000].Clear();
        rig.Driver.Start(Size);
        Assert.Equal(0u, rig.Driver.In(MmioRegister.InterruptStatus));
    }
}
