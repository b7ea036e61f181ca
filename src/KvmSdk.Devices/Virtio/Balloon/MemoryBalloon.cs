using System.Runtime.InteropServices;
using KvmSdk.Devices.Virtio.Queues;

namespace KvmSdk.Devices.Virtio.Balloon;

/// <summary>The virtio memory balloon: virtio 1.2, section 5.5.</summary>
/// <remarks>
/// Not thread-safe. No member throws or allocates after construction, whatever a guest does. What a guest gives back is checked page by page;
/// a page that is not its to give is left alone and counted, because a balloon that stopped for it would hurt the host, who wants the memory.
/// </remarks>
/// <typeparam name="TBackend">The host's memory.</typeparam>
[HotPath]
public sealed partial class MemoryBalloon<TBackend> : IVirtioDevice
    where TBackend : struct, IBalloonBackend
{
    /// <summary>Index of the queue with pages that go into the balloon.</summary>
    public const int InflateQueue = 0;

    /// <summary>Index of the queue with pages that leave it.</summary>
    public const int DeflateQueue = 1;

    /// <summary>Index of the queue with statistics.</summary>
    public const int StatisticsQueue = 2;

    // The specification numbers the queues as if all were there, and has a fourth one, of a feature that is not offered here, before this one.
    // Linux, and QEMU after it, count only the queues of the features that were agreed on. So this is the number for who counts all, and
    // any number from the statistics' on can be it for who does not.
    private const int LastQueue = 4;

    // Linux's driver puts 32 reported ranges into one request, and takes no smaller queue for them.
    private const ushort QueueSize = 128;

    private readonly TBackend _backend;
    private readonly GivablePages _pages;
    private readonly bool _isResident;
    private readonly DescriptorChain _chain = new(QueueSize);
    private readonly SplitQueue?[] _queues = new SplitQueue?[LastQueue + 1];
    private BalloonConfiguration _configuration;
    private IVirtioTransport? _transport;
    private ulong _features;

    /// <summary>An empty balloon.</summary>
    /// <param name="backend">The host's memory.</param>
    /// <param name="options">What to offer.</param>
    /// <exception cref="ArgumentException">Options contradict each other.</exception>
    public MemoryBalloon(TBackend backend, BalloonDeviceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _backend = backend;
        _isResident = options.IsResident;
        _pages = new(options.Memory, options.Kept);
        _configuration.Target = options.TargetPages;
        Features = BalloonFeature.Statistics
            | (options.DeflateOnOutOfMemory ? BalloonFeature.DeflateOnOutOfMemory : 0)
            | (options.PageReporting ? BalloonFeature.PageReporting | BalloonFeature.PagePoison : 0)
            | (options.IsResident ? BalloonFeature.MustTellHost : 0);
    }

    /// <inheritdoc/>
    public uint DeviceId => VirtioDeviceId.Balloon;

    /// <inheritdoc/>
    public ulong Features { get; }

    /// <inheritdoc/>
    public int QueueCount => LastQueue + 1;

    /// <summary>What it has done.</summary>
    public BalloonTraffic Traffic { get; } = new();

    /// <summary>Pages that the host wants in the balloon.</summary>
    public uint TargetPages => _configuration.Target;

    /// <summary>Pages that the driver says are in it. It is the guest's word; what the host has of it, <see cref="Traffic"/> counts.</summary>
    public uint ActualPages => _configuration.Actual;

    /// <summary>Whether a driver runs the balloon.</summary>
    public bool HasDriver => _transport is not null;

    /// <inheritdoc/>
    public ushort QueueMaxSize(int queue) => QueueSize;

    /// <inheritdoc/>
    public uint ReadConfiguration(uint offset, int width) =>
        ConfigurationSpace.Read(MemoryMarshal.AsBytes(new ReadOnlySpan<BalloonConfiguration>(in _configuration)), offset, width);

    /// <summary>Two fields are the driver's: the pages in the balloon, and what free pages are filled with.</summary>
    public void WriteConfiguration(uint offset, int width, uint value)
    {
        if (width != sizeof(uint)) return; // Section 4.2.2.2: a field is accessed by its own width.
        if (offset == BalloonConfiguration.PoisonOffset) _configuration.PoisonValue = value;
        if (offset != BalloonConfiguration.ActualOffset) return;
        _configuration.Actual = value;
        _backend.OnActual();
    }

    /// <summary>Says how many pages the host wants in the balloon, and tells the driver.</summary>
    public void SetTarget(uint pages)
    {
        if (pages == _configuration.Target) return;
        _configuration.Target = pages;
        _transport?.SignalConfigurationChange();
    }

    /// <inheritdoc/>
    public void Activate(ulong features, ReadOnlySpan<SplitQueue> queues, IVirtioTransport transport)
    {
        for (int i = 0; i < queues.Length; i++) _queues[i] = queues[i];
        _features = features;
        _transport = transport;
    }

    /// <summary>Back to an empty balloon: another driver has no page in it, and starts from there. What the host wants stays.</summary>
    public void Reset()
    {
        _queues.AsSpan().Clear();
        _transport = null;
        _features = 0;
        _heldStatistics = None;
        _configuration.PoisonValue = 0;
        if (_configuration.Actual == 0) return;
        _configuration.Actual = 0;
        _backend.OnActual();
    }

    /// <summary>Takes what the driver offers on a queue, a bounded amount. May wait for the host's memory management.</summary>
    /// <inheritdoc/>
    public bool Notify(int queue, bool mayWait)
    {
        if (_transport is not { } transport || _queues[queue] is not { } served) return false;
        bool more = queue switch
        {
            InflateQueue => ServePages(served, transport, isInflating: true),
            DeflateQueue => ServePages(served, transport, isInflating: false),
            StatisticsQueue when Has(BalloonFeature.Statistics) => ServeStatistics(served, transport),
            _ when Has(BalloonFeature.PageReporting) => ServeReports(served, transport),
            _ => false,
        };
        if (served.TakeInterrupt()) transport.SignalUsed(queue);
        return more;
    }

    private bool Has(ulong feature) => (_features & feature) != 0;
}
