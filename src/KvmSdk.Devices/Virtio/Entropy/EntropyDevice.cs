using KvmSdk.Devices.Limits;
using KvmSdk.Devices.Memory;
using KvmSdk.Devices.Virtio.Queues;

namespace KvmSdk.Devices.Virtio.Entropy;

/// <summary>The virtio entropy device: virtio 1.2, section 5.4.</summary>
/// <remarks>Not thread-safe. No member throws or allocates after construction, whatever a guest does.</remarks>
/// <typeparam name="TSource">Where random bytes come from.</typeparam>
[HotPath]
public sealed class EntropyDevice<TSource> : IVirtioDevice
    where TSource : struct, IEntropySource
{
    /// <summary>The most bytes one request gets: a guest asks for a few dozen, and a larger one must not hold up the host.</summary>
    public const int LargestRequest = 64 * 1024;

    // The driver keeps one request in flight.
    private const ushort QueueSize = 64;

    private readonly TSource _source;
    private readonly RateLimiter? _limiter;
    private readonly IPacemaker? _pacemaker;
    private readonly DescriptorChain _chain = new(QueueSize);
    private SplitQueue? _queue;
    private IVirtioTransport? _transport;

    /// <summary>An entropy device.</summary>
    /// <param name="source">Where random bytes come from.</param>
    /// <param name="limiter">How many requests and bytes a second; null for any number.</param>
    /// <param name="pacemaker">The time of a device with a limit; null for one without.</param>
    public EntropyDevice(TSource source, RateLimiter? limiter = null, IPacemaker? pacemaker = null)
    {
        _source = source;
        if (limiter is not { IsLimited: true }) return;
        _limiter = limiter;
        _pacemaker = pacemaker ?? throw new ArgumentNullException(nameof(pacemaker), "A limit needs a clock.");
    }

    /// <summary>What it has done.</summary>
    public EntropyTraffic Traffic { get; } = new();

    /// <inheritdoc/>
    public uint DeviceId => VirtioDeviceId.Entropy;

    /// <inheritdoc/>
    public ulong Features => 0;

    /// <inheritdoc/>
    public int QueueCount => 1;

    /// <inheritdoc/>
    public ushort QueueMaxSize(int queue) => QueueSize;

    /// <summary>There is no configuration space: zeros are read.</summary>
    public uint ReadConfiguration(uint offset, int width) => 0;

    /// <summary>There is no configuration space: nothing is written.</summary>
    public void WriteConfiguration(uint offset, int width, uint value)
    {
    }

    /// <inheritdoc/>
    public void Activate(ulong features, ReadOnlySpan<SplitQueue> queues, IVirtioTransport transport)
    {
        _queue = queues[0];
        _transport = transport;
    }

    /// <inheritdoc/>
    public void Reset()
    {
        _queue = null;
        _transport = null;
    }

    /// <summary>Fills what the driver asks for. The source never waits.</summary>
    /// <inheritdoc/>
    public bool Notify(int queue, bool mayWait)
    {
        if (_queue is null || _transport is null) return false;
        bool more = Serve(_queue, _transport);
        if (_queue.TakeInterrupt()) _transport.SignalUsed(queue);
        return more;
    }

    private bool Serve(SplitQueue queue, IVirtioTransport transport)
    {
        queue.SuppressNotifications();
        for (int budget = queue.Size; budget > 0; budget--)
        {
            // What has to wait stays in the queue, if there is something, and is the guest's until then. It need not ring: somebody comes back.
            if (IsToWait()) return false;
            QueuePop pop = queue.TryPop(_chain);
            if (pop == QueuePop.Empty && !queue.RequestNotifications()) return false;
            if (pop == QueuePop.Broken)
            {
                transport.RequireReset();
                return false;
            }

            // A refused or failed request is given back with nothing in it; the head is never kept.
            if (pop == QueuePop.Chain) queue.Push(_chain.Head, Fill());
        }

        return true;
    }

    private bool IsToWait()
    {
        if (_limiter is null || _pacemaker is null) return false;
        ulong wait = _limiter.WaitAt(_pacemaker.Now);
        if (wait == 0) return false;
        Traffic.Waited();
        _pacemaker.WakeIn(wait);
        return true;
    }

    private uint Fill()
    {
        int left = LargestRequest;
        foreach (IoVector piece in _chain.Writable)
        {
            Span<byte> bytes = piece.First(left);
            if (bytes.IsEmpty || !_source.TryFill(bytes)) break;
            left -= bytes.Length;
        }

        uint given = (uint)(LargestRequest - left);
        if (_pacemaker is not null) _limiter?.Take(given, _pacemaker.Now);
        Traffic.Filled(given);
        return given;
    }
}
