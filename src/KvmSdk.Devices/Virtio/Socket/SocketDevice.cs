using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using KvmSdk.Devices.Memory;
using KvmSdk.Devices.Virtio.Queues;

namespace KvmSdk.Devices.Virtio.Socket;

/// <summary>The virtio socket device, with stream sockets: virtio 1.2, section 5.10.</summary>
/// <remarks>
/// Not thread-safe: the shell serialises transport, the host's calls and this. No member throws on account of what a guest does, and none
/// allocates after construction, but for a connection's buffer when there are more of them than ever before.
/// </remarks>
/// <typeparam name="THost">Who takes connections of the guest.</typeparam>
[HotPath]
public sealed partial class SocketDevice<THost> : IVirtioDevice
    where THost : struct, ISocketHost
{
    /// <summary>Index of the queue with buffers for what the guest receives.</summary>
    public const int ReceiveQueue = 0;

    /// <summary>Index of the queue with what the guest sends.</summary>
    public const int SendQueue = 1;

    /// <summary>Index of the queue with buffers for events.</summary>
    public const int EventQueue = 2;

    // Others are waiting for the thread that serves.
    private const int MostAtOnce = 64;

    private readonly THost _host;
    private readonly SocketDeviceOptions _options;
    private readonly SocketTable _table;
    private readonly ReadyList _ready = new();
    private readonly ResetQueue _resets;
    private readonly DescriptorChain _buffer;
    private readonly DescriptorChain _packet;
    private readonly IoVector[] _pieces;
    private ulong _guestCid;
    private SplitQueue? _receive;
    private SplitQueue? _send;
    private SplitQueue? _event;
    private IVirtioTransport? _transport;
    private bool _hasBuffer;
    private bool _isSendPaused;
    private bool _owesTransportReset;

    /// <summary>A socket device without connections.</summary>
    /// <param name="host">Who takes connections of the guest.</param>
    /// <param name="options">What to offer.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public SocketDevice(THost host, SocketDeviceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _host = host;
        _options = options;
        _guestCid = options.GuestCid;
        _table = new SocketTable(options);
        _resets = new ResetQueue(options.MaxConnections);
        _buffer = new DescriptorChain(options.QueueSize);
        _packet = new DescriptorChain(options.QueueSize);
        _pieces = GC.AllocateArray<IoVector>(options.QueueSize + 2, pinned: true);
    }

    /// <inheritdoc/>
    public uint DeviceId => VirtioDeviceId.Socket;

    /// <inheritdoc/>
    public ulong Features => SocketFormat.StreamFeature;

    /// <inheritdoc/>
    public int QueueCount => 3;

    /// <summary>What went through.</summary>
    public SocketTraffic Traffic { get; } = new();

    /// <summary>The guest's address.</summary>
    public uint GuestCid => (uint)_guestCid;

    /// <summary>Connections that there are now, those being made or ended too.</summary>
    public int Connections => _table.Count;

    /// <summary>The most connections there can be.</summary>
    public int MaxConnections => _options.MaxConnections;

    /// <inheritdoc/>
    public ushort QueueMaxSize(int queue) => _options.QueueSize;

    /// <inheritdoc/>
    public uint ReadConfiguration(uint offset, int width) =>
        ConfigurationSpace.Read(MemoryMarshal.AsBytes(new ReadOnlySpan<ulong>(in _guestCid)), offset, width);

    /// <summary>Nothing in the configuration is writable (section 5.10.4).</summary>
    public void WriteConfiguration(uint offset, int width, uint value)
    {
    }

    /// <inheritdoc/>
    public void Activate(ulong features, ReadOnlySpan<SplitQueue> queues, IVirtioTransport transport)
    {
        _receive = queues[ReceiveQueue];
        _send = queues[SendQueue];
        _event = queues[EventQueue];
        _transport = transport;
    }

    /// <inheritdoc/>
    public void Reset() => Reset(isForGood: false);

    /// <summary>The guest is gone for good, and so are its connections; what it has sent, the host may still take.</summary>
    public void EndAll() => Reset(isForGood: true);

    private void Reset(bool isForGood)
    {
        _receive = _send = _event = null;
        _transport = null;
        _hasBuffer = _isSendPaused = false;
        _resets.Clear();
        foreach (SocketConnection? slot in _table.Slots)
        {
            // What no driver has heard of yet, the next one may accept; and what the last one has sent, the host may still take.
            bool isUnheard = slot is { Step: SocketStep.Requesting } && (slot.Work & SocketWork.Request) != 0;
            if (slot is not null && slot.Step is not (SocketStep.Free or SocketStep.Orphan) && (isForGood || !isUnheard)) BreakOff(slot, SocketEnding.DriverGone);
        }
    }

    /// <summary>Receives and sends, a bounded number of packets. Never waits. To be called too after the host's verbs.</summary>
    /// <inheritdoc/>
    public bool Notify(int queue, bool mayWait)
    {
        if (_receive is null || _send is null || _event is null || _transport is null) return false;
        bool more = queue switch
        {
            ReceiveQueue => Receive(_receive, _transport),
            SendQueue => Send(_send, _transport),
            _ => SendEvent(_event, _transport),
        };

        // Answers that the guest has taken may let it send on, and what it sent may have been answered.
        bool sendsOn = _isSendPaused && _resets.Count < ResetQueue.Many;
        if (sendsOn) more |= Send(_send, _transport);
        if (sendsOn || queue == SendQueue) more |= Receive(_receive, _transport);
        Signal(_receive, ReceiveQueue);
        Signal(_send, SendQueue);
        Signal(_event, EventQueue);
        return more;
    }

    /// <summary>What a snapshot keeps.</summary>
    public SocketState Save() => new() { GuestCid = GuestCid, NextHostPort = _nextHostPort };

    /// <summary>Takes up a snapshot's state, before the guest runs: all its connections are gone, as it is told.</summary>
    /// <exception cref="ArgumentException">The state is no device's.</exception>
    public void Restore(in SocketState state)
    {
        if (state.GuestCid is < 3 or uint.MaxValue || state.NextHostPort is < FirstHostPort or uint.MaxValue) Refuse(in state);
        _guestCid = state.GuestCid;
        _nextHostPort = state.NextHostPort;
        _owesTransportReset = true;
    }

    [DoesNotReturn]
    private static void Refuse(in SocketState state) =>
        throw new ArgumentException($"No socket device has address {state.GuestCid} and next port {state.NextHostPort}.", nameof(state));

    private bool HasForGuest => _resets.Count > 0 || _ready.First is not null;

    private void Signal(SplitQueue queue, int index)
    {
        if (queue.TakeInterrupt()) _transport?.SignalUsed(index);
    }

    // Section 5.10.6.7: the buffers are the device's to write; there is one kind of event.
    private bool SendEvent(SplitQueue queue, IVirtioTransport transport)
    {
        if (!_owesTransportReset) return false;
        QueuePop pop = queue.TryPop(_packet);
        if (pop == QueuePop.Empty && queue.RequestNotifications()) return true;
        if (pop == QueuePop.Empty) return false;
        if (pop == QueuePop.Broken || _packet.ReadableLength != 0 || _packet.WritableLength < sizeof(uint))
        {
            transport.RequireReset();
            return false;
        }

        uint id = SocketFormat.TransportReset;
        _packet.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<uint>(in id)));
        queue.Push(_packet.Head, sizeof(uint));
        _owesTransportReset = false;
        return false;
    }
}
