// The way of a request, all of it on one thread:
//
//   queue ─TryPop─► chain ─► header, arguments: copied once ─► handler ─► backend ─► answer written ─► Push ─► interrupt
//                      └─ data of reads and writes: the guest's own memory, given to the backend as it is
//
// Who can ask for what: a guest sends whatever it likes. It names files by ids that were given to it (NodeTable), open files by numbers that
// were given to it (HandleTable), and everything else by one name in a directory, which has no '/' in it. So there is no way to say
// anything outside of the shared directory, whatever stands in its symbolic links: those the guest resolves itself, among its own files.

using System.Runtime.InteropServices;
using System.Text;
using KvmSdk.Devices.Memory;
using KvmSdk.Devices.Metering;
using KvmSdk.Devices.Virtio.Queues;

namespace KvmSdk.Devices.Virtio.FileSystem;

/// <summary>The virtio file system device: virtio 1.2, section 5.11, and the protocol of linux/fuse.h.</summary>
/// <remarks>
/// Not thread-safe: the shell serialises transport and this. No member allocates after construction, and none throws on account of what a
/// guest does.
/// </remarks>
/// <typeparam name="TBackend">The files.</typeparam>
[HotPath]
public sealed partial class FileSystemDevice<TBackend> : IVirtioDevice
    where TBackend : struct, IFileBackend
{
    /// <summary>Index of the queue for what must not wait behind other requests (hiprio): that files are forgotten.</summary>
    public const int PriorityQueue = 0;

    /// <summary>Index of the queue for everything else.</summary>
    public const int RequestQueue = 1;

    // Others are waiting for the lock.
    private const int MostAtOnce = 32;

    private readonly TBackend _backend;
    private readonly FileSystemOptions _options;
    private readonly DescriptorChain _chain;
    private readonly NodeTable _nodes;
    private readonly HandleTable _handles;
    private readonly IoVector[] _pieces;
    private readonly byte[] _arguments = new byte[Longest];
    private readonly byte[] _answer = new byte[Longest];
    private readonly byte[] _entries = new byte[LargestListing];
    private readonly FileSystemConfiguration _configuration;
    private SplitQueue? _priority;
    private SplitQueue? _requests;
    private IVirtioTransport? _transport;
    private uint _minor;
    private uint _flags;
    private int _answered;

    // The longest of both is an extended attribute: header, structure, name and value.
    private const int Longest = 512 + FuseFormat.LargestExtended;

    /// <summary>A file system device.</summary>
    /// <param name="backend">The files.</param>
    /// <param name="options">What to offer.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public FileSystemDevice(TBackend backend, FileSystemOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _backend = backend;
        _options = options;
        _chain = new DescriptorChain(options.QueueSize);
        _pieces = GC.AllocateArray<IoVector>(options.QueueSize, pinned: true);
        _nodes = new NodeTable(options.MostNodes);
        _handles = new HandleTable(options.MostHandles);
        _nodes.SetRoot(backend.Root);
        Encoding.UTF8.GetBytes(options.Tag, _configuration.Tag);
        _configuration.RequestQueues = 1;
    }

    /// <inheritdoc/>
    public uint DeviceId => VirtioDeviceId.FileSystem;

    /// <summary>None: there are no notifications to the guest.</summary>
    public ulong Features => 0;

    /// <inheritdoc/>
    public int QueueCount => 2;

    /// <summary>What went through.</summary>
    public FileSystemTraffic Traffic { get; } = new();

    /// <summary>How long requests took, from taken off the queue to given back.</summary>
    public LatencyHistogram Latency { get; } = new();

    /// <summary>How many files the guest knows, the shared directory not counted.</summary>
    public int NodeCount => _nodes.Count;

    /// <summary>How many files and directories the guest has open.</summary>
    public int HandleCount => _handles.Count;

    /// <summary>Whether the guest has mounted the directory.</summary>
    public bool IsMounted => _minor != 0;

    /// <inheritdoc/>
    public ushort QueueMaxSize(int queue) => _options.QueueSize;

    /// <inheritdoc/>
    public uint ReadConfiguration(uint offset, int width) =>
        ConfigurationSpace.Read(MemoryMarshal.AsBytes(new ReadOnlySpan<FileSystemConfiguration>(in _configuration)), offset, width);

    /// <summary>Nothing in the configuration is writable (section 5.11.4).</summary>
    public void WriteConfiguration(uint offset, int width, uint value)
    {
    }

    /// <inheritdoc/>
    public void Activate(ulong features, ReadOnlySpan<SplitQueue> queues, IVirtioTransport transport)
    {
        _priority = queues[PriorityQueue];
        _requests = queues[RequestQueue];
        _transport = transport;
    }

    /// <summary>Closes everything that the guest knew or had open.</summary>
    public void Reset()
    {
        _priority = _requests = null;
        _transport = null;
        Unmount();
    }

    /// <summary>Serves a bounded number of requests. All of them may wait for the host's storage, so without that none is begun.</summary>
    /// <inheritdoc/>
    public bool Notify(int queue, bool mayWait)
    {
        SplitQueue? served = queue == PriorityQueue ? _priority : _requests;
        if (served is null || _transport is null) return false;
        if (!mayWait) return true;
        served.SuppressNotifications();
        for (int budget = MostAtOnce; budget > 0; budget--)
        {
            QueuePop pop = served.TryPop(_chain);
            if (pop == QueuePop.Empty)
            {
                if (!served.RequestNotifications()) return false;
                continue;
            }

            if (pop == QueuePop.Broken)
            {
                _transport.RequireReset();
                return false;
            }

            ulong begin = _backend.Now;
            uint written = Serve();
            served.Push(_chain.Head, written);
            Latency.Record(_backend.Now - begin);
            // Any of them may have taken long, so each is announced by itself.
            if (served.TakeInterrupt()) _transport.SignalUsed(queue);
        }

        return true;
    }

    /// <summary>The state, unless the guest refers to files, which no value can stand for.</summary>
    public bool TrySave(out FileSystemState state)
    {
        state = new() { IsMounted = IsMounted, Minor = _minor, Flags = _flags };
        return _nodes.Count == 0 && _handles.Count == 0;
    }

    /// <summary>Takes a saved state over, or leaves everything as it was when no device could be in that state.</summary>
    /// <param name="state">The state; may come from an untrusted file.</param>
    /// <returns>Whether the state was taken.</returns>
    public bool TryRestore(in FileSystemState state)
    {
        bool isValid = state.IsMounted
            ? state.Minor is >= FuseFormat.OldestMinor and <= FuseFormat.Minor && (state.Flags & ~FuseFormat.Wanted) == 0
            : state is { Minor: 0, Flags: 0 };
        if (!isValid) return false;
        Unmount();
        _minor = state.Minor;
        _flags = state.Flags;
        return true;
    }

    private void Unmount()
    {
        int from = 0;
        for (int handle = _handles.TakeAny(ref from); handle >= 0; handle = _handles.TakeAny(ref from)) _backend.Close(handle);
        from = 0;
        for (int file = _nodes.TakeAny(ref from); file >= 0; file = _nodes.TakeAny(ref from)) _backend.Close(file);
        _minor = _flags = 0;
    }
}
