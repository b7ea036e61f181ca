using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using KvmSdk.Devices.Limits;
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
// host hold more than it chose to. All queues share them.
//
// Where there is a limit of rate it is asked before a request is taken: what has to wait stays in the guest's memory, and the guest, which is not
// notified of anything, goes on with something else until the pacemaker has the queues looked at again.

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
    private readonly SplitQueue?[] _queues;
    private readonly RateLimiter? _limiter;
    private readonly IPacemaker? _pacemaker;
    private BlockConfiguration _configuration;
    private IVirtioTransport? _transport;
    private ulong _features;
    private int _freeCount;
    private int _waitingCount;
    private uint _epoch;

    /// <summary>A block device.</summary>
    /// <param name="backend">The disk.</param>
    /// <param name="options">What to offer.</param>
    /// <param name="limiter">How much may be done a second; null for as much as can be.</param>
    /// <param name="pacemaker">The limiter's time; null without one.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or a limiter has no time.</exception>
    public BlockDevice(TBackend backend, BlockDeviceOptions options, RateLimiter? limiter = null, IPacemaker? pacemaker = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _limiter = limiter is { IsLimited: true } ? limiter : null;
        _pacemaker = pacemaker;
        if (_limiter is not null && pacemaker is null) throw new ArgumentException("A limiter needs the time.", nameof(pacemaker));
        options.Validate();
        _backend = backend;
        _options = options;
        Encoding.ASCII.GetBytes(options.Id, _id);
        Features = BlockFeature.SegmentMax | BlockFeature.BlockSize | BlockFeature.Flush | BlockFeature.Topology | BlockFeature.Geometry
            | BlockFeature.ConfigureWriteBack
            | (options.Queues > 1 ? BlockFeature.MultiQueue : 0)
            | (options.ReadOnly ? BlockFeature.ReadOnly : 0)
            | (options.Discard && !options.ReadOnly ? BlockFeature.Discard : 0)
            | (options.WriteZeroes && !options.ReadOnly ? BlockFeature.WriteZeroes : 0);
        _configuration = Describe(options, Features);
        TakeCapacity(backend.CapacitySectors);
        _queues = new SplitQueue?[options.Queues];
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
    public int QueueCount => _queues.Length;

    /// <summary>Requests a backend has answered with <see cref="BlockStatus.Pending"/> and that have not completed.</summary>
    /// <remarks>
    /// A reset does not wait for them, and does not count them as done: the kernel may still read or write guest memory on
    /// their behalf. A shell whose backend is asynchronous waits for 0 before it lets a driver's reset through.
    /// </remarks>
    public int PendingRequests => _free.Length - _freeCount - _waitingCount;

    /// <summary>How often the queues had to wait because of the limit.</summary>
    public ulong Waits => _limiter?.Waits ?? 0;

    // A write is durable when it completes if the driver cannot flush, or chose so.
    private bool WritesThrough => (_features & BlockFeature.Flush) == 0
        || ((_features & BlockFeature.ConfigureWriteBack) != 0 && _configuration.WriteBack == 0);

    /// <inheritdoc/>
    public ushort QueueMaxSize(int queue) => _options.QueueSize;

    /// <inheritdoc/>
    public uint ReadConfiguration(uint offset, int width) =>
        ConfigurationSpace.Read(MemoryMarshal.AsBytes(new ReadOnlySpan<BlockConfiguration>(in _configuration)), offset, width);

    /// <summary>The driver chooses whether writes are durable when they complete: the one byte that it may write (section 5.2.5, step 5).</summary>
    /// <inheritdoc/>
    public void WriteConfiguration(uint offset, int width, uint value)
    {
        if (offset == BlockConfiguration.WriteBackOffset && width == 1 && value <= 1 && (_features & BlockFeature.ConfigureWriteBack) != 0)
            _configuration.WriteBack = (byte)value;
    }

    /// <summary>Takes over the backend's capacity and tells the driver if it has changed.</summary>
    public void RefreshCapacity()
    {
        if (TakeCapacity(_backend.CapacitySectors)) _transport?.SignalConfigurationChange();
    }

    /// <inheritdoc/>
    public void Activate(ulong features, ReadOnlySpan<SplitQueue> queues, IVirtioTransport transport)
    {
        _features = features;
        for (int i = 0; i < _queues.Length; i++) _queues[i] = queues[i];
        _transport = transport;
    }

    /// <inheritdoc/>
    public void Reset()
    {
        Array.Clear(_queues);
        _transport = null;
        _features = 0;
        _configuration.WriteBack = 1;
        // What is still under way belongs to a driver that is gone; Complete will only take the request back. What has not
        // begun never will.
        _epoch++;
        while (_waitingCount > 0) Release(_waiting[--_waitingCount]);
    }

    /// <summary>Takes requests from the queue while there are any and some can be started, and interrupts for what has ended.</summary>
    /// <inheritdoc/>
    public bool Notify(int queue, bool mayWait)
    {
        if (_queues[queue] is not { } served || _transport is null) return false;
        if (mayWait) StartWaiting();
        bool more = Serve(queue, served, _transport, mayWait);
        SignalUsed(queue);
        return more || _waitingCount > 0;
    }

    /// <summary>A request that was <see cref="BlockStatus.Pending"/> has ended.</summary>
    /// <remarks>After one or several, call the transport's <c>Notify</c> for every queue: it interrupts the guest and goes on with the queue.</remarks>
    /// <param name="request">The request; not the caller's any more.</param>
    /// <param name="status">How it ended.</param>
    /// <exception cref="InvalidOperationException">The request is not under way: it was completed twice.</exception>
    public void Complete(BlockRequest request, BlockStatus status)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!request.InFlight) RefuseSecondCompletion(request.Index);
        Finish(request, status == BlockStatus.Pending ? BlockStatus.IoError : status);
    }

    /// <summary>What the device remembers besides its queues, which are the transport's. Nothing may be under way.</summary>
    /// <exception cref="InvalidOperationException">A request has begun and not ended.</exception>
    public BlockState Save()
    {
        if (_freeCount != _free.Length) RefuseSaving();
        return new() { WriteBack = _configuration.WriteBack != 0, Limits = _limiter?.Save() ?? default };
    }

    /// <summary>Takes over what another device remembered; any values are safe. The transport activates it afterwards.</summary>
    public void Restore(in BlockState state)
    {
        _configuration.WriteBack = state.WriteBack ? (byte)1 : (byte)0;
        _limiter?.Restore(state.Limits);
    }

    private bool Serve(int index, SplitQueue queue, IVirtioTransport transport, bool mayWait)
    {
        queue.SuppressNotifications();
        for (int budget = mayWait ? queue.Size : MostWithoutWaiting; budget > 0; budget--)
        {
            // Not "more": a completion will call again, and until then there is nothing to do.
            if (_freeCount == 0 || MustPause()) return false;
            BlockRequest request = _free[_freeCount - 1];
            QueuePop pop = queue.TryPop(request.Chain);
            if (pop == QueuePop.Empty && !queue.RequestNotifications()) return false;
            if (pop == QueuePop.Broken)
            {
                transport.RequireReset();
                return false;
            }

            if (pop == QueuePop.Chain)
            {
                request.Queue = index;
                Start(queue, request, mayWait);
            }
        }

        return true;
    }

    // Not "more" either: the pacemaker calls.
    private bool MustPause()
    {
        if (_limiter is null || _limiter.WaitAt(_pacemaker!.Now) is not (> 0 and var wait)) return false;
        _pacemaker.WakeIn(wait);
        return true;
    }

    private void SignalUsed(int queue)
    {
        if (_queues[queue] is { } used && used.TakeInterrupt()) _transport?.SignalUsed(queue);
    }

    private bool TakeCapacity(ulong sectors)
    {
        ulong capacity = Math.Min(sectors, BlockFormat.LargestCapacity);
        bool changed = capacity != _configuration.Capacity;
        _configuration.Capacity = capacity;
        _configuration.Cylinders = (ushort)Math.Min(capacity / (BlockFormat.Heads * BlockFormat.SectorsPerTrack), ushort.MaxValue);
        return changed;
    }

    [DoesNotReturn]
    private static void RefuseSecondCompletion(int request) =>
        throw new InvalidOperationException($"Block request {request} is not under way; it was completed twice.");

    [DoesNotReturn]
    private static void RefuseSaving() => throw new InvalidOperationException("Requests are under way; wait for them before saving.");

    private static BlockConfiguration Describe(BlockDeviceOptions options, ulong features)
    {
        BlockConfiguration configuration = new()
        {
            SegmentMax = options.QueueSize - FramingDescriptors,
            BlockSize = options.BlockSize,
            Heads = BlockFormat.Heads,
            SectorsPerTrack = BlockFormat.SectorsPerTrack,
            PhysicalBlockExponent = (byte)BitOperations.Log2(options.PhysicalBlockSize / options.BlockSize),
            MinimumIoSize = (ushort)(options.PhysicalBlockSize / options.BlockSize),
            WriteBack = 1,
            QueueCount = (ushort)((features & BlockFeature.MultiQueue) != 0 ? options.Queues : 0),
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
