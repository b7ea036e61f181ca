// Why a table with generations: epoll remembers a number with each descriptor and knows nothing of objects. An event that
// was fetched before its registration ended must not reach whoever got the same slot since.

using KvmSdk.Interop;
using KvmSdk.Kernel;

namespace KvmSdk.Events;

/// <summary>One epoll instance and the thread that serves it. Delivering an event allocates nothing.</summary>
/// <param name="fail">Told when a handler throws or epoll fails; the loop goes on, or ends, respectively.</param>
internal sealed class EventLoop(Action<Exception> fail) : IEventLoop, IEventHandler, IDisposable
{
    private const int BatchSize = 32;

    private readonly Lock _gate = new();
    private readonly Descriptor _epoll = MakeEpoll();
    private readonly EventFd _stop = new();
    private readonly LaterCalls _later = new();
    private Slot[] _slots = new Slot[16];
    private MachineThread? _thread;
    private volatile bool _stopping;

    /// <summary>Starts the thread.</summary>
    public void Start()
    {
        Register(_stop.Number, Libc.EPOLLIN | Libc.EPOLLET, this);

        // A background thread: while a guest runs its vCPU threads keep the process alive, and afterwards nothing needs to.
        _thread = new MachineThread(Loop, "kvm-events", keepsProcess: false);
        _thread.Start();
    }

    /// <inheritdoc/>
    public EventRegistration Register(int descriptor, uint events, IEventHandler handler)
    {
        lock (_gate)
        {
            int slot = FreeSlot();
            uint generation = _slots[slot].Generation + 1;
            Control(Libc.EPOLL_CTL_ADD, descriptor, events, (uint)slot | ((ulong)generation << 32));
            _slots[slot] = new Slot { Handler = handler, Generation = generation, Descriptor = descriptor };
            return new EventRegistration(slot, generation);
        }
    }

    /// <inheritdoc/>
    public void Unregister(EventRegistration registration)
    {
        lock (_gate)
        {
            ref Slot slot = ref _slots[registration.Slot];
            if (slot.Generation == registration.Generation && slot.Handler is not null)
            {
                slot.Handler = null;
                if (!_epoll.IsClosed)
                {
                    Control(Libc.EPOLL_CTL_DEL, slot.Descriptor, 0, 0);
                }
            }
        }
    }

    /// <inheritdoc/>
    [HotPath]
    public void CallLater(ILaterHandler handler) => _later.Add(handler);

    /// <summary>Ends the thread and waits for it. Not from a handler.</summary>
    public void Dispose()
    {
        _stopping = true;
        if (_thread is not null)
        {
            _stop.Ring();
            _thread.Join();
            _thread = null;
        }

        lock (_gate)
        {
            _epoll.Dispose();
            _stop.Dispose();
        }
    }

    /// <summary>Wakes the loop, which then sees that it is to stop.</summary>
    void IEventHandler.OnEvents(uint events)
    {
    }

    private static Descriptor MakeEpoll()
    {
        int number = Libc.epoll_create1(Libc.EPOLL_CLOEXEC);
        if (number < 0)
        {
            KernelError.Throw("epoll_create1", Libc.errno);
        }

        return new Descriptor(number);
    }

    private int FreeSlot()
    {
        int slot = Array.FindIndex(_slots, static candidate => candidate.Handler is null);
        if (slot < 0)
        {
            slot = _slots.Length;
            Array.Resize(ref _slots, slot * 2);
        }

        return slot;
    }

    private unsafe void Control(int operation, int descriptor, uint events, ulong data)
    {
        epoll_event interest;
        interest.events = events;
        interest.data.u64 = data;

        // SAFETY: the kernel reads one local.
        int result = Libc.epoll_ctl(_epoll.Number, operation, descriptor, &interest);
        Errno errno = Libc.errno;
        if (result < 0)
        {
            KernelError.Throw("epoll_ctl", errno);
        }
    }

    private unsafe void Loop()
    {
        epoll_event* batch = stackalloc epoll_event[BatchSize];
        while (!_stopping)
        {
            // SAFETY: the kernel writes at most BatchSize entries.
            int count = Libc.epoll_wait(_epoll.Number, batch, BatchSize, _later.MillisecondsLeft);
            Errno errno = Libc.errno;
            if (count < 0 && errno != Errno.EINTR)
            {
                fail(KernelError.Make("epoll_wait", errno));
                return;
            }

            for (int i = 0; i < count && !_stopping; i++)
            {
                Deliver(batch[i].events, batch[i].data.u64);
            }

            DeliverLater();
        }
    }

    private void Deliver(uint events, ulong data)
    {
        IEventHandler? handler = null;
        lock (_gate)
        {
            ref Slot slot = ref _slots[(int)(uint)data];
            if (slot.Generation == (uint)(data >> 32))
            {
                handler = slot.Handler;
            }
        }

        try
        {
            handler?.OnEvents(events);
        }
#pragma warning disable CA1031 // Whatever a handler throws ends its machine with an outcome; the process and other machines go on.
        catch (Exception e)
#pragma warning restore CA1031
        {
            fail(e);
        }
    }

    private void DeliverLater()
    {
        try
        {
            while (!_stopping && _later.TryTakeDue(out ILaterHandler? handler))
            {
                handler.OnLater();
            }
        }
#pragma warning disable CA1031 // Whatever a handler throws ends its machine with an outcome; the process and other machines go on.
        catch (Exception e)
#pragma warning restore CA1031
        {
            fail(e);
        }
    }

    private struct Slot
    {
        public IEventHandler? Handler;
        public uint Generation;
        public int Descriptor;
    }
}
