using System.Runtime.InteropServices;
using KvmSdk.Devices.Virtio.Queues;

namespace KvmSdk.Devices.Virtio.Pmem;

// Why several requests are one flush: each asks that what was written before it came be durable, and all that have come when the flush begins are
// answered by it. A guest whose programs all call fsync at once waits for the storage once.
//
//   queue --TryPop--> a chain each, up to a batch --Flush, once--> the same answer to all --Push--> queue

/// <summary>The virtio persistent memory device: virtio 1.2, section 5.19.</summary>
/// <remarks>
/// Not thread-safe. No member throws or allocates after construction, whatever a guest does. A request that is none (too short, nowhere to write
/// the answer to, or of another type than the one there is) stops the device until the driver resets it.
/// </remarks>
/// <typeparam name="TBackend">The file.</typeparam>
[HotPath]
public sealed class PersistentMemory<TBackend> : IVirtioDevice
    where TBackend : struct, IPmemBackend
{
    /// <summary>The most requests that one flush answers; what has come beyond waits for the next.</summary>
    public const int LargestBatch = 16;

    /// <summary>What start and size are multiples of, in bytes: 4 KiB.</summary>
    public const ulong PageSize = 4096;

    private const ushort QueueSize = 128;

    // A request has two pieces; a driver that cuts it smaller has this many.
    private const int MostPieces = 16;

    private readonly TBackend _backend;
    private readonly PmemConfiguration _configuration;
    private readonly DescriptorChain[] _batch = new DescriptorChain[LargestBatch];
    private SplitQueue? _queue;
    private IVirtioTransport? _transport;

    /// <summary>A device.</summary>
    /// <param name="backend">The file.</param>
    /// <param name="start">The guest-physical address at which it begins, a multiple of <see cref="PageSize"/>.</param>
    /// <param name="size">Bytes, a multiple of <see cref="PageSize"/>, not 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">Start or size is no multiple of a page, the size is 0, or the end is beyond 64 bits.</exception>
    public PersistentMemory(TBackend backend, ulong start, ulong size)
    {
        if (start % PageSize != 0) throw new ArgumentOutOfRangeException(nameof(start), start, "Memory begins on a page.");
        if (size == 0 || size % PageSize != 0 || size - 1 > ulong.MaxValue - start) throw new ArgumentOutOfRangeException(nameof(size), size, "Memory has whole pages.");
        _backend = backend;
        _configuration = new(start, size);
        for (int i = 0; i < _batch.Length; i++) _batch[i] = new(MostPieces);
    }

    /// <inheritdoc/>
    public uint DeviceId => VirtioDeviceId.Pmem;

    /// <summary>There are none: VIRTIO_PMEM_F_SHMEM_REGION of version 1.3 would tell by other registers what the configuration space tells.</summary>
    public ulong Features => 0;

    /// <inheritdoc/>
    public int QueueCount => 1;

    /// <inheritdoc/>
    public ushort QueueMaxSize(int queue) => QueueSize;

    /// <inheritdoc/>
    public uint ReadConfiguration(uint offset, int width) =>
        ConfigurationSpace.Read(MemoryMarshal.AsBytes(new ReadOnlySpan<PmemConfiguration>(in _configuration)), offset, width);

    /// <summary>Nothing of it is the driver's to write.</summary>
    public void WriteConfiguration(uint offset, int width, uint value)
    {
    }

    /// <summary>The device's complete state, between two requests. What the memory holds is in the file.</summary>
    public PmemState Save() => new() { Start = _configuration.Start, Size = _configuration.Size };

    /// <summary>Takes a saved state over, which has to be that of a device of the same place and size: a driver has mapped it there.</summary>
    /// <param name="state">The state; may come from an untrusted file.</param>
    /// <returns>Whether the state was taken.</returns>
    public bool TryRestore(in PmemState state) => state == Save();

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

    /// <summary>Answers what the driver asks for. A flush always waits for the storage, so a caller that cannot wait is asked to have it done.</summary>
    /// <inheritdoc/>
    public bool Notify(int queue, bool mayWait)
    {
        if (_queue is not { IsActive: true } served || _transport is not { } transport) return false;
        if (!mayWait) return true;
        bool more = Serve(served, transport);
        if (served.TakeInterrupt()) transport.SignalUsed(queue);
        return more;
    }

    private bool Serve(SplitQueue queue, IVirtioTransport transport)
    {
        queue.SuppressNotifications();
        int count = 0;
        bool isEmpty = false;
        while (count < LargestBatch && !isEmpty)
        {
            switch (queue.TryPop(_batch[count]))
            {
                case QueuePop.Chain when IsFlush(_batch[count]): count++; break;
                case QueuePop.Empty: isEmpty = !queue.RequestNotifications(); break;
                default:
                    // Nothing of the batch is answered: the driver resets the device, and has its buffers back by that.
                    transport.RequireReset();
                    return false;
            }
        }

        if (count == 0) return false;
        Answer(queue, count, _backend.Flush(count) ? PmemFormat.Ok : PmemFormat.IoError);
        return !isEmpty;
    }

    private void Answer(SplitQueue queue, int count, uint result)
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(new ReadOnlySpan<uint>(in result));
        for (int i = 0; i < count; i++) queue.Push(_batch[i].Head, (uint)_batch[i].Write(bytes));
    }

    private static bool IsFlush(DescriptorChain chain) =>
        chain.WritableLength >= sizeof(uint) && chain.TryTake(out uint type) && type == PmemFormat.Flush;
}
