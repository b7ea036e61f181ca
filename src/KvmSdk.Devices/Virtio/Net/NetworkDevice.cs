using System.Runtime.InteropServices;
using KvmSdk.Devices.Virtio.Queues;

namespace KvmSdk.Devices.Virtio.Net;

/// <summary>The virtio network device: virtio 1.2, section 5.1.</summary>
/// <remarks>
/// Not thread-safe: the shell serialises transport, the network's calls and this. No member allocates after construction, and none
/// throws on account of what a guest or the network does.
/// </remarks>
/// <typeparam name="TBackend">The network.</typeparam>
[HotPath]
public sealed partial class NetworkDevice<TBackend> : IVirtioDevice
    where TBackend : struct, INetBackend
{
    /// <summary>Index of the first pair's queue with buffers for what the guest receives (receiveq1).</summary>
    public const int ReceiveQueue = 0;

    /// <summary>Index of the first pair's queue with what the guest sends (transmitq1).</summary>
    public const int SendQueue = 1;

    private readonly TBackend _backend;
    private readonly ushort _queueSize;
    private readonly int _longestFrame;
    private readonly NetQueuePair[] _pairs;
    private readonly DescriptorChain _command;
    private readonly SplitQueue[] _dataQueues;
    private NetConfiguration _configuration;
    private SplitQueue? _control;
    private IVirtioTransport? _transport;
    private ulong _features;
    private int _activePairs = 1;
    private bool _isTakenOver;

    /// <summary>A network device whose link is down.</summary>
    /// <param name="backend">The network.</param>
    /// <param name="options">What to offer.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public NetworkDevice(TBackend backend, NetDeviceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _backend = backend;
        _queueSize = options.QueueSize;
        _longestFrame = options.LongestFrame;
        _pairs = new NetQueuePair[options.QueuePairs];
        for (int i = 0; i < _pairs.Length; i++) _pairs[i] = new NetQueuePair(i, _queueSize);
        _dataQueues = new SplitQueue[2 * _pairs.Length];
        _command = new DescriptorChain(_queueSize);
        Features = NetFeature.Mac | NetFeature.Status | NetFeature.MergeableBuffers | options.Offloads | (options.Mtu == 0 ? 0 : NetFeature.Mtu)
            | (HasControl ? NetFeature.ControlQueue | NetFeature.Multiqueue : 0);
        _configuration = new()
        {
            // Memory holds the bytes in the order of the wire.
            MacFirst = System.Buffers.Binary.BinaryPrimitives.ReverseEndianness((ushort)(options.Mac >> 32)),
            MacLast = System.Buffers.Binary.BinaryPrimitives.ReverseEndianness((uint)options.Mac),
            MaxQueuePairs = (ushort)_pairs.Length,
            Mtu = (ushort)options.Mtu,
        };
    }

    /// <inheritdoc/>
    public uint DeviceId => VirtioDeviceId.Net;

    /// <inheritdoc/>
    public ulong Features { get; }

    /// <inheritdoc/>
    public int QueueCount => (2 * _pairs.Length) + (HasControl ? 1 : 0);

    /// <summary>How many pairs of queues there are.</summary>
    public int QueuePairs => _pairs.Length;

    /// <summary>How many of them the driver uses.</summary>
    public int ActivePairs => _activePairs;

    /// <summary>Whether the network serves the driver's queues by itself, so that <see cref="Traffic"/> does not count them.</summary>
    public bool IsTakenOver => _isTakenOver;

    /// <summary>What went through.</summary>
    public NetTraffic Traffic { get; } = new();

    /// <summary>Whether the link is up: while it is not, nothing is received, and what is sent is dropped.</summary>
    public bool IsLinkUp => _configuration.Status != 0;

    private bool HasControl => _pairs.Length > 1;

    private int Mtu => _configuration.Mtu == 0 ? NetFormat.EthernetMtu : _configuration.Mtu;

    /// <inheritdoc/>
    public ushort QueueMaxSize(int queue) => _queueSize;

    /// <inheritdoc/>
    public uint ReadConfiguration(uint offset, int width) =>
        ConfigurationSpace.Read(MemoryMarshal.AsBytes(new ReadOnlySpan<NetConfiguration>(in _configuration)), offset, width);

    /// <summary>Nothing in the configuration is writable (section 5.1.4).</summary>
    public void WriteConfiguration(uint offset, int width, uint value)
    {
    }

    /// <summary>Takes the link up or down and tells the driver if that changes anything. What came while it was down is lost.</summary>
    /// <remarks>Afterwards, call the transport's <c>Notify</c> for <see cref="ReceiveQueue"/>.</remarks>
    public void SetLink(bool isUp)
    {
        if (isUp == IsLinkUp) return;
        _configuration.Status = isUp ? NetFormat.LinkUp : (ushort)0;
        if (_transport is not null)
        {
            if (isUp) Begin(_transport);
            else if (_isTakenOver) _backend.GiveBack(forGood: false);
        }

        _transport?.SignalConfigurationChange();
    }

    /// <inheritdoc/>
    public void Activate(ulong features, ReadOnlySpan<SplitQueue> queues, IVirtioTransport transport)
    {
        // Section 5.1.3.1: without checksums there is no cutting. A driver that accepts it all the same gets neither.
        if ((features & NetFeature.GuestChecksum) == 0) features &= ~NetFeature.GuestOffloads;
        if ((features & NetFeature.Checksum) == 0) features &= ~NetFeature.HostOffloads;
        _features = features;
        for (int i = 0; i < _pairs.Length; i++) _pairs[i].Connect(queues[2 * i], queues[(2 * i) + 1]);
        queues[..(2 * _pairs.Length)].CopyTo(_dataQueues);
        // Section 5.1.2: for a driver that knows of no further pairs, the control queue comes behind the first.
        _control = !Has(NetFeature.ControlQueue) ? null : queues[ControlIndex];
        _transport = transport;
        _activePairs = 1;
        _backend.UsePairs(1);
        Begin(transport);
    }

    /// <inheritdoc/>
    public void Reset()
    {
        if (_isTakenOver) _backend.GiveBack(forGood: true);
        foreach (NetQueuePair pair in _pairs) pair.Disconnect();
        Array.Clear(_dataQueues);
        _control = null;
        _transport = null;
        _features = 0;
        _isTakenOver = false;
    }

    /// <inheritdoc/>
    public void StopQueue(int queue)
    {
        if (_isTakenOver && queue < _dataQueues.Length) _backend.GiveBackQueue(queue);
    }

    /// <summary>Whoever has taken the queues over found one broken: the driver has to reset the device (section 2.1.2).</summary>
    public void BreakTakenOver()
    {
        if (_isTakenOver) _transport?.RequireReset();
    }

    /// <summary>Receives, sends, and carries out commands, a bounded number of them. Never waits. To be called too when the network has frames, or takes them again.</summary>
    /// <inheritdoc/>
    public bool Notify(int queue, bool mayWait)
    {
        if (_transport is null) return false;
        if (queue == ControlIndex && _control is not null)
        {
            bool unfinished = Command(_control, _transport);
            if (_control.TakeInterrupt()) _transport.SignalUsed(queue);
            return unfinished;
        }

        int index = queue >> 1;
        // Section 5.1.6.5.5: nothing comes from or goes to the pairs behind those that the driver uses.
        if (_isTakenOver || index >= _activePairs) return false;
        NetQueuePair pair = _pairs[index];
        bool isReceive = (queue & 1) == ReceiveQueue;
        SplitQueue? served = isReceive ? pair.Receive : pair.Send;
        if (served is null) return false;
        bool more = isReceive ? Receive(pair, served, _transport) : Send(pair, served, _transport);
        if (served.TakeInterrupt()) _transport.SignalUsed(queue);
        return more;
    }

    private int ControlIndex => Has(NetFeature.Multiqueue) ? 2 * _pairs.Length : 2;

    // The link is up and there is a driver: what came for an earlier one may have a form that this one does not take.
    private void Begin(IVirtioTransport transport)
    {
        _backend.Restart(_features & NetFeature.GuestOffloads);
        if (!IsLinkUp && !_isTakenOver) return;
        NetTakeOver answer = _backend.TakeOver(_features, _dataQueues);
        if (answer == NetTakeOver.Declined) return;
        _isTakenOver = true;
        transport.HoldUsed();
        if (answer == NetTakeOver.Failed) transport.RequireReset();
    }

    private bool Has(ulong feature) => (_features & feature) != 0;
}
