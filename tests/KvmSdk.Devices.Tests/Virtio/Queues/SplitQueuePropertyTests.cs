using CsCheck;
using KvmSdk.Devices.Memory;
using KvmSdk.Devices.Tests.Memory;
using KvmSdk.Devices.Virtio.Queues;

namespace KvmSdk.Devices.Tests.Virtio.Queues;

public sealed class SplitQueuePropertyTests
{
    private const ushort Size = 8;

    // Mostly plausible descriptors, so that chains get long before something is wrong with them.
    private static readonly Gen<(ulong Address, uint Length, ushort Flags, ushort Next)> Descriptors = Gen.Select(
        Gen.Frequency((8, Gen.ULong[QueueRig.Data, QueueRig.Data + 0x1000]), (4, Gen.ULong[QueueRig.Table, QueueRig.Table + 0x100]), (1, Gen.ULong)),
        Gen.Frequency((8, Gen.UInt[0, 64]), (4, Gen.Const(128u)), (1, Gen.UInt)),
        Gen.Frequency((12, Gen.UShort[0, 3]), (3, Gen.UShort[4, 7]), (1, Gen.UShort)),
        Gen.Frequency((12, Gen.UShort[0, Size - 1]), (1, Gen.UShort)));

    [Fact]
    public void Whatever_guest_memory_holds_a_chain_lies_in_ram_in_order_and_within_bounds()
    {
        int chains = 0;
        Gen.Select(Descriptors.Array[Size], Descriptors.Array[16], Gen.UShort[0, 9].Array[1, 12], Gen.Int[0, 10]).Sample(
            (table, indirect, heads, ahead) =>
            {
                using QueueRig rig = new(Size);
                for (int i = 0; i < table.Length; i++) Describe(rig, rig.Driver.Descriptors, i, table[i]);
                for (int i = 0; i < indirect.Length; i++) Describe(rig, QueueRig.Table, i, indirect[i]);
                for (int i = 0; i < heads.Length; i++) rig.Driver.Offer(heads[i]);
                rig.Driver.AvailableIndex = (ushort)ahead;

                for (int taken = 0; ; taken++)
                {
                    QueuePop pop = rig.Pop();
                    if (pop != QueuePop.Chain) break;
                    // No more chains than were offered, so a device's loop over them ends.
                    Assert.True(taken < ahead);
                    Assert.True(rig.Chain.Head < Size);
                    Assert.InRange(rig.Chain.Readable.Length + rig.Chain.Writable.Length, 0, Size);
                    Assert.Equal(rig.Chain.ReadableLength, CheckedLength(rig, rig.Chain.Readable));
                    Assert.Equal(rig.Chain.WritableLength, CheckedLength(rig, rig.Chain.Writable));
                    rig.Queue.Push(rig.Chain.Head, (uint)rig.Chain.WritableLength);
                    rig.Queue.TakeInterrupt();
                    Assert.Equal(taken + 1, rig.Driver.UsedIndex);
                    if (rig.Chain.ReadableLength + rig.Chain.WritableLength > 0) Interlocked.Increment(ref chains);
                }
            },
            iter: 5_000);

        // Hostile, but not hopeless: many chains are good.
        Assert.True(chains > 1_000, $"only {chains} chains were taken");
    }

    [Fact]
    public void A_hundred_thousand_chains_allocate_nothing()
    {
        using QueueRig rig = new(64);
        ushort direct = rig.Driver.Chain(Piece.In(QueueRig.Data, 16), Piece.Out(QueueRig.Data + 16, 512), Piece.Out(QueueRig.Data, 1));
        ushort indirect = rig.Driver.ChainIndirect(QueueRig.Table, Piece.In(QueueRig.Data, 16), Piece.Out(QueueRig.Data + 16, 512));
        int taken = 0;
        Assert.Equal(0, AllocationMeter.Measure(() =>
        {
            for (int i = 0; i < 50_000; i++)
            {
                rig.Driver.Offer(direct);
                rig.Driver.Offer(indirect);
                rig.Queue.SuppressNotifications();
                while (rig.Pop() == QueuePop.Chain)
                {
                    rig.Chain.TryTake(out UInt128 _);
                    rig.Queue.Push(rig.Chain.Head, 1);
                    taken++;
                }

                rig.Queue.RequestNotifications();
                rig.Queue.TakeInterrupt();
            }
        }));
        Assert.Equal(200_000, taken);
    }

    private static void Describe(QueueRig rig, ulong table, int index, (ulong Address, uint Length, ushort Flags, ushort Next) descriptor) =>
        rig.Driver.Describe(table, index, new Piece(descriptor.Address, descriptor.Length, descriptor.Flags), descriptor.Next);

    private static unsafe ulong CheckedLength(QueueRig rig, ReadOnlySpan<IoVector> pieces)
    {
        Assert.True(rig.Ram.Map.TryGetPointer(GuestRam.LowBase, GuestRam.LowSize, out byte* low));
        Assert.True(rig.Ram.Map.TryGetPointer(GuestRam.HighBase, GuestRam.HighSize, out byte* high));
        ulong length = 0;
        foreach (IoVector piece in pieces)
        {
            Assert.NotEqual(0u, piece.Length);
            Assert.True(Inside(piece, low, GuestRam.LowSize) || Inside(piece, high, GuestRam.HighSize));
            length += piece.Length;
        }

        return length;
    }

    private static unsafe bool Inside(IoVector piece, byte* start, ulong size) =>
        piece.Base >= start && piece.Base + piece.Length <= start + size;
}
