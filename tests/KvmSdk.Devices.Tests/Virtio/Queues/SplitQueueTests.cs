using KvmSdk.Devices.Memory;
using KvmSdk.Devices.Tests.Memory;
using KvmSdk.Devices.Virtio;
using KvmSdk.Devices.Virtio.Queues;

namespace KvmSdk.Devices.Tests.Virtio.Queues;

public sealed unsafe class SplitQueueTests : IDisposable
{
    private readonly QueueRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void An_empty_queue_gives_nothing() => Assert.Equal(QueuePop.Empty, _rig.Pop());

    [Fact]
    public void A_chain_arrives_as_readable_then_writable_memory_and_goes_back_by_its_head()
    {
        _rig.Driver.Describe(5, new Piece(QueueRig.Data, 16, Piece.Next), 2);
        _rig.Driver.Describe(2, new Piece(GuestRam.HighBase, 512, Piece.Next | Piece.Write), 7);
        _rig.Driver.Describe(7, Piece.Out(QueueRig.Data + 64, 1));
        _rig.Driver.Offer(5);

        Assert.Equal(QueuePop.Chain, _rig.Pop());
        Assert.Equal(5, _rig.Chain.Head);
        Assert.Equal(16UL, _rig.Chain.ReadableLength);
        Assert.Equal(513UL, _rig.Chain.WritableLength);
        AssertPieces(_rig.Chain.Readable, (QueueRig.Data, 16));
        AssertPieces(_rig.Chain.Writable, (GuestRam.HighBase, 512), (QueueRig.Data + 64, 1));
        Assert.Equal(QueuePop.Empty, _rig.Pop());

        _rig.Queue.Push(5, 513);
        Assert.Equal(1, _rig.Driver.UsedIndex);
        Assert.Equal((5u, 513u), _rig.Driver.Used(0));
    }

    [Fact]
    public void Indices_run_around_the_ring_and_around_16_bits()
    {
        for (int i = 0; i < 70_000; i++)
        {
            ushort head = _rig.Driver.Offer(Piece.In(QueueRig.Data, 4));
            Assert.Equal(QueuePop.Chain, _rig.Pop());
            Assert.Equal(head, _rig.Chain.Head);
            _rig.Queue.Push(head, (uint)i);
            Assert.Equal((ushort)(i + 1), _rig.Driver.UsedIndex);
            Assert.Equal((head, (uint)i), _rig.Driver.Used(i));
        }
    }

    [Fact]
    public void A_full_ring_is_taken_in_order()
    {
        for (ushort i = 0; i < 8; i++) _rig.Driver.Offer(Piece.In(QueueRig.Data + i, 1));
        for (ushort i = 0; i < 8; i++)
        {
            Assert.Equal(QueuePop.Chain, _rig.Pop());
            Assert.Equal(i, _rig.Chain.Head);
        }

        Assert.Equal(QueuePop.Empty, _rig.Pop());
    }

    [Fact]
    public void An_indirect_table_replaces_the_descriptor_that_points_to_it()
    {
        ushort head = _rig.Driver.ChainIndirect(QueueRig.Table, Piece.In(QueueRig.Data, 3), Piece.Out(QueueRig.Data + 8, 5));
        _rig.Driver.Offer(head);
        Assert.Equal(QueuePop.Chain, _rig.Pop());
        Assert.Equal(head, _rig.Chain.Head);
        AssertPieces(_rig.Chain.Readable, (QueueRig.Data, 3));
        AssertPieces(_rig.Chain.Writable, (QueueRig.Data + 8, 5));
    }

    [Fact]
    public void Ordinary_descriptors_may_come_before_an_indirect_one()
    {
        _rig.Driver.Describe(QueueRig.Table, 0, Piece.Out(QueueRig.Data + 8, 5));
        _rig.Driver.Describe(0, new Piece(QueueRig.Data, 3, Piece.Next), 1);
        // The write flag of the descriptor that points to the table has no meaning.
        _rig.Driver.Describe(1, new Piece(QueueRig.Table, 16, Piece.Indirect | Piece.Write));
        _rig.Driver.Offer(0);
        Assert.Equal(QueuePop.Chain, _rig.Pop());
        AssertPieces(_rig.Chain.Readable, (QueueRig.Data, 3));
        AssertPieces(_rig.Chain.Writable, (QueueRig.Data + 8, 5));
    }

    [Fact]
    public void An_empty_descriptor_is_skipped_wherever_it_points()
    {
        _rig.Driver.Offer(new Piece(ulong.MaxValue, 0, Piece.Write), Piece.In(QueueRig.Data, 3), new Piece(0, 0), Piece.Out(QueueRig.Data, 1));
        Assert.Equal(QueuePop.Chain, _rig.Pop());
        AssertPieces(_rig.Chain.Readable, (QueueRig.Data, 3));
        AssertPieces(_rig.Chain.Writable, (QueueRig.Data, 1));
    }

    [Fact]
    public void A_chain_of_empty_descriptors_is_an_empty_chain()
    {
        _rig.Driver.Offer(new Piece(0, 0));
        Assert.Equal(QueuePop.Chain, _rig.Pop());
        Assert.Equal(0UL, _rig.Chain.ReadableLength + _rig.Chain.WritableLength);
        Assert.True(_rig.Chain.Readable.IsEmpty && _rig.Chain.Writable.IsEmpty);
    }

    [Fact]
    public void A_chain_as_long_as_the_queue_is_taken_directly_and_indirectly()
    {
        Piece[] pieces = [.. Enumerable.Range(0, 8).Select(i => Piece.In(QueueRig.Data + (uint)i, 1))];
        _rig.Driver.Offer(pieces);
        Assert.Equal(QueuePop.Chain, _rig.Pop());
        Assert.Equal(8, _rig.Chain.Readable.Length);
        _rig.Driver.Offer(_rig.Driver.ChainIndirect(QueueRig.Table, pieces));
        Assert.Equal(QueuePop.Chain, _rig.Pop());
        Assert.Equal(8, _rig.Chain.Readable.Length);
    }

    [Fact]
    public void A_reset_queue_is_idle_and_can_be_activated_again_from_the_start()
    {
        _rig.Driver.Offer(Piece.In(QueueRig.Data, 1));
        _rig.Pop();
        _rig.Queue.Reset();
        Assert.False(_rig.Queue.IsActive);
        Assert.Equal(0, _rig.Queue.Size);
        _rig.Driver.Offer(Piece.In(QueueRig.Data, 1));
        Assert.Equal(QueuePop.Empty, _rig.Pop());
        _rig.Queue.Push(0, 0);
        Assert.Equal(0, _rig.Driver.UsedIndex);
        QueueAddresses addresses = _rig.Driver.Addresses;
        Assert.True(_rig.Queue.TryActivate(in addresses, VirtioFeature.Common));
        Assert.Equal(QueuePop.Chain, _rig.Pop());
    }

    public static TheoryData<string, bool, QueueAddresses> Places()
    {
        QueueAddresses good = new() { Size = 4, Descriptors = GuestRam.LowBase, Driver = GuestRam.LowBase + 64, Device = GuestRam.LowBase + 128 };
        ulong end = GuestRam.LowBase + GuestRam.LowSize;
        return new()
        {
            { "good", true, good },
            { "the largest size", true, good with { Size = 8, Driver = GuestRam.LowBase + 128, Device = GuestRam.LowBase + 256 } },
            { "size 0", false, good with { Size = 0 } },
            { "size 1", true, good with { Size = 1 } },
            { "not a power of two", false, good with { Size = 3 } },
            { "larger than the device allows", false, good with { Size = 16 } },
            { "a size of more than 16 bits", false, good with { Size = 0x1_0004 } },
            { "descriptors not aligned to 16", false, good with { Descriptors = GuestRam.LowBase + 8 } },
            { "driver area not aligned to 2", false, good with { Driver = GuestRam.LowBase + 65 } },
            { "driver area aligned to 2", true, good with { Driver = GuestRam.LowBase + 66 } },
            { "device area not aligned to 4", false, good with { Device = GuestRam.LowBase + 130 } },
            { "device area aligned to 4", true, good with { Device = GuestRam.LowBase + 132 } },
            { "descriptors end with RAM", true, good with { Descriptors = end - 64 } },
            { "descriptors end beyond RAM", false, good with { Descriptors = end - 48 } },
            { "driver area with its event ends with RAM", true, good with { Driver = end - 14 } },
            { "driver area with its event ends beyond RAM", false, good with { Driver = end - 12 } },
            { "device area with its event ends with RAM", true, good with { Device = end - 40 } },
            { "device area with its event ends beyond RAM", false, good with { Device = end - 36 } },
            { "in no RAM", false, good with { Descriptors = 0 } },
            { "at the end of the address space", false, good with { Device = ulong.MaxValue - 3 } },
        };
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void Size_and_places_are_checked_before_use(string what, bool expected, QueueAddresses addresses)
    {
        Assert.True(expected == _rig.Queue.CanActivate(in addresses), what);
        Assert.True(expected == _rig.Queue.TryActivate(in addresses, 0), what);
        Assert.True(expected == _rig.Queue.IsActive, what);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(32769)]
    public void A_device_cannot_have_a_queue_of_impossible_size(ushort size) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SplitQueue(_rig.Ram.Map, size));

    private void AssertPieces(ReadOnlySpan<IoVector> vectors, params (ulong Address, uint Length)[] expected)
    {
        Assert.Equal(expected.Length, vectors.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(_rig.Ram.Map.TryGetPointer(expected[i].Address, expected[i].Length, out byte* host));
            Assert.True(host == vectors[i].Base);
            Assert.Equal(expected[i].Length, vectors[i].Length);
        }
    }
}
