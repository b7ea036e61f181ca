using KvmSdk.Devices.Memory;

namespace KvmSdk.Devices.Virtio.Queues;

// Why pointers are kept: the three areas are checked once, when the driver declares the queue ready, and the memory map does
// not change while a device runs. Nothing else is kept from guest memory: every field is read once where it is used.
//
//   Idle ---- TryActivate ----> Active ---- a rule is broken ----> Broken
//     ^                           |                                  |
//     +---------- Reset ----------+---------------- Reset -----------+

/// <summary>The device's side of a split virtqueue: virtio 1.2, section 2.7.</summary>
/// <remarks>
/// Not thread-safe; the driver runs concurrently, and the memory ordering between the two is what the fences here are for. No
/// member throws, allocates or loops longer than the queue is, whatever the guest's memory holds.
/// </remarks>
#pragma warning disable CA1711 // A virtqueue is called a queue everywhere; it is not a collection.
[HotPath]
public sealed unsafe partial class SplitQueue
#pragma warning restore CA1711
{
    /// <summary>The largest size a split queue can have.</summary>
    public const int LargestSize = 32768;

    private const int RingHeader = 4;
    private const int UsedElementSize = 8;
    private const ushort DriverNoInterrupt = 1;
    private const ushort DeviceNoNotify = 1;

    private readonly GuestMemoryMap _memory;
    private VirtqDescriptor* _descriptors;
    private byte* _driver;
    private byte* _device;
    private ushort _nextAvailable;
    private ushort _nextUsed;
    private ushort _announcedUsed;
    private bool _eventIndex;
    private bool _indirect;

    /// <summary>An idle queue.</summary>
    /// <param name="memory">The guest's RAM.</param>
    /// <param name="maxSize">The largest size the driver may choose: a power of two up to <see cref="LargestSize"/>.</param>
    public SplitQueue(GuestMemoryMap memory, ushort maxSize)
    {
        ArgumentNullException.ThrowIfNull(memory);
        if (!IsSize(maxSize, LargestSize)) throw new ArgumentOutOfRangeException(nameof(maxSize), maxSize, "A queue's size is a power of two up to 32768.");
        _memory = memory;
        MaxSize = maxSize;
    }

    /// <summary>The largest size the driver may choose.</summary>
    public ushort MaxSize { get; }

    /// <summary>Number of descriptors the driver chose; 0 while idle.</summary>
    public ushort Size { get; private set; }

    /// <summary>Whether the queue is in use: while it is not, nothing in guest memory that came through it may be touched.</summary>
    public bool IsActive { get; private set; }

    /// <summary>Whether the driver broke a rule since the queue was activated.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Whether the driver has said how large the queue is and where, in a form that can be true.</summary>
    /// <remarks>Section 2.7: the areas are aligned to 16, 2 and 4 bytes, and here each has to be RAM of one range.</remarks>
    public bool CanActivate(in QueueAddresses addresses) => TryLocate(in addresses, out _, out _, out _);

    /// <summary>Starts the queue, empty.</summary>
    /// <param name="addresses">Size and places, unchecked.</param>
    /// <param name="features">The negotiated features.</param>
    /// <returns>Whether <see cref="CanActivate"/> allowed it; if not, the queue is idle.</returns>
    public bool TryActivate(in QueueAddresses addresses, ulong features)
    {
        Reset();
        if (!TryLocate(in addresses, out _descriptors, out _driver, out _device)) return false;
        Size = (ushort)addresses.Size;
        _eventIndex = (features & VirtioFeature.EventIndex) != 0;
        _indirect = (features & VirtioFeature.IndirectDescriptors) != 0;
        IsActive = true;
        return true;
    }

    /// <summary>Stops the queue and forgets it: guest memory is not touched again until the next activation.</summary>
    public void Reset()
    {
        IsActive = IsBroken = _eventIndex = _indirect = false;
        _descriptors = null;
        _driver = _device = null;
        _nextAvailable = _nextUsed = _announcedUsed = 0;
        Size = 0;
    }

    /// <summary>Takes the next chain the driver has offered.</summary>
    /// <param name="chain">Filled with the chain. Its capacity limits how long a chain may be.</param>
    public QueuePop TryPop(DescriptorChain chain)
    {
        if (!IsActive) return IsBroken ? QueuePop.Broken : QueuePop.Empty;
        ushort offered = (ushort)(AvailableIndex - _nextAvailable);
        if (offered == 0) return QueuePop.Empty;
        // More than the ring can hold: the index was not counted up but made up.
        if (offered > Size) return Break();

        // SAFETY: the driver area was checked for Size entries, and the slot is below Size.
        ushort head = Volatile.Read(ref *(ushort*)(_driver + RingHeader + (sizeof(ushort) * Slot(_nextAvailable))));
        if (head >= Size || !TryWalk(head, chain)) return Break();
        _nextAvailable++;
        return QueuePop.Chain;
    }

    /// <summary>Takes a chain that was taken before and not given back: after a snapshot, which remembers the head and nothing of the chain.</summary>
    /// <param name="head">The chain's head.</param>
    /// <param name="chain">Filled with the chain, as it stands in memory now.</param>
    /// <returns>Whether there can be such a chain.</returns>
    public bool TryTakeAgain(ushort head, DescriptorChain chain) => IsActive && head < Size && TryWalk(head, chain);
    /// <summary>Takes the last chains as not taken: the next ones taken are the same. None of them may have been given back.</summary>
    /// <param name="count">How many; not more than were taken since the activation.</param>
    public void PutBack(int count) => _nextAvailable -= (ushort)count;

    /// <summary>Where the three areas lie in this process, for whoever serves the queue in place of this object.</summary>
    /// <param name="areas">Their places.</param>
    /// <returns>Whether the queue is in use.</returns>
    public bool TryGetAreas(out QueueAreas areas)
    {
        areas = new QueueAreas(Size, (nint)_descriptors, (nint)_driver, (nint)_device, _nextAvailable);
        return IsActive;
    }

    /// <summary>Gives a chain back to the driver.</summary>
    /// <param name="head">The chain's <see cref="DescriptorChain.Head"/>.</param>
    /// <param name="written">Bytes written from the front of its writable part; the driver may read no further.</param>
    public void Push(ushort head, uint written)
    {
        if (!IsActive) return;
        // SAFETY: the device area was checked for Size elements of eight bytes, 4-aligned, and the slot is below Size.
        uint* element = (uint*)(_device + RingHeader + (UsedElementSize * Slot(_nextUsed)));
        element[0] = head;
        element[1] = written;
        _nextUsed++;
        // The element has to be visible before the index that covers it.
        Volatile.Write(ref *(ushort*)(_device + sizeof(ushort)), _nextUsed);
    }

    /// <summary>Whether the chains given back since the last call deserve an interrupt; asking counts as having sent it.</summary>
    public bool TakeInterrupt()
    {
        ushort announced = _announcedUsed;
        if (!IsActive || announced == _nextUsed) return false;
        _announcedUsed = _nextUsed;
        // The driver enables interrupts and then looks at the used index; we write the index and then look whether interrupts
        // are enabled. With a full fence on both sides at least one of the two sees the other.
        Interlocked.MemoryBarrier();
        // SAFETY: flags are the first field, used_event follows the ring's Size entries; both were checked and are even.
        if (!_eventIndex) return (Volatile.Read(ref *(ushort*)_driver) & DriverNoInterrupt) == 0;
        ushort wanted = Volatile.Read(ref *(ushort*)(_driver + RingHeader + (sizeof(ushort) * Size)));
        return (ushort)(_nextUsed - wanted - 1) < (ushort)(_nextUsed - announced);
    }

    /// <summary>Asks the driver not to notify while the device is looking anyway.</summary>
    public void SuppressNotifications()
    {
        // With event indices nothing needs to be written: the one last published has been passed.
        if (IsActive && !_eventIndex) Volatile.Write(ref *(ushort*)_device, DeviceNoNotify); // SAFETY: flags, the first field.
    }

    /// <summary>Asks the driver to notify of the next chain.</summary>
    /// <returns>Whether the driver has offered one in the meantime, and may not notify of it.</returns>
    public bool RequestNotifications()
    {
        if (!IsActive) return false;
        // SAFETY: flags are the first field, avail_event follows the ring's Size elements; both were checked and are even.
        if (_eventIndex) Volatile.Write(ref *(ushort*)(_device + RingHeader + (UsedElementSize * Size)), _nextAvailable);
        else Volatile.Write(ref *(ushort*)_device, 0);
        // The mirror image of TakeInterrupt: publish the wish, then look.
        Interlocked.MemoryBarrier();
        return AvailableIndex != _nextAvailable;
    }

    // SAFETY: idx is the second field of the driver area.
    private ushort AvailableIndex => Volatile.Read(ref *(ushort*)(_driver + sizeof(ushort)));

    private int Slot(ushort index) => index & (Size - 1);

    private QueuePop Break()
    {
        IsBroken = true;
        IsActive = false;
        return QueuePop.Broken;
    }

    private static bool IsSize(uint size, uint max) => size != 0 && size <= max && (size & (size - 1)) == 0;

    private bool TryLocate(in QueueAddresses addresses, out VirtqDescriptor* descriptors, out byte* driver, out byte* device)
    {
        descriptors = null;
        driver = device = null;
        uint size = addresses.Size;
        if (!IsSize(size, MaxSize)) return false;
        if ((addresses.Descriptors & 15) != 0 || (addresses.Driver & 1) != 0 || (addresses.Device & 3) != 0) return false;
        // Each ring is followed by one 16-bit event index.
        if (!_memory.TryGetPointer(addresses.Descriptors, VirtqDescriptor.Size * size, out byte* table)
            || !_memory.TryGetPointer(addresses.Driver, RingHeader + (sizeof(ushort) * size) + sizeof(ushort), out driver)
            || !_memory.TryGetPointer(addresses.Device, RingHeader + (UsedElementSize * size) + sizeof(ushort), out device))
            return false;
        descriptors = (VirtqDescriptor*)table;
        return true;
    }
}
