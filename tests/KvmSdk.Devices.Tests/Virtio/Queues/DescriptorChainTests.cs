using KvmSdk.Devices.Virtio.Queues;

namespace KvmSdk.Devices.Tests.Virtio.Queues;

public sealed unsafe class DescriptorChainTests : IDisposable
{
    private readonly QueueRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData(8, 8)]
    [InlineData(16, 0)]
    [InlineData(3, 5)]
    [InlineData(1, 1)]
    [InlineData(7, 9)]
    public void A_header_is_taken_by_bytes_however_it_is_cut(uint first, uint second)
    {
        for (byte i = 0; i < 32; i++) _rig.Ram.Write(QueueRig.Data + i, i);
        _rig.Driver.Offer(
            Piece.In(QueueRig.Data, first), Piece.In(QueueRig.Data + first, second), Piece.In(QueueRig.Data + first + second, 20));
        _rig.Pop();

        Assert.True(_rig.Chain.TryTake(out ulong value));
        Assert.Equal(0x0706050403020100UL, value);
        Assert.Equal(first + second + 20UL - 8, _rig.Chain.ReadableLength);
        Assert.True(_rig.Chain.TryTake(out byte next));
        Assert.Equal(8, next);
        foreach (var piece in _rig.Chain.Readable) Assert.NotEqual(0u, piece.Length);
    }

    [Fact]
    public void Too_few_bytes_are_left_where_they_are()
    {
        _rig.Driver.Offer(Piece.In(QueueRig.Data, 7));
        _rig.Pop();
        Assert.False(_rig.Chain.TryTake(out ulong _));
        Assert.Equal(7UL, _rig.Chain.ReadableLength);
        Assert.True(_rig.Chain.TryTake(out uint _));
        Assert.True(_rig.Chain.TryTake(out ushort _));
        Assert.True(_rig.Chain.TryTake(out byte _));
        Assert.False(_rig.Chain.TryTake(out byte _));
        Assert.True(_rig.Chain.Readable.IsEmpty);
    }

    [Fact]
    public void The_last_writable_byte_is_cut_off_with_its_piece_when_that_becomes_empty()
    {
        _rig.Driver.Offer(Piece.Out(QueueRig.Data, 2), Piece.Out(QueueRig.Data + 100, 1));
        _rig.Pop();
        Assert.Equal(QueueRig.Data + 100, Cut());
        Assert.Equal(QueueRig.Data + 1, Cut());
        Assert.Equal(1, _rig.Chain.Writable.Length);
        Assert.Equal(QueueRig.Data, Cut());
        Assert.True(_rig.Chain.Writable.IsEmpty);
        Assert.False(_rig.Chain.TryCutLastByte(out byte* nothing));
        Assert.True(nothing == null);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(4, 4)]
    [InlineData(6, 6)]
    [InlineData(7, 6)]
    public void Bytes_are_written_across_pieces_and_no_further(int length, int written)
    {
        _rig.Driver.Offer(Piece.Out(QueueRig.Data, 2), Piece.Out(QueueRig.Data + 16, 4));
        _rig.Pop();
        byte[] bytes = [1, 2, 3, 4, 5, 6, 7];
        Assert.Equal(written, _rig.Chain.Write(bytes.AsSpan(0, length)));
        byte[] result = [.. _rig.Ram.Span(QueueRig.Data, 3), .. _rig.Ram.Span(QueueRig.Data + 16, 5)];
        byte[] expected = [.. Pad(bytes.AsSpan(0, Math.Min(2, length)), 3), .. Pad(bytes.AsSpan(Math.Min(2, length), Math.Max(0, written - 2)), 5)];
        Assert.Equal(expected, result);
        Assert.Equal(6UL, _rig.Chain.WritableLength);
    }

    [Fact]
    public void A_chain_needs_room_for_at_least_one_piece() => Assert.Throws<ArgumentOutOfRangeException>(() => new DescriptorChain(0));

    private ulong Cut()
    {
        Assert.True(_rig.Chain.TryCutLastByte(out byte* host));
        Assert.True(_rig.Ram.Map.TryGetPointer(QueueRig.Data, 1, out byte* data));
        return QueueRig.Data + (ulong)(host - data);
    }

    private static byte[] Pad(ReadOnlySpan<byte> bytes, int length) => [.. bytes, .. new byte[length - bytes.Length]];
}
