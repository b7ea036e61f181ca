using System.Runtime.InteropServices;
using KvmSdk.Devices.Memory;
using KvmSdk.Devices.Virtio.Queues;

namespace KvmSdk.Devices.Virtio.Net;

/// <summary>The virtio network device, with one pair of queues: virtio 1.2, section 5.1.</summary>
/// <remarks>
/// Not thread-safe: the shell serialises transport, the network's calls and this. No member allocates after construction, and none
/// throws on account of what a guest or the network does.
/// </remarks>
/// <typeparam name="TBackend">The network.</typeparam>
[HotPath]
public sealed partial class NetworkDevice<TBackend> : IVirtioDevice
    where TBackend : struct, INetBackend
{
    /// <summary>Index of the queue with buffers for what the guest receives (receiveq1).</summary>
    public const int ReceiveQueue = 0;

    /// <summary>Index of the queue with what the guest sends (transmitq1).</summary>
    public const int SendQueue = 1;

    private readonly TBackend _backend;
    private readonly ushort _queueSize;
    private readonly DescriptorChain _chain;
    private readonly ReceiveBuffers _buffers;
    private readonly IoVector[] _frame;
    private readonly NetHeader[] _header = GC.AllocateArray<NetHeader>(1, pinned: true);
    private NetConfiguration _configuration;
    private SplitQueue? _receive;
    private SplitQueue? _send;
    private IVirtioTransport? _transport;
    private ulong _features;

    /// <summary>A network device whose link is down.</summary>
    /// <param name="backend">The network.</param>
    /// <param name="options">What to offer.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public unsafe NetworkDevice(TBackend backend, NetDeviceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _backend = backend;
        _queueSize = options.QueueSize;
        _chain = new DescriptorChain(_queueSize);
        _buffers = new ReceiveBuffers(_queueSize);
        _frame = GC.AllocateArray<IoVector>(_queueSize + 1, pinned: true);
        // The header goes out from here, and the guest's memory behind it.
        // SAFETY: the array is pinned, and lives as long as this.
        _frame[0] = new IoVector((byte*)Marshal.UnsafeAddrOfPinnedArrayElement(_header, 0), NetFormat.HeaderSize);
        Features = NetFeature.Mac | NetFeature.Status | NetFeature.MergeableBuffers | options.Offloads | (options.Mtu == 0 ? 0 : NetFeature.Mtu);
        _configuration = new()
        {
            // Memory holds the bytes in the order of the wire.
            MacFirst = System.Buffers.Binary.BinaryPrimitives.ReverseEndianness((ushort)(options.Mac >> 32)),
            MacLast = System.Buffers.Binary.BinaryPrimitives.ReverseEndianness((uint)options.Mac),
            MaxQueuePairs = 1,
            Mtu = (ushort)options.Mtu,
        };
    }

    /// <inheritdoc/>
    public uint DeviceId => VirtioDeviceId.Net;

    /// <inheritdoc/>
    public ulong Features { get; }

    /// <inheritdoc/>
    public int QueueCount => 2;

    /// <summary>What went through.</summary>
    public NetTraffic Traffic { get; } = new();

    /// <summary>Whether the link is up: while it is not, nothing is received, and what is sent is dropped.</summary>
    public bool IsLinkUp => _configuration.Status != 0;

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
        if (isUp && _transport is not null) _backend.Restart(_features & NetFeature.GuestOffloads);
        _transport?.SignalConfigurationChange();
    }

    /// <inheritdoc/>
    public void Activate(ulong features, ReadOnlySpan<SplitQueue> queues, IVirtioTransport transport)
    {
        // Section 5.1.3.1: without checksums there is no cutting. A driver that accepts it all the same gets neither.
        if ((features & NetFeature.GuestChecksum) == 0) features &= ~NetFeature.GuestOffloads;
        if ((features & NetFeature.Checksum) == 0) features &= ~NetFeature.HostOffloads;
        _features = features;
        _receive = queues[ReceiveQueue];
        _send = queues[SendQueue];
        _transport = transport;
        // What came for an earlier driver may have a form that this one does not take.
        _backend.Restart(features & NetFeature.GuestOffloads);
    }

    /// <inheritdoc/>
    public void Reset()
    {
        _receive = _send = null;
        _transport = null;
        _features = 0;
        _buffers.Clear();
    }

    /// <summary>Receives and sends, a bounded number of frames. Never waits. To be called too when the network has frames.</summary>
    /// <inheritdoc/>
    public bool Notify(int queue, bool mayWait)
    {
        if (_receive is null || _send is null || _transport is null) return false;
        bool isReceive = queue == ReceiveQueue;
        SplitQueue served = isReceive ? _receive : _send;
        bool more = isReceive ? Receive(served, _transport) : Send(served, _transport);
        if (served.TakeInterrupt()) _transport.SignalUsed(queue);
        return more;
    }

    private bool Has(ulong feature) => (_features & feature) != 0;
}
