using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;
using KvmSdk.Devices.Virtio.Queues;

namespace KvmSdk.Devices.Virtio.Block;

// The way of a request:
//
//   queue --TryPop--> free request --parse--> backend --Ok/IoError/Unsupported--> Finish --Push--> queue
//                          ^                   ^ |                                  ^   |
//                          |     WouldWait ... + +--Pending ... Complete -----------+   |
//                          +------------------------------------------------------------+
//
// Whoever may not wait (a vCPU, for which the way to another thread and back costs more than most requests) starts what can be
// done at once; what would wait stands in a list until somebody comes who may. The requests are made once. When all are under way the queue waits, and goes on when one ends: a guest cannot make the
// host hold more than it chose to.

/// <summary>The virtio block device: virtio 1.2, section 5.2.</summary>
/// <remarks>
/// Not thread-safe: the shell serialises transport, completions and this. No member allocates after construction, and none
/// throws on account of what a guest does.
/// </remarks>
/// <typeparam name="TBackend">The disk.</typeparam>
[HotPath]
public sealed partial class BlockDevice<TBackend> : IVirtioDevice
    where TBackend : struct, IBlockBackend
{
    // Header and status take a descriptor each in the usual layout.
    private const uint FramingDescriptors = 2;

    // A vCPU that serves its own requests runs no guest meanwhile.
    private const int MostWithoutWaiting = 16;

    private readonly TBackend _backend;
    private readonly BlockDeviceOptions _options;
    private readonly byte[] _id = new byte[BlockFormat.IdSize];
    private readonly BlockRequest[] _free;
    private readonly BlockRequest[] _waiting;
    private BlockConfiguration _configuration;
    private SplitQueue? _queue;
    private IVirtioTransport? _transport;
    private ulong _features;
    private int _freeCount;
    private int _waitingCount;
    private uint _epoch;

    /// <summary>A block device.</summary>
    /// <param name="backend">The disk.</param>
    /// <param name="options">What to offer.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public BlockDevice(TBackend backend, BlockDeviceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _backend = backend;
        _options = options;
        Encoding.ASCII.GetBytes(options.Id, _id);
        Features = BlockFeature.SegmentMax | BlockFeature.BlockSize | BlockFeature.Flush
            | (options.ReadOnly ? BlockFeature.ReadOnly : 0)
            | (options.Discard && !options.ReadOnly ? BlockFeature.Discard : 0)
            | (options.WriteZeroes && !options.ReadOnly ? BlockFeature.WriteZeroes : 0);
        _configuration = Describe(options, Features);
        _configuration.Capacity = Math.Min(backend.CapacitySectors, BlockFormat.LargestCapacity);
        _free = new BlockRequest[options.RequestsInFlight];
        for (int i = 0; i < _free.Length; i++) _free[i] = new BlockRequest(i, options.QueueSize);
        _freeCount = _free.Length;
        _waiting = new BlockRequest[_free.Length];
    }

    /// <inheritdoc/>
    public uint DeviceId => VirtioDeviceId.Block;

    /// <inheritdoc/>
    public ulong Features { get; }

    /// <inheritdoc/>
    public int QueueCount => 1;

    /// <summary>Requests a backend has answered with <see cref="BlockStatus.Pending"/> and that have not completed.</summary>
    /// <remarks>
    /// A reset does not wait for them, and does not count them as done: the kernel may still read or write guest memory on
    /// their behalf. A shell whose backend is asynchronous waits for 0 before it lets a driver's reset through.
    /// </remarks>
    public int PendingRequests => _free.Length - _freeCount - _waitingCount;

    /// <inheritdoc/>
    public ushort QueueMaxSize(int queue) => _options.QueueSize;

    /// <inheritdoc/>
    public uint ReadConfiguration(uint offset, int width) =>
        ConfigurationSpace.Read(MemoryMarshal.AsBytes(new ReadOnlySpan<BlockConfiguration>(in _configuration)), offset, width);

    /// <summary>Nothing in the configuration is writable, since VIRTIO_BLK_F_CONFIG_WCE is not offered.</summary>
    public void WriteConfiguration(uint offset, int width, uint value)
    {
    }

    /// <summary>Takes over the backend's capacity and tells the driver if it has changed.</summary>
    public void RefreshCapacity()
    {
        ulong capacity = Math.Min(_backend.CapacitySectors, BlockFormat.LargestCapacity);
        if (capacity == _configuration.Capacity) return;
        _configuration.Capacity = capacity;
        _transport?.SignalConfigurationChange();
    }

    /// <inheritdoc/>
    public void Activate(ulong features, ReadOnlySpan<SplitQueue> queues, IVirtioTransport transport)
    {
        _features = features;
        _queue = queues[0];
        _transport = transport;
    }

    /// <inheritdoc/>
    public void Reset()
    {
        _queue = null;
        _transport = null;
        _features = 0;
        // What is still under way belongs to a driver that is gone; Complete will only take the request back. What has not
        // begun never will.
        _epoch++;
        while (_waitingCount > 0) Release(_waiting[--_waitingCount]);
    }

    /// <summary>Takes requests from the queue while there are any and some can be started, and interrupts for what has ended.</summary>
    /// <inheritdoc/>
    public bool Notify(int queue, bool mayWait)
    {
        if (_queue is null || _transport is null) return false;
        if (mayWait) StartWaiting();
        bool more = Serve(_queue, _transport, mayWait);
        SignalUsed();
        return more || _waitingCount > 0;
    }

    /// <summary>A request that was <see cref="BlockStatus.Pending"/> has ended.</summary>
    /// <remarks>After one or several, call the transport's <c>Notify(0)</c>: it interrupts the guest and goes on with the queue.</remarks>
    /// <param name="request">The request; not the caller's any more.</param>
    /// <param name="status">How it ended.</param>
    /// <exception cref="InvalidOperationException">The request is not under way: it was completed twice.</exception>
    public void Complete(BlockRequest request, BlockStatus status)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!request.InFlight) RefuseSecondCompletion(request.Index);
        Finish(request, status == BlockStatus.Pending ? BlockStatus.IoError : status);
    }

    private bool Serve(SplitQueue queue, IVirtioTransport transport, bool mayWait)
    {
        queue.SuppressNotifications();
        for (int budget = mayWait ? queue.Size : MostWithoutWaiting; budget > 0; budget--)
        {
            // Not "more": a completion will call again, and until then there is nothing to do.
            if (_freeCount == 0) return false;
            BlockRequest request = _free[_freeCount - 1];
            QueuePop pop = queue.TryPop(request.Chain);
            if (pop == QueuePop.Empty && !queue.RequestNotifications()) return false;
            if (pop == QueuePop.Broken)
            {
                transport.RequireReset();
                return false;
            }

            if (pop == QueuePop.Chain) Start(request, mayWait);
        }

        return true;
    }

    private void SignalUsed()
    {
        if (_queue is not null && _queue.TakeInterrupt()) _transport?.SignalUsed(0);
    }

    [DoesNotReturn]
    private static void RefuseSecondCompletion(int request) =>
        throw new InvalidOperationException($"Block request {request} is not under way; it was completed twice.");

    private static BlockConfiguration Describe(BlockDeviceOptions options, ulong features)
    {
        BlockConfiguration configuration = new()
        {
            SegmentMax = options.QueueSize - FramingDescriptors,
            BlockSize = options.BlockSize,
        };
        if ((features & BlockFeature.Discard) != 0)
        {
            // One range a request: then every request is one operation of the backend, with one outcome.
            configuration.MaxDiscardSegments = 1;
            configuration.MaxDiscardSectors = BlockFormat.LargestRange;
            configuration.DiscardAlignment = options.BlockSize / BlockFormat.SectorSize;
        }

        if ((features & BlockFeature.WriteZeroes) != 0)
        {
            configuration.MaxWriteZeroesSegments = 1;
            configuration.MaxWriteZeroesSectors = BlockFormat.LargestRange;
            configuration.WriteZeroesMayUnmap = 1;
        }

        return configuration;
    }
}
