using KvmSdk.Devices.Memory;
using KvmSdk.DeviceShells.Virtio;

namespace KvmSdk.Runtime.Tests.Virtio;

public sealed unsafe class TapBackendTests : IDisposable
{
    private readonly PacketPair _pair = new();
    private readonly byte[] _memory = GC.AllocateArray<byte>(4096, pinned: true);

    private PortBackend Backend => new(_pair.Port);

    public void Dispose() => _pair.Dispose();

    [Fact]
    public void A_frame_is_read_into_the_pieces_in_order_and_cut_where_they_end()
    {
        _pair.Send([1, 2, 3, 4, 5, 6, 7, 8]);
        Assert.Equal(5, Backend.Receive(0, [Piece(0, 3), Piece(100, 2)]));
        Assert.Equal([1, 2, 3, 0], _memory[..4]);
        Assert.Equal([4, 5, 0], _memory[100..103]);
        _pair.Send([9]);
        Assert.Equal(1, Backend.Receive(0, [Piece(0, 3)]));
    }

    [Fact]
    public void A_frame_is_sent_from_the_pieces_in_order()
    {
        _memory[7] = 1;
        _memory[50] = 2;
        Assert.True(Backend.Send(0, [Piece(7, 1), Piece(50, 2)]));
        Assert.Equal([1, 2, 0], _pair.TryReceive());
        Assert.Null(_pair.TryReceive());
    }

    [Fact]
    public void Who_has_found_no_frame_asks_again_only_when_told_that_there_may_be_one()
    {
        Assert.Equal(0, Backend.Receive(0, [Piece(0, 8)]));
        Assert.False(_pair.Port.Queues[0].MayHaveFrames);
        _pair.Send([1]);
        Assert.Equal(0, Backend.Receive(0, [Piece(0, 8)]));
        _pair.Port.Queues[0].MayHaveFrames = true;
        Assert.Equal(1, Backend.Receive(0, [Piece(0, 8)]));
        Assert.True(_pair.Port.Queues[0].MayHaveFrames);
    }

    [Fact]
    public void A_restart_throws_away_what_waits_and_looks_anew()
    {
        for (byte i = 0; i < 5; i++)
        {
            _pair.Send([i, i]);
        }

        Backend.Restart(0);
        Assert.True(_pair.Port.Queues[0].MayHaveFrames);
        Assert.Equal(0, Backend.Receive(0, [Piece(0, 8)]));
    }

    [Fact]
    public void A_network_that_takes_no_more_loses_the_frame_and_takes_others_later()
    {
        int sent = 0;
        while (Backend.Send(0, [Piece(0, 4096)]))
        {
            Assert.True(++sent < 100_000, "the socket has no end");
        }

        Assert.False(_pair.Port.IsLost);
        Assert.NotNull(_pair.TryReceive());
        while (_pair.TryReceive() is not null)
        {
        }

        Assert.True(Backend.Send(0, [Piece(0, 1)]));
    }

    [Fact]
    public void A_network_whose_other_end_is_gone_is_lost()
    {
        _pair.Cut();
        Assert.Equal(0, Backend.Receive(0, [Piece(0, 8)]));
        Assert.True(_pair.Port.IsLost);
        Assert.False(Backend.Send(0, [Piece(0, 8)]));
    }

    [Fact]
    public void No_network_gives_and_takes_nothing()
    {
        PortBackend none = new(null);
        none.Restart(ulong.MaxValue);
        Assert.Equal(0, none.Receive(0, [Piece(0, 8)]));
        Assert.False(none.Send(0, [Piece(0, 8)]));
    }

    // SAFETY: the array is pinned, and lives as long as the test.
    private IoVector Piece(int start, int length) => new((byte*)System.Runtime.InteropServices.Marshal.UnsafeAddrOfPinnedArrayElement(_memory, start), (nuint)length);
}
