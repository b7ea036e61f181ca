// Why around a port and not in it: a network without limits looks at no clock, and one with them is limited in the same way whatever it is.

using System.Diagnostics;
using KvmSdk.Devices.Limits;
using KvmSdk.Devices.Memory;
using KvmSdk.Events;
using KvmSdk.Interop;
using KvmSdk.Kernel;

namespace KvmSdk.DeviceShells.Virtio;

/// <summary>A port with limits of rate. What goes beyond waits: the guest's frames in its queue, those for it in the network, until a timer fires.</summary>
internal sealed class LimitedPort : NetPort
{
    private readonly NetPort _port;
    private readonly Direction _receive;
    private readonly Direction _send;

    /// <summary>Puts limits on a port, which it owns from now on.</summary>
    /// <param name="port">The port.</param>
    /// <param name="receive">What the guest may receive.</param>
    /// <param name="send">What it may send.</param>
    public LimitedPort(NetPort port, RateLimit receive, RateLimit send)
    {
        _port = port;
        _receive = new(receive.NewLimiter());
        _send = new(send.NewLimiter());
    }

    /// <summary>What the limits are on.</summary>
    public NetPort Limited => _port;

    /// <inheritdoc/>
    public override string Name => _port.Name;

    /// <inheritdoc/>
    public override string Remedy => _port.Remedy;

    /// <inheritdoc/>
    public override int Pairs => _port.Pairs;

    /// <inheritdoc/>
    public override ulong Offloads => _port.Offloads;

    /// <inheritdoc/>
    public override int LongestFrame => _port.LongestFrame;

    /// <inheritdoc/>
    public override bool IsLost
    {
        [HotPath]
        get => _port.IsLost;
    }

    /// <inheritdoc/>
    public override void Watch(IEventLoop events, INetPortUser user)
    {
        _port.Watch(events, user);
        events.Register(_receive.Timer.Number, Libc.EPOLLIN | Libc.EPOLLET, new Expiry(this, user, isReceive: true));
        events.Register(_send.Timer.Number, Libc.EPOLLIN | Libc.EPOLLET, new Expiry(this, user, isReceive: false));
    }

    /// <inheritdoc/>
    [HotPath]
    public override int Receive(int pair, ReadOnlySpan<IoVector> pieces)
    {
        if (!_receive.MayGo())
        {
            return 0;
        }

        int count = _port.Receive(pair, pieces);
        if (count > 0)
        {
            _receive.Take(count);
        }

        return count;
    }

    /// <inheritdoc/>
    [HotPath]
    public override bool CanSend(int pair) => _send.MayGo() && _port.CanSend(pair);

    /// <inheritdoc/>
    [HotPath]
    public override bool Send(int pair, ReadOnlySpan<IoVector> pieces)
    {
        long bytes = 0;
        foreach (IoVector piece in pieces)
        {
            bytes += (long)piece.Length;
        }

        _send.Take(bytes);
        return _port.Send(pair, pieces);
    }

    /// <inheritdoc/>
    [HotPath]
    public override void Restart(ulong features) => _port.Restart(features);

    /// <inheritdoc/>
    [HotPath]
    public override void UsePairs(int count) => _port.UsePairs(count);

    /// <inheritdoc/>
    public override void Dispose()
    {
        _receive.Timer.Dispose();
        _send.Timer.Dispose();
        _port.Dispose();
    }

    /// <summary>One direction: its limiter, and the timer that says when to go on.</summary>
    private sealed class Direction(RateLimiter limiter)
    {
        // Virtio's header is nobody's traffic.
        private const int HeaderSize = 12;

        public CountdownTimer Timer { get; } = new();

        [HotPath]
        public bool MayGo()
        {
            ulong wait = limiter.IsLimited ? limiter.WaitAt(Now()) : 0;
            if (wait != 0)
            {
                Timer.Arm(wait);
            }

            return wait == 0;
        }

        [HotPath]
        public void Take(long bytes) => limiter.Take((ulong)Math.Max(0, bytes - HeaderSize), Now());

        // A tick of the stopwatch is a nanosecond on Linux.
        [HotPath]
        private static ulong Now() => (ulong)Stopwatch.GetTimestamp();
    }

    /// <summary>One direction may go on.</summary>
    private sealed class Expiry(LimitedPort port, INetPortUser user, bool isReceive) : IEventHandler
    {
        private readonly int _pairs = port.Pairs;

        [HotPath]
        public void OnEvents(uint events)
        {
            for (int pair = 0; pair < _pairs; pair++)
            {
                if (isReceive)
                {
                    user.OnFrames(pair);
                }
                else
                {
                    user.OnRoom(pair);
                }
            }
        }
    }
}
