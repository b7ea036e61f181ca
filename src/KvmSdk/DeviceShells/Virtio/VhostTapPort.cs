// Who does what:
//
//   guest ─► ioeventfd ─► kernel (a thread a pair of queues) ─► tap      and back ─► irqfd ─► guest
//                             │ a queue breaks a rule                    this program: registers, the control queue, the link, the counters
//                             └─► eventfd ─► event loop ─► the device needs a reset
//
// While the link is down nobody serves the queues: the guest's frames wait there, and what comes for it is thrown away before the link is up again.

using KvmSdk.Devices.Memory;
using KvmSdk.Devices.Virtio.Net;
using KvmSdk.Devices.Virtio.Queues;
using KvmSdk.DeviceShells.Virtio.Vhost;
using KvmSdk.Events;
using KvmSdk.Interop;
using KvmSdk.Kernel;

namespace KvmSdk.DeviceShells.Virtio;

/// <summary>A tap whose frames the host's kernel moves (<c>/dev/vhost-net</c>).</summary>
internal sealed class VhostTapPort : NetPort
{
    private readonly Lock _gate = new();
    private readonly TapPort _tap;
    private readonly VhostNetPair[] _pairs;
    private readonly VhostBells _bells;
    private readonly TapLink _link;
    private readonly NetCounters _before;
    private NetCounters _last;
    private bool _isPlaced;

    /// <summary>Opens the kernel's device, once for each pair of queues.</summary>
    /// <param name="host">The machine under construction.</param>
    /// <param name="name">The network device's name, for messages.</param>
    /// <param name="irq">Its interrupt line.</param>
    /// <param name="tap">The tap, which belongs to this port once this has succeeded.</param>
    /// <exception cref="HostException">There is no such device, it is not for this user, or it lacks features.</exception>
    public VhostTapPort(MachineHost host, string name, int irq, TapPort tap)
    {
        _tap = tap;
        _pairs = new VhostNetPair[tap.Pairs];
        try
        {
            _bells = new(host, irq, 2 * tap.Pairs);
            for (int i = 0; i < _pairs.Length; i++)
            {
                _pairs[i] = new(host, $"network device '{name}'", _bells, i, tap.Queues[i].Number);
            }

            _link = new(tap.Index);
            _before = _last = ReadTap() ?? default;
        }
        catch
        {
            Close();
            throw;
        }
    }

    /// <inheritdoc/>
    public override string Name => _tap.Name;

    /// <inheritdoc/>
    public override string Remedy => _tap.Remedy;

    /// <inheritdoc/>
    public override int Pairs => _tap.Pairs;

    /// <inheritdoc/>
    public override ulong Offloads => _tap.Offloads;

    /// <inheritdoc/>
    public override EventFd[] Kicks => _bells.Kicks;

    /// <inheritdoc/>
    public override bool IsLost
    {
        [HotPath]
        get => _tap.IsLost;
    }

    /// <inheritdoc/>
    public override void Watch(IEventLoop events, INetPortUser user)
    {
        _bells.WatchBroken(events, new Broken(user));
        events.Register(_link.News, Libc.EPOLLIN | Libc.EPOLLET, new News(this, user));
        if (Pairs > 1)
        {
            // The control queue has this number for a driver that knows of no further pairs (NetworkDevice.Activate).
            events.Register(_bells.Kicks[2].Number, Libc.EPOLLIN | Libc.EPOLLET, new Control(user));
        }
    }

    /// <inheritdoc/>
    public override NetCounters? ReadCounters()
    {
        lock (_gate)
        {
            NetCounters now = ReadTap() ?? _last;
            _last = now;
            return new(
                now.FramesReceived - _before.FramesReceived, now.BytesReceived - _before.BytesReceived, now.ReceiveDrops - _before.ReceiveDrops,
                now.FramesSent - _before.FramesSent, now.BytesSent - _before.BytesSent, now.SendDrops - _before.SendDrops, now.SendErrors - _before.SendErrors);
        }
    }

    /// <summary>Nothing: the kernel does.</summary>
    [HotPath]
    public override int Receive(int pair, ReadOnlySpan<IoVector> pieces) => 0;

    /// <summary>Nothing: the kernel does. A driver's frames wait until then.</summary>
    [HotPath]
    public override bool CanSend(int pair) => false;

    /// <inheritdoc/>
    [HotPath]
    public override bool Send(int pair, ReadOnlySpan<IoVector> pieces) => false;

    /// <inheritdoc/>
    [HotPath]
    public override void Restart(ulong features) => _tap.Restart(features);

    /// <inheritdoc/>
    [HotPath]
    public override void UsePairs(int count) => _tap.UsePairs(count);

    /// <inheritdoc/>
    [HotPath]
    public override NetTakeOver TakeOver(ulong features, ReadOnlySpan<SplitQueue> queues)
    {
        foreach (VhostNetPair pair in _pairs)
        {
            if ((!_isPlaced && !pair.TryPlace(features, queues)) || !pair.TryServe())
            {
                GiveBack(forGood: true);
                return NetTakeOver.Failed;
            }
        }

        _isPlaced = true;
        return NetTakeOver.Taken;
    }

    /// <inheritdoc/>
    [HotPath]
    public override void GiveBack(bool forGood)
    {
        foreach (VhostNetPair pair in _pairs)
        {
            pair.Stop();
        }

        _isPlaced &= !forGood;
    }

    /// <inheritdoc/>
    [HotPath]
    public override void GiveBackQueue(int queue) => _pairs[queue >> 1].Drop(queue & 1);

    /// <inheritdoc/>
    public override void Dispose()
    {
        ReadCounters();
        Close();
        _tap.Dispose();
    }

    // The kernel's device before the tap that it uses.
    private void Close()
    {
        foreach (VhostNetPair? pair in _pairs)
        {
            pair?.Dispose();
        }

        _link?.Dispose();
    }

    // As the tap sees it, the guest receives what goes out.
    private NetCounters? ReadTap() => _link.TryRead(out rtnl_link_stats64 tap) ? CountersOf(in tap) : null;

    private static NetCounters CountersOf(in rtnl_link_stats64 tap) =>
        new(tap.tx_packets, tap.tx_bytes, tap.tx_dropped, tap.rx_packets, tap.rx_bytes, tap.rx_dropped, tap.rx_frame_errors);

    private void ReadNews()
    {
        if (_link.TryReadEnd(out rtnl_link_stats64 last))
        {
            lock (_gate)
            {
                _last = CountersOf(in last);
            }
        }
    }

    /// <summary>A queue breaks a rule.</summary>
    private sealed class Broken(INetPortUser user) : IEventHandler
    {
        [HotPath]
        public void OnEvents(uint events)
        {
#pragma warning disable KVM0730, KVM0731 // Once: afterwards no queue is served.
            user.OnBroken();
#pragma warning restore KVM0730, KVM0731
        }
    }

    /// <summary>The driver rings for what may be its control queue.</summary>
    private sealed class Control(INetPortUser user) : IEventHandler
    {
        [HotPath]
        public void OnEvents(uint events) => user.OnFrames(1);
    }

    /// <summary>Some interface of the host has changed.</summary>
    private sealed class News(VhostTapPort port, INetPortUser user) : IEventHandler
    {
        public void OnEvents(uint events)
        {
            port.ReadNews();
            port._tap.FindLoss();
            if (port.IsLost)
            {
                user.OnLoss();
            }
        }
    }
}
