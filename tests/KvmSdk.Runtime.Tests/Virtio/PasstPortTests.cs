using System.Buffers.Binary;
using System.Runtime.InteropServices;
using KvmSdk.Devices.Memory;
using KvmSdk.DeviceShells.Virtio;
using KvmSdk.Events;
using KvmSdk.Interop;
using KvmSdk.Kernel;

namespace KvmSdk.Runtime.Tests.Virtio;

/// <summary>The connection to passt, whose end is in the test's hands.</summary>
public sealed unsafe class PasstPortTests : IDisposable
{
    private readonly byte[] _memory = GC.AllocateArray<byte>(200_000, pinned: true);
    private readonly Descriptor _end;
    private readonly PasstPort _port;
    private readonly IEventHandler _handler;

    public PasstPortTests()
    {
        int* pair = stackalloc int[2];

        // SAFETY: the kernel writes two locals.
        Assert.Equal(0, Libc.socketpair(Libc.AF_UNIX, Libc.SOCK_STREAM | Libc.SOCK_CLOEXEC, 0, pair));
        _port = new PasstPort(new Descriptor(pair[0]));
        _end = new Descriptor(pair[1]);
        _handler = _port.Handler(new Nobody());
    }

    public void Dispose()
    {
        _end.Dispose();
        _port.Dispose();
    }

    [Fact]
    public void A_frame_comes_behind_a_header_of_zeros_and_is_spread_over_the_pieces()
    {
        _memory.AsSpan().Fill(0xFF);
        Give(Framed([1, 2, 3, 4, 5]));
        Assert.Equal(17, _port.Receive(0, [Piece(0, 5), Piece(100, 9), Piece(200, 50)]));
        Assert.Equal([0, 0, 0, 0, 0, 0xFF], _memory[..6]);
        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 1, 2, 0xFF], _memory[100..110]);
        Assert.Equal([3, 4, 5, 0xFF], _memory[200..204]);
        Assert.Equal(0, _port.Receive(0, [Piece(0, 100)]));
    }

    [Fact]
    public void Frames_that_come_together_or_byte_by_byte_are_told_apart()
    {
        byte[] stream = [.. Framed([1]), .. Framed([]), .. Framed([2, 2])];
        Give(stream);
        Assert.Equal([13, 12, 14, 0], Lengths(4));
        foreach (byte one in stream)
        {
            Give([one]);
        }

        Assert.Equal([0], Lengths(1));
        Tell();
        Assert.Equal([13, 12, 14, 0], Lengths(4));
        Give(stream[..3]);
        Tell();
        Assert.Equal([0], Lengths(1));
        Give(stream[3..]);
        Tell();
        Assert.Equal([13, 12, 14, 0], Lengths(4));
        Assert.False(_port.IsLost);
    }

    [Fact]
    public void What_does_not_fit_shows_by_its_length()
    {
        Give([.. Framed(new byte[100]), .. Framed([7])]);
        Assert.Equal(21, _port.Receive(0, [Piece(0, 20), Piece(50, 1)]));
        Assert.Equal(13, _port.Receive(0, [Piece(0, 20), Piece(50, 1)]));
    }

    [Fact]
    public void A_length_that_no_frame_has_ends_the_connection()
    {
        Give([.. Framed([1]), 0, 1, 0, 18, 0]);
        Assert.Equal([13, 0], Lengths(2));
        Assert.True(_port.IsLost);
        Assert.False(_port.Send(0, [Piece(0, 12), Piece(0, 60)]));
    }

    [Fact]
    public void A_frame_is_sent_behind_its_length_and_without_virtios_header()
    {
        _memory.AsSpan(0, 12).Fill(9);
        _memory[20] = 1;
        _memory[30] = 2;
        Assert.True(_port.Send(0, [Piece(0, 12), Piece(20, 1), Piece(30, 2)]));
        Assert.Equal([0, 0, 0, 3, 1, 2, 0], Take());
    }

    [Fact]
    public void What_the_socket_does_not_take_at_once_goes_out_later_whole_and_in_order()
    {
        int sent = 0;
        List<byte> taken = [];
        for (; _port.CanSend(0); sent++)
        {
            Assert.True(sent < 1000, "the socket has no end");
            _memory.AsSpan(100, 60_000).Fill((byte)sent);
            Assert.True(_port.Send(0, [Piece(0, 12), Piece(100, 30_000), Piece(30_100, 30_000)]));
        }

        Assert.False(_port.CanSend(0));
        Assert.False(_port.IsLost);
        while (!_port.CanSend(0) || taken.Count < sent * 60_004)
        {
            taken.AddRange(Take());
        }

        for (int i = 0; i < sent; i++)
        {
            Assert.Equal([.. Framed([.. Enumerable.Repeat((byte)i, 60_000)])], taken.Slice(i * 60_004, 60_004));
        }
    }

    [Fact]
    public void A_restart_throws_away_what_waits_and_the_rest_of_what_has_come_in_part()
    {
        Give([.. Framed([1]), .. Framed(new byte[1000])[..500]]);
        _port.Restart(0);
        Give([.. Framed(new byte[1000])[500..], .. Framed([1, 2, 3])]);
        Assert.Equal([15, 0], Lengths(2));
    }

    [Fact]
    public void When_passt_ends_the_connection_is_lost()
    {
        _end.Dispose();
        Assert.Equal([0], Lengths(1));
        Assert.True(_port.IsLost);
        Assert.True(_port.CanSend(0));
        Assert.False(_port.Send(0, [Piece(0, 12), Piece(0, 60)]));
    }

    [Fact]
    public void A_hundred_thousand_frames_each_way_allocate_nothing()
    {
        byte[] frame = Framed(new byte[1000]);
        byte[] sink = new byte[2000];
        long before = 0;
        int received = 0;
        for (int i = -1000; i < 100_000; i++)
        {
            if (i == 0)
            {
                before = GC.GetAllocatedBytesForCurrentThread();
            }

            Give(frame);
            Tell();
            received += _port.Receive(0, [Piece(0, 12), Piece(100, 2000)]);
            received += _port.CanSend(0) && _port.Send(0, [Piece(0, 12), Piece(100, 1000)]) ? 1 : 0;
            fixed (byte* first = sink)
            {
                Libc.read(_end.Number, first, (nuint)sink.Length);
            }
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(101_000 * 1013, received);
    }

    [Fact]
    public void Its_command_line_forwards_what_is_asked_for_and_nothing_else()
    {
        Assert.Equal(["passt", "--quiet", "--fd", "3", "--udp-ports", "none"], PasstProcess.ArgumentsFor([]));
        Assert.Equal(
            ["passt", "--quiet", "--fd", "3", "--tcp-ports", "127.0.0.1/8080:80", "--udp-ports", "0.0.0.0/53:5353", "--tcp-ports", "::1/1:2"],
            PasstProcess.ArgumentsFor([PortForward.Tcp(8080, 80), PortForward.Udp(53, 5353, System.Net.IPAddress.Any), PortForward.Tcp(1, 2, System.Net.IPAddress.IPv6Loopback)]));
    }

    [Fact]
    public void A_socket_on_which_nobody_listens_is_named_with_what_to_start()
    {
        HostException e = Assert.Throws<HostException>(static () => PasstSocket.Connect("/nowhere/passt.socket"));
        Assert.Equal(
            "/nowhere/passt.socket: no passt listens there; start one: passt --one-off --socket /nowhere/passt.socket, or let the machine start its own (Passt.User, passt)", e.Message);
    }

    private static byte[] Framed(byte[] frame)
    {
        byte[] bytes = new byte[4 + frame.Length];
        BinaryPrimitives.WriteInt32BigEndian(bytes, frame.Length);
        frame.CopyTo(bytes, 4);
        return bytes;
    }

    // What the event loop does when there are bytes.
    private void Tell() => _handler.OnEvents(Libc.EPOLLIN);

    private int[] Lengths(int count) => [.. Enumerable.Range(0, count).Select(_ => _port.Receive(0, [Piece(0, 70_000)]))];

    private void Give(byte[] bytes)
    {
        fixed (byte* first = bytes)
        {
            // No assertion that boxes: the test of allocation comes through here.
            Assert.True(bytes.Length == Libc.write(_end.Number, first, (nuint)bytes.Length));
        }
    }

    private byte[] Take()
    {
        byte[] buffer = new byte[70_000];
        fixed (byte* first = buffer)
        {
            return buffer[..(int)Libc.read(_end.Number, first, (nuint)buffer.Length)];
        }
    }

    // SAFETY: the array is pinned, and lives as long as the test.
    private IoVector Piece(int start, int length) => new((byte*)Marshal.UnsafeAddrOfPinnedArrayElement(_memory, start), (nuint)length);

    private sealed class Nobody : INetPortUser
    {
        public void OnFrames(int pair)
        {
        }

        public void OnRoom(int pair)
        {
        }

        public void OnBroken()
        {
        }

        public void OnLoss()
        {
        }

        public void OnUnplugged()
        {
        }
    }
}
