// Why an eventfd at every completion: the thread that serves a disk has a doorbell to wait for anyway, and so waits for its guest and for its
// storage in one read. Why no polling thread of the kernel's and no polled completions: both burn a CPU that the guest could have.

using KvmSdk.Interop;

namespace KvmSdk.Kernel;

/// <summary>An io_uring: operations given to the kernel in shared memory, carried out by it beside each other, and answered there.</summary>
/// <remarks>Not thread-safe: whoever serialises the device serialises this. Nothing allocates after construction.</remarks>
internal sealed unsafe class IoUring : IDisposable
{
    private readonly Descriptor _descriptor;
    private readonly byte* _rings;
    private readonly nuint _ringsLength;
    private readonly io_uring_sqe* _entries;
    private readonly nuint _entriesLength;
    private readonly uint _entryCount;
    private readonly uint* _submitHead;
    private readonly uint* _submitTail;
    private readonly uint* _completeHead;
    private readonly uint* _completeTail;
    private readonly io_uring_cqe* _completions;
    private readonly uint _submitMask;
    private readonly uint _completeMask;
    private uint _tail;
    private uint _unsubmitted;
    private bool _disposed;

    private IoUring(int number, in io_uring_params parameters)
    {
        _descriptor = new Descriptor(number);
        _ringsLength = Math.Max(
            parameters.sq_off.array + ((nuint)parameters.sq_entries * sizeof(uint)),
            parameters.cq_off.cqes + ((nuint)parameters.cq_entries * (nuint)sizeof(io_uring_cqe)));
        _entriesLength = (nuint)parameters.sq_entries * (nuint)sizeof(io_uring_sqe);
        _rings = (byte*)Map(_ringsLength, Libc.IORING_OFF_SQ_RING);
        _entries = (io_uring_sqe*)Map(_entriesLength, Libc.IORING_OFF_SQES);
        if (_rings is null || _entries is null)
        {
            return;
        }

        _entryCount = parameters.sq_entries;
        _submitHead = (uint*)(_rings + parameters.sq_off.head);
        _submitTail = (uint*)(_rings + parameters.sq_off.tail);
        _submitMask = *(uint*)(_rings + parameters.sq_off.ring_mask);
        _completeHead = (uint*)(_rings + parameters.cq_off.head);
        _completeTail = (uint*)(_rings + parameters.cq_off.tail);
        _completeMask = *(uint*)(_rings + parameters.cq_off.ring_mask);
        _completions = (io_uring_cqe*)(_rings + parameters.cq_off.cqes);
        _tail = Volatile.Read(ref *_submitTail);

        // The indirection between ring and entries is of no use here: place n is always entry n.
        uint* places = (uint*)(_rings + parameters.sq_off.array);
        for (uint i = 0; i < parameters.sq_entries; i++)
        {
            places[i] = i;
        }
    }

    /// <summary>Makes a ring, or tells why there is none: what the kernel says, ENOSYS too if it is too old for what is needed.</summary>
    /// <param name="entries">How many operations can be under way at once; the caller keeps to it.</param>
    /// <param name="completed">Rung at every completion.</param>
    /// <param name="errno">Why there is none.</param>
    public static IoUring? TryMake(uint entries, EventFd completed, out Errno errno)
    {
        // Linux before 5.19 does not know the option, and refuses it.
        io_uring_params parameters = default;
        int number = Setup(entries, Libc.IORING_SETUP_COOP_TASKRUN, ref parameters);
        if (number < 0 && Libc.errno == Errno.EINVAL)
        {
            number = Setup(entries, 0, ref parameters);
        }

        errno = number < 0 ? Libc.errno : default;
        if (number < 0)
        {
            return null;
        }

        const uint needed = Libc.IORING_FEAT_SINGLE_MMAP | Libc.IORING_FEAT_NODROP;
        IoUring ring = new(number, in parameters);
        if ((parameters.features & needed) != needed || parameters.sq_entries < entries)
        {
            errno = Errno.ENOSYS;
        }
        else if (ring._rings is null || ring._entries is null)
        {
            errno = Errno.ENOMEM;
        }
        else
        {
            int eventFd = completed.Number;

            // SAFETY: the kernel reads one local number.
            errno = Libc.io_uring_register(number, Libc.IORING_REGISTER_EVENTFD, &eventFd, 1) < 0 ? Libc.errno : default;
        }

        if (errno == default)
        {
            return ring;
        }

        ring.Dispose();
        return null;
    }

    /// <summary>A cleared entry to fill in; <see cref="Submit"/> gives it to the kernel. Null if all places are taken, which a caller that keeps to its number never sees.</summary>
    [HotPath]
    public io_uring_sqe* NextEntry()
    {
        if (_tail - Volatile.Read(ref *_submitHead) >= _entryCount)
        {
            return null;
        }

        io_uring_sqe* entry = _entries + (_tail & _submitMask);
        *entry = default;
        _tail++;
        _unsubmitted++;
        return entry;
    }

    /// <summary>Whether there are entries that the kernel has not taken.</summary>
    [HotPath]
    public bool HasUnsubmitted => _unsubmitted != 0;

    /// <summary>Takes back the last entry that the kernel has not taken.</summary>
    [HotPath]
    public void DropLast()
    {
        _tail--;
        _unsubmitted--;
        Volatile.Write(ref *_submitTail, _tail);
    }

    /// <summary>Gives the kernel what was filled in. What it does not take for want of memory it gets with the next call.</summary>
    /// <returns>Whether it has taken all.</returns>
    [HotPath]
    public bool Submit() => Enter(0, 0);

    /// <summary>Gives the kernel what was filled in, and waits for a completion. May return without one because of a signal.</summary>
    [HotPath]
    public void Wait() => Enter(1, Libc.IORING_ENTER_GETEVENTS);

    /// <summary>Takes one completion, if there is one.</summary>
    /// <param name="userData">What the entry carried.</param>
    /// <param name="result">What the system call would have returned, or the error number negated.</param>
    [HotPath]
    public bool TryReap(out ulong userData, out int result)
    {
        uint head = *_completeHead;
        if (head == Volatile.Read(ref *_completeTail))
        {
            userData = 0;
            result = 0;
            return false;
        }

        io_uring_cqe* completion = _completions + (head & _completeMask);
        userData = completion->user_data;
        result = completion->res;
        Volatile.Write(ref *_completeHead, head + 1);
        return true;
    }

    /// <summary>Gives everything back. Nothing may be under way: the kernel would go on with it, in memory that may be another's by then.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _descriptor.Dispose();

        // SAFETY: both were mapped by the constructor, and nobody has pointers into them any more.
        if (_rings is not null)
        {
            _ = Libc.munmap(_rings, _ringsLength);
        }

        if (_entries is not null)
        {
            _ = Libc.munmap(_entries, _entriesLength);
        }
    }

    [HotPath]
    private bool Enter(uint wanted, uint flags)
    {
        // The entries before the tail: the kernel must not see a place before what is in it.
        Volatile.Write(ref *_submitTail, _tail);
        if (_unsubmitted == 0 && wanted == 0)
        {
            return true;
        }

        int taken = Libc.io_uring_enter(_descriptor.Number, _unsubmitted, wanted, flags);
        if (taken > 0)
        {
            _unsubmitted -= (uint)taken;
        }

        return _unsubmitted == 0;
    }

    private static int Setup(uint entries, uint flags, ref io_uring_params parameters)
    {
        parameters = new() { flags = flags | Libc.IORING_SETUP_CLAMP };
        fixed (io_uring_params* given = &parameters)
        {
            return Libc.io_uring_setup(entries, given);
        }
    }

    private void* Map(nuint length, long offset)
    {
        void* address = Libc.mmap(
            null, length, Libc.PROT_READ | Libc.PROT_WRITE, Libc.MAP_SHARED | Libc.MAP_POPULATE, _descriptor.Number, offset);
        return address == Libc.MAP_FAILED ? null : address;
    }
}
