using System.Diagnostics;
using KvmSdk.Devices.Memory;
using KvmSdk.DeviceShells.Virtio;
using KvmSdk.Events;

namespace KvmSdk.Runtime.Tests.Virtio;

/// <summary>Limits of rate around a port: what goes beyond waits, and goes on by itself when it may.</summary>
public sealed unsafe class LimitedPortTests : IDisposable
{
    private readonly PacketPair _pair = new();
    private readonly byte[] _memory = GC.AllocateArray<byte>(4096, pinned: true);
    private readonly List<IDisposable> _owned = [];

    public void Dispose()
    {
        _owned.ForEach(static one => one.Dispose());
        _pair.Dispose();
    }

    [Fact]
    public void Frames_beyond_the_limit_wait_in_the_network_until_the_timer_says_so()
    {
        (LimitedPort port, Bell bell) = Limit(receive: RateLimit.Of(operationsPerSecond: 20, burst: TimeSpan.FromMilliseconds(100)), send: RateLimit.None);
        for (int i = 0; i < 5; i++)
        {
            _pair.Send(new byte[60]);
        }

        // Two at once; each further one when the bucket holds anything again, and the fifth has three before it to be paid for.
        Stopwatch time = Stopwatch.StartNew();
        for (int received = 0; received < 5;)
        {
            int count = port.Receive(0, [Piece(100)]);
            received += count == 60 ? 1 : 0;

            // The arrival of the frames rings too.
            Assert.True(count != 0 || bell.Frames.WaitOne(TimeSpan.FromMinutes(1)), "nobody said that it may go on");
        }

        Assert.True(time.ElapsedMilliseconds >= 95, $"after {time.ElapsedMilliseconds} ms");
        Assert.True(port.CanSend(0));
    }

    [Fact]
    public void Bytes_count_without_virtios_header_and_a_large_frame_passes_and_is_waited_for_afterwards()
    {
        (LimitedPort port, Bell bell) = Limit(receive: RateLimit.None, send: RateLimit.Of(bytesPerSecond: 1000, burst: TimeSpan.FromMilliseconds(100)));
        Assert.True(port.CanSend(0));
        Assert.True(port.Send(0, [Piece(12), Piece(99)]));
        Assert.True(port.CanSend(0));
        Assert.True(port.Send(0, [Piece(12), Piece(100)]));
        Assert.False(port.CanSend(0));
        Assert.True(bell.Room.WaitOne(TimeSpan.FromMinutes(1)), "nobody said that it may go on");
        Assert.True(port.CanSend(0));
    }

    [Fact]
    public void Waiting_and_going_on_allocate_nothing()
    {
        (LimitedPort port, _) = Limit(receive: RateLimit.Of(operationsPerSecond: 1_000_000), send: RateLimit.Of(bytesPerSecond: 1 << 30));
        _pair.Send(new byte[60]);
        port.Receive(0, [Piece(100)]);
        port.Send(0, [Piece(12), Piece(60)]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100_000; i++)
        {
            port.Receive(0, [Piece(100)]);
            port.CanSend(0);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private (LimitedPort Port, Bell Bell) Limit(RateLimit receive, RateLimit send)
    {
        LimitedPort port = new(_pair.Port, receive, send);
        EventLoop events = new(static e => Assert.Fail(e.ToString()));
        Bell bell = new();
        port.Watch(events, bell);
        events.Start();
        _owned.AddRange([events, bell]);
        return (port, bell);
    }

    // SAFETY: the array is pinned, and lives as long as the test.
    private IoVector Piece(int length) => new((byte*)System.Runtime.InteropServices.Marshal.UnsafeAddrOfPinnedArrayElement(_memory, 0), (nuint)length);

    private sealed class Bell : INetPortUser, IDisposable
    {
        public AutoResetEvent Frames { get; } = new(false);

        public AutoResetEvent Room { get; } = new(false);

        public void Dispose()
        {
            Frames.Dispose();
            Room.Dispose();
        }

        public void OnFrames(int pair) => Frames.Set();

        public void OnRoom(int pair) => Room.Set();

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
