// The kernel carries the bytes between the guest and sockets of the domain AF_VSOCK, which any program of the host may have. What this
// program connects and listens to are such sockets too, on the machine's event loop.

using KvmSdk.DeviceShells.Virtio;
using KvmSdk.Events;

namespace KvmSdk.DeviceShells.Sockets;

/// <summary>The host's side of a socket device of the kernel's.</summary>
internal sealed class VhostHub : ISocketPorts, IDisposable
{
    private readonly Lock _gate = new();
    private readonly HashSet<KernelStream> _streams = [];
    private readonly HashSet<KernelListener> _listeners = [];
    private readonly VirtioShell<VhostSocketDevice> _shell;
    private readonly EventLoop _events;
    private readonly string _name;
    private readonly uint _cid;
    private bool _hasEnded;

    /// <summary>Builds the device.</summary>
    /// <exception cref="HostException">There is no such device, it is not for this user, or another guest has the address.</exception>
    public VhostHub(MachineHost host, string name, ulong window, int irq, uint cid, ushort queueSize)
    {
        (_name, _cid, _events) = (name, cid, host.Events);
        // Before the device and the interrupt line: what is owned is disposed in the order in which it came.
        host.Own(this);
        host.BeforeEnd(EndGuest);
        VhostSocketDevice device = host.Own(new VhostSocketDevice(host, name, irq, cid, queueSize));
        _shell = new(host, window, irq, device, device.Bells.Kicks);
        device.Bells.WatchBroken(host.Events, new Broken(_shell));
    }

    /// <inheritdoc/>
    public VsockCounters Counters => default;

    /// <summary>The guest's address.</summary>
    public uint Cid => _cid;

    /// <inheritdoc/>
    [HotPath]
    public ulong Read(uint offset, int width) => _shell.Read(offset, width);

    /// <inheritdoc/>
    [HotPath]
    public void Write(uint offset, int width, ulong value) => _shell.Write(offset, width, value);

    /// <inheritdoc/>
    public async ValueTask<VsockStream> ConnectAsync(uint port, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            KernelStream stream = KernelStream.Connect(this, _cid, port);
            try
            {
                Start(stream);
                await stream.Opening.WaitAsync(cancellationToken).ConfigureAwait(false);
                return stream;
            }
            catch (TimeoutException)
            {
                // The kernel waits two seconds for a guest whose driver is not there yet. Here it is waited for as long as the caller likes.
                await stream.DisposeAsync().ConfigureAwait(false);
            }
            catch
            {
                await stream.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }
    }

    /// <inheritdoc/>
    public VsockListener Listen(uint port, int backlog)
    {
        lock (_gate)
        {
            if (_hasEnded)
            {
                throw MachineEnded();
            }

            KernelListener kernel = new(this, port, backlog);
            VsockListener listener = new(port, backlog, _ => Forget(kernel));
            kernel.Start(listener, _events);
            _listeners.Add(kernel);
            return listener;
        }
    }

    /// <summary>Takes a stream into the machine's life and event loop.</summary>
    /// <exception cref="VsockException">The machine has ended.</exception>
    public void Start(KernelStream stream)
    {
        lock (_gate)
        {
            if (_hasEnded)
            {
                throw MachineEnded();
            }

            stream.Register(_events);
            _streams.Add(stream);
        }
    }

    /// <summary>A stream is no more.</summary>
    public void Forget(KernelStream stream)
    {
        lock (_gate)
        {
            _streams.Remove(stream);
        }
    }

    /// <summary>Ends the calls of the event loop.</summary>
    public void Unregister(EventRegistration registration) => _events.Unregister(registration);

    /// <inheritdoc/>
    public void Dispose() => EndGuest();

    private void Forget(KernelListener listener)
    {
        lock (_gate)
        {
            _listeners.Remove(listener);
        }

        listener.Dispose();
    }

    // The kernel serves no queue any more; what it has of the guest's bytes can still be read.
    private void EndGuest()
    {
        KernelStream[] streams;
        KernelListener[] listeners;
        lock (_gate)
        {
            if (_hasEnded)
            {
                return;
            }

            _hasEnded = true;
            (streams, listeners) = ([.. _streams], [.. _listeners]);
            _streams.Clear();
            _listeners.Clear();
        }

        if (_shell is not null)
        {
            _shell.Acquire();
            _shell.Disconnect();
            _shell.Release();
        }

        foreach (KernelListener listener in listeners)
        {
            listener.End(MachineEnded());
        }

        foreach (KernelStream stream in streams)
        {
            stream.EndGuest();
        }
    }

    private VsockException MachineEnded() => new(VsockError.GuestGone, $"the machine of '{_name}' has ended; start it anew");

    /// <summary>The guest has broken a rule.</summary>
    private sealed class Broken(VirtioShell<VhostSocketDevice> shell) : IEventHandler
    {
        [HotPath]
        public void OnEvents(uint events)
        {
            shell.Acquire().Break();
            shell.Release();
        }
    }
}
