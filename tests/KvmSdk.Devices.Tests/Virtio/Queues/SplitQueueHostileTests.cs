using KvmSdk.Devices.Memory;
using KvmSdk.Devices.Tests.Memory;
using KvmSdk.Devices.Virtio;
using KvmSdk.Devices.Virtio.Queues;

namespace KvmSdk.Devices.Tests.Virtio.Queues;

/// <summary>Each way to break the rules of a queue, one by one; each stops the queue and touches nothing.</summary>
public sealed unsafe class SplitQueueHostileTests : IDisposable
{
    private const ulong LowEnd = GuestRam.LowBase + GuestRam.LowSize;

    private readonly QueueRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void An_index_that_ran_ahead_of_the_ring()
    {
        _rig.Driver.AvailableIndex = 9;
        _rig.AssertBroken();
    }

    [Fact]
    public void An_index_exactly_a_ring_ahead_is_still_allowed()
    {
        _rig.Driver.AvailableIndex = 8;
        Assert.Equal(QueuePop.Chain, _rig.Pop());
    }

    [Fact]
    public void An_index_that_went_back()
    {
        _rig.Driver.Offer(Piece.In(QueueRig.Data, 1));
        Assert.Equal(QueuePop.Chain, _rig.Pop());
        _rig.Driver.AvailableIndex = 0;
        _rig.AssertBroken();
    }

    [Theory]
    [InlineData(8)]
    [InlineData(0xFFFF)]
    public void A_head_outside_the_table(ushort head)
    {
        _rig.Driver.Offer(head);
        _rig.AssertBroken();
    }

    [Theory]
    [InlineData(8)]
    [InlineData(0xFFFF)]
    public void A_next_outside_the_table(ushort next)
    {
        _rig.Driver.Describe(0, new Piece(QueueRig.Data, 1, Piece.Next), next);
        _rig.Driver.Offer(0);
        _rig.AssertBroken();
    }

    [Theory]
    [InlineData(0UL, 1u)]
    [InlineData(GuestRam.LowBase - 1, 1u)]
    [InlineData(LowEnd - 1, 2u)]
    [InlineData(LowEnd, 1u)]
    [InlineData(GuestRam.LowBase, uint.MaxValue)]
    [InlineData(ulong.MaxValue, 1u)]
    [InlineData(ulong.MaxValue, uint.MaxValue)]
    public void A_buffer_outside_ram(ulong address, uint length)
    {
        _rig.Driver.Offer(Piece.Out(address, length));
        _rig.AssertBroken();
    }

    [Fact]
    public void A_readable_buffer_after_a_writable_one()
    {
        _rig.Driver.Offer(Piece.Out(QueueRig.Data, 1), Piece.In(QueueRig.Data, 1));
        _rig.AssertBroken();
    }

    [Fact]
    public void A_chain_that_is_a_loop()
    {
        _rig.Driver.Describe(0, new Piece(QueueRig.Data, 1, Piece.Next), 1);
        _rig.Driver.Describe(1, new Piece(QueueRig.Data, 1, Piece.Next), 0);
        _rig.Driver.Offer(0);
        _rig.AssertBroken();
    }

    [Fact]
    public void A_loop_of_empty_descriptors()
    {
        _rig.Driver.Describe(0, new Piece(0, 0, Piece.Next), 0);
        _rig.Driver.Offer(0);
        _rig.AssertBroken();
    }

    [Fact]
    public void A_loop_inside_a_table()
    {
        _rig.Driver.Describe(QueueRig.Table, 0, new Piece(QueueRig.Data, 1, Piece.Next), 0);
        _rig.Driver.Describe(0, new Piece(QueueRig.Table, 16, Piece.Indirect));
        _rig.Driver.Offer(0);
        _rig.AssertBroken();
    }

    [Fact]
    public void A_table_with_a_chain_longer_than_the_queue()
    {
        Piece[] pieces = [.. Enumerable.Repeat(Piece.In(QueueRig.Data, 1), 9)];
        _rig.Driver.Offer(_rig.Driver.ChainIndirect(QueueRig.Table, pieces));
        _rig.AssertBroken();
    }

    [Fact]
    public void A_chain_longer_than_the_device_can_hold()
    {
        _rig.Driver.Offer(Piece.In(QueueRig.Data, 1), Piece.In(QueueRig.Data, 1));
        Assert.Equal(QueuePop.Broken, _rig.Queue.TryPop(new DescriptorChain(1)));
        _rig.AssertBroken();
    }

    [Fact]
    public void A_table_inside_a_table()
    {
        _rig.Driver.Describe(QueueRig.Table, 0, new Piece(QueueRig.Table + 16, 16, Piece.Indirect));
        _rig.Driver.Describe(QueueRig.Table, 1, Piece.In(QueueRig.Data, 1));
        _rig.Driver.Describe(0, new Piece(QueueRig.Table, 16, Piece.Indirect));
        _rig.Driver.Offer(0);
        _rig.AssertBroken();
    }

    [Fact]
    public void A_table_that_is_the_queues_own()
    {
        _rig.Driver.Describe(0, new Piece(_rig.Driver.Descriptors, 128, Piece.Indirect));
        _rig.Driver.Offer(0);
        _rig.AssertBroken();
    }

    [Fact]
    public void A_table_descriptor_that_the_chain_continues_after()
    {
        _rig.Driver.Describe(QueueRig.Table, 0, Piece.In(QueueRig.Data, 1));
        _rig.Driver.Describe(0, new Piece(QueueRig.Table, 16, Piece.Indirect | Piece.Next), 1);
        _rig.Driver.Describe(1, Piece.In(QueueRig.Data, 1));
        _rig.Driver.Offer(0);
        _rig.AssertBroken();
    }

    [Theory]
    [InlineData(QueueRig.Table, 0u)]
    [InlineData(QueueRig.Table, 15u)]
    [InlineData(QueueRig.Table, 17u)]
    [InlineData(QueueRig.Table, 0xFFFF_FFF0u)]
    [InlineData(LowEnd - 16, 32u)]
    [InlineData(0UL, 16u)]
    [InlineData(ulong.MaxValue - 15, 16u)]
    public void A_table_of_impossible_size_or_place(ulong table, uint length)
    {
        _rig.Driver.Offer(new Piece(table, length, Piece.Indirect));
        _rig.AssertBroken();
    }

    [Fact]
    public void A_next_outside_a_table()
    {
        _rig.Driver.Describe(QueueRig.Table, 0, new Piece(QueueRig.Data, 1, Piece.Next), 2);
        _rig.Driver.Describe(QueueRig.Table, 1, Piece.In(QueueRig.Data, 1));
        _rig.Driver.Describe(0, new Piece(QueueRig.Table, 32, Piece.Indirect));
        _rig.Driver.Offer(0);
        _rig.AssertBroken();
    }

    [Fact]
    public void A_table_although_that_was_not_agreed()
    {
        using QueueRig rig = new(features: VirtioFeature.Version1);
        rig.Driver.Offer(rig.Driver.ChainIndirect(QueueRig.Table, Piece.In(QueueRig.Data, 1)));
        rig.AssertBroken();
    }

    [Fact]
    public void A_chain_of_more_than_4_gib()
    {
        // Address space without memory behind it: the walk must count and never touch.
        byte* host = (byte*)0x10_0000_0000;
        Assert.True(_rig.Ram.Map.TryGetPointer(GuestRam.LowBase, GuestRam.LowSize, out byte* low));
        GuestMemoryMap map = new([new(GuestRam.LowBase, GuestRam.LowSize, low), new(0x1_0000_0000, 0x1_0000_0000, host)]);
        QueueAddresses addresses = _rig.Driver.Addresses;
        SplitQueue queue = new(map, 8);

        Assert.True(queue.TryActivate(in addresses, 0));
        _rig.Driver.Offer(Piece.In(0x1_0000_0000, 0x8000_0000), Piece.In(0x1_0000_0000, 0x8000_0000));
        Assert.Equal(QueuePop.Chain, queue.TryPop(_rig.Chain));
        Assert.Equal(0x1_0000_0000UL, _rig.Chain.ReadableLength);

        _rig.Driver.Offer(Piece.In(0x1_0000_0000, 0x8000_0000), Piece.In(0x1_0000_0000, 0x8000_0000), Piece.In(QueueRig.Data, 1));
        Assert.Equal(QueuePop.Broken, queue.TryPop(_rig.Chain));
    }

    [Fact]
    public void Descriptors_changed_after_they_were_taken_change_nothing()
    {
        _rig.Driver.Offer(Piece.In(QueueRig.Data, 16));
        Assert.Equal(QueuePop.Chain, _rig.Pop());
        _rig.Driver.Describe(0, Piece.Out(ulong.MaxValue, uint.MaxValue));
        Assert.True(_rig.Chain.TryTake(out UInt128 _));
        Assert.Equal(0UL, _rig.Chain.ReadableLength);
    }
}
