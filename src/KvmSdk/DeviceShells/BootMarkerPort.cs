using System.Diagnostics;
using KvmSdk.Devices;
using KvmSdk.Devices.BootMarker;
using KvmSdk.Events;
using KvmSdk.Interop;
using KvmSdk.Kernel;

namespace KvmSdk;

/// <summary>A running boot marker: a port at which the guest tells how far its start has come.</summary>
public sealed class BootMarkerPort : IBusDevice, IEventHandler
{
    private const int Stages = 256;

    private readonly BootMarkerPort<Events> _port;
    private readonly MachineHost _host;
    private readonly EventFd _doorbell;
    private readonly MachineNotices<BootMark> _notices;

    // Stages in the order in which they were reached, each with its moment: written by a vCPU, told of by the event loop.
    private readonly (byte Stage, long Moment)[] _reached = new (byte, long)[Stages];
    private readonly Lock _tellGate = new();
    private FutexLock _lock;
    private int _count;
    private int _told;
    private ulong _writes;

    /// <summary>Builds the port. Called by generated code.</summary>
    /// <param name="host">The machine under construction.</param>
    /// <param name="name">The property's name.</param>
    /// <param name="marker">Whether <c>run</c> prints the marks.</param>
    /// <exception cref="HostException">The host refuses a descriptor.</exception>
    public BootMarkerPort(MachineHost host, string name, BootMarker marker)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(marker);
        Name = name;
        IsPrinted = marker.IsPrinted;
        _host = host;
        _notices = new(cause => host.Fail("a handler of boot marks", cause), () => this, Stages);
        _doorbell = host.NewEventFd();
        host.Events.Register(_doorbell.Number, Libc.EPOLLIN | Libc.EPOLLET, this);
        _port = new(new Events(this));
        host.Add(this);
        host.BeforeEnd(Tell);
    }

    /// <summary>
    /// The guest has reached a stage for the first time. A handler that is added late is told of earlier ones at once. It is called on the machine's event
    /// loop, which waits for it: it must not wait for the machine. One that throws ends the machine.
    /// </summary>
    public event EventHandler<BootMark>? Marked
    {
        add => _notices.Add(value);
        remove => _notices.Remove(value);
    }

    /// <summary>The property's name.</summary>
    public string Name { get; }

    /// <summary>How often the guest wrote, the same stage again included.</summary>
    public ulong Writes
    {
        get
        {
            _lock.Enter();
            ulong writes = _writes;
            _lock.Exit();
            return writes;
        }
    }

    /// <summary>Whether <c>run</c> prints the marks.</summary>
    internal bool IsPrinted { get; }

    /// <summary>When a stage was reached; null if it was not yet.</summary>
    /// <param name="stage">The stage.</param>
    public BootMark? At(byte stage)
    {
        _lock.Enter();
        int count = _count;
        _lock.Exit();
        for (int i = 0; i < count; i++)
        {
            if (_reached[i].Stage == stage)
            {
                return MarkOf(i);
            }
        }

        return null;
    }

    /// <summary>Waits for a stage.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The mark; at once if the stage was reached before.</returns>
    /// <exception cref="InvalidOperationException">The machine ended first.</exception>
    public async Task<BootMark> WaitForAsync(byte stage, CancellationToken cancellationToken = default)
    {
        TaskCompletionSource<BootMark> reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look(object? sender, BootMark mark)
        {
            if (mark.Stage == stage)
            {
                reached.TrySetResult(mark);
            }
        }

        Marked += Look;
        try
        {
            Task<MachineOutcome> end = _host.Lifecycle.Completion;
            await Task.WhenAny(reached.Task, end).WaitAsync(cancellationToken).ConfigureAwait(false);

            // A guest that marks and powers off at once ends before its last mark is told of.
            return reached.Task.IsCompletedSuccessfully
                ? await reached.Task.ConfigureAwait(false)
                : At(stage) ?? throw new InvalidOperationException(
                    $"the machine ended before its guest reached stage {stage} at '{Name}': {(await end.ConfigureAwait(false)).Description}");
        }
        finally
        {
            Marked -= Look;
        }
    }

    /// <inheritdoc/>
    public ulong Read(uint offset, int width)
    {
        _lock.Enter();
        ulong value = RegisterAccess.ReadWide(_port, offset, width, BootMarkerPort<Events>.WindowSize);
        _lock.Exit();
        return value;
    }

    /// <inheritdoc/>
    public void Write(uint offset, int width, ulong value)
    {
        _lock.Enter();
        int before = _count;
        _writes++;
        RegisterAccess.WriteWide(_port, offset, width, BootMarkerPort<Events>.WindowSize, value);
        bool isNew = _count != before;
        _lock.Exit();
        if (isNew)
        {
            _doorbell.Ring();
        }
    }

    /// <summary>Tells of what was reached since the last time, on a thread that no guest waits for.</summary>
    void IEventHandler.OnEvents(uint events) => Tell();

    private void Tell()
    {
        lock (_tellGate)
        {
            _lock.Enter();
            int count = _count;
            _lock.Exit();
            while (_told < count)
            {
                _notices.Give(MarkOf(_told++));
            }
        }
    }

    private BootMark MarkOf(int index)
    {
        (byte stage, long moment) = _reached[index];
        return new(stage, Stopwatch.GetElapsedTime(_host.StartMoment, moment), Stopwatch.GetElapsedTime(_host.EntryMoment, moment));
    }

    private readonly struct Events(BootMarkerPort port) : IBootMarkerEvents
    {
        public void Reached(byte stage) => port._reached[port._count++] = (stage, Stopwatch.GetTimestamp());
    }
}
