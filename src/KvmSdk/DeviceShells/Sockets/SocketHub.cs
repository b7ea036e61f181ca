// Who meets whom. The guest's wishes come with the device's lock held; so do those of the program and of the sockets in the file system,
// which take it first. Nobody's code runs under the lock but ours.

using KvmSdk.Devices.Virtio.Socket;
using KvmSdk.DeviceShells.Virtio;

namespace KvmSdk.DeviceShells.Sockets;

/// <summary>The host's side of a socket device of ours.</summary>
internal sealed class SocketHub : ISocketPorts, IDisposable
{
    // How long the machine's end waits for programs that have not read yet what the guest has sent them.
    private static readonly TimeSpan _linger = TimeSpan.FromSeconds(2);

    private readonly Dictionary<uint, VsockListener> _listeners = [];
    private readonly VirtioShell<SocketDevice<HostPorts>> _shell;
    private readonly MachineNotices<MachineWarning> _warnings;
    private readonly string _name;
    private readonly UnixEnds? _unix;
    private bool _hasEnded;
    private bool _hasWarned;
    private bool _owesWarning;

    /// <summary>Builds the device, and with a path its socket.</summary>
    /// <exception cref="HostException">The path is in use, or no socket can be made there.</exception>
    public SocketHub(MachineHost host, string name, ulong window, int irq, uint cid, ushort queueSize, string? path)
    {
        _name = name;
        _warnings = host.Warnings;
        Device = new(new HostPorts(this), new SocketDeviceOptions { GuestCid = cid, QueueSize = queueSize });
        // Before the interrupt line: what is owned is disposed in the order in which it came.
        host.Own(this);
        host.BeforeEnd(EndGuest);
        _shell = new(host, window, irq, Device);
        if (path is not null)
        {
            _unix = new UnixEnds(this, host.Events, name, path);
            _unix.Listen(isDryRun: host.Options.IsDryRun);
        }
    }

    /// <summary>The device. To be used with the lock.</summary>
    [HotPath]
    public SocketDevice<HostPorts> Device { get; }

    /// <inheritdoc/>
    public VsockCounters Counters
    {
        get
        {
            SocketTraffic traffic = Device.Traffic;
            return new(
                Device.Connections, traffic.ConnectionsFromGuest, traffic.ConnectionsFromHost, traffic.ConnectionsRefused,
                traffic.PacketsReceived, traffic.BytesReceived, traffic.PacketsSent, traffic.BytesSent, traffic.Resets, traffic.Errors);
        }
    }

    /// <summary>The lock of the device.</summary>
    [HotPath]
    public void Enter() => _shell.Acquire();

    /// <summary>Brings the guest what there is, and gives the lock back.</summary>
    [HotPath]
    public void Leave()
    {
        Look();
        bool warns = _owesWarning;
        _owesWarning = false;
        _shell.Release();
        if (warns)
        {
#pragma warning disable KVM0701, KVM0730 // Once a device; and without the lock, since whoever hears of it may use the device.
            _warnings.Give(new MachineWarning.SocketsExhausted(_name, Device.MaxConnections));
#pragma warning restore KVM0701, KVM0730
        }
    }

    /// <summary>Brings the guest what there is, with the lock.</summary>
    [HotPath]
    public void Look() => _shell.Look(SocketDevice<HostPorts>.ReceiveQueue);

    [HotPath]
    public ulong Read(uint offset, int width) => _shell.Read(offset, width);

    [HotPath]
    public void Write(uint offset, int width, ulong value) => _shell.Write(offset, width, value);

    /// <summary>Connects to a port of the guest.</summary>
    public async ValueTask<VsockStream> ConnectAsync(uint port, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        DeviceStream stream = new(this, port);
        Enter();
        try
        {
            if (_hasEnded)
            {
                throw MachineEnded();
            }

            if (!stream.TryConnect())
            {
                throw new VsockException(VsockError.TooMany, $"'{_name}' has {Device.MaxConnections} connections, the most there can be; close some first");
            }
        }
        finally
        {
            Leave();
        }

        try
        {
            await stream.Opening.WaitAsync(cancellationToken).ConfigureAwait(false);
            return stream;
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Listens to a port of the host.</summary>
    public VsockListener Listen(uint port, int backlog)
    {
        Enter();
        try
        {
            if (_hasEnded)
            {
                throw MachineEnded();
            }

            VsockListener listener = new(port, backlog, Forget);
            return _listeners.TryAdd(port, listener)
                ? listener
                : throw new InvalidOperationException($"this program listens to port {port} of '{_name}' already; use that listener, or another port");
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>The guest asks for a connection. With the lock.</summary>
    [HotPath]
    public ISocketEnd? Accept(SocketConnection connection)
    {
#pragma warning disable KVM0701, KVM0730 // Once a connection: a stream of the program's is an object.
        if (_listeners.TryGetValue(connection.HostPort, out VsockListener? listener))
        {
            DeviceStream stream = new(this, connection);
            return listener.TryAdd(stream) ? stream : null;
        }
#pragma warning restore KVM0701, KVM0730

        return _unix?.Connect(connection);
    }

    /// <summary>Another program's connection could not be made, because there are as many as there can be. With the lock.</summary>
    [HotPath]
    public void WarnOfExhaustion()
    {
        _owesWarning = !_hasWarned;
        _hasWarned = true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        EndGuest();
        _unix?.Dispose();
    }

    // The guest is gone. What it has sent can still be read: by streams for ever, by other programs for a while.
    private void EndGuest()
    {
        VsockListener[] listeners;
        _shell?.Acquire();
        try
        {
            if (_hasEnded || _shell is null)
            {
                return;
            }

            _hasEnded = true;
            Device.EndAll();
            _shell.Disconnect();
            listeners = [.. _listeners.Values];
            _listeners.Clear();
        }
        finally
        {
            _shell?.Release();
        }

        foreach (VsockListener listener in listeners)
        {
            listener.Close(MachineEnded());
        }

        _unix?.Linger(_linger);
    }

    private void Forget(VsockListener listener)
    {
        Enter();
        if (_listeners.TryGetValue(listener.Port, out VsockListener? known) && known == listener)
        {
            _listeners.Remove(listener.Port);
        }

        Leave();
    }

    private VsockException MachineEnded() => new(VsockError.GuestGone, $"the machine of '{_name}' has ended; start it anew");

    /// <summary>The host as the device sees it.</summary>
    [HotPath]
    internal readonly struct HostPorts(SocketHub hub) : ISocketHost
    {
        /// <inheritdoc/>
        public ISocketEnd? Accept(SocketConnection connection) => hub.Accept(connection);
    }
}
