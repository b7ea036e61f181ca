using KvmSdk.Devices.Memory;
using KvmSdk.Devices.Virtio.Socket;

namespace KvmSdk.DeviceShells.Sockets;

/// <summary>A stream of this program over a socket device of ours: bytes go straight between its buffers and the guest's memory, or the connection's buffer.</summary>
internal sealed class DeviceStream : VsockStream, ISocketEnd
{
    private readonly SocketHub _hub;
    private readonly TaskCompletionSource? _opening;
    private SocketConnection? _connection;
    private SocketEnding? _ending;
    private bool _isEndTold;
    private bool _isGuestDeaf;

    /// <summary>A stream that is to connect to a port of the guest.</summary>
    public DeviceStream(SocketHub hub, uint guestPort)
        : base(0, guestPort)
    {
        _hub = hub;
        _opening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>A stream for a connection that the guest asked for.</summary>
    public DeviceStream(SocketHub hub, SocketConnection connection)
        : base(connection.HostPort, connection.GuestPort)
    {
        _hub = hub;
        _connection = connection;
    }

    /// <summary>Completes when the guest has accepted.</summary>
    public Task Opening => _opening?.Task ?? Task.CompletedTask;

    /// <summary>Asks the guest. With the lock.</summary>
    public bool TryConnect()
    {
        _connection = _hub.Device.Connect(RemotePort, this);
        LocalPort = _connection?.HostPort ?? 0;
        return _connection is not null;
    }

    /// <inheritdoc/>
    [HotPath]
    int ISocketEnd.Receive(ReadOnlySpan<IoVector> pieces)
    {
        int count = 0;
        foreach (IoVector piece in pieces)
        {
            if (WriteOperation.Rest.IsEmpty)
            {
                break;
            }

            count += WriteOperation.Take(piece.First(int.MaxValue));
        }

        return count == 0 && IsWriteClosed ? ISocketEnd.NoMore : count;
    }

    /// <inheritdoc/>
    [HotPath]
    int ISocketEnd.Send(ReadOnlySpan<IoVector> pieces)
    {
        if (!ReadOperation.IsPending)
        {
            return 0;
        }

        int count = 0;
        Span<byte> target = ReadOperation.Target;
        foreach (IoVector piece in pieces)
        {
            Span<byte> part = piece.First(target.Length - count);
            part.CopyTo(target[count..]);
            count += part.Length;
        }

        ReadOperation.Complete(count);
        return count;
    }

    /// <inheritdoc/>
    [HotPath]
    void ISocketEnd.OnOpened()
    {
#pragma warning disable KVM0730 // Once a connection.
        _opening?.TrySetResult();
#pragma warning restore KVM0730
    }

    /// <inheritdoc/>
    [HotPath]
    void ISocketEnd.OnGuestShutdown(SocketShutdown how)
    {
#pragma warning disable KVM0730 // Once a connection.
        if ((how & SocketShutdown.Send) != 0)
        {
            _isEndTold = true;
            ReadOperation.Complete(0);
        }

        if ((how & SocketShutdown.Receive) != 0)
        {
            _isGuestDeaf = true;
            WriteOperation.Fail(WhyNoWrite());
        }
#pragma warning restore KVM0730
    }

    /// <inheritdoc/>
    [HotPath]
    void ISocketEnd.OnClosed(SocketEnding ending)
    {
#pragma warning disable KVM0730 // Once a connection.
        _connection = null;
        _ending = ending;
        _isGuestDeaf = true;
        if (WhyNoRead() is { } failure)
        {
            _opening?.TrySetException(failure);
            ReadOperation.Fail(failure);
        }
        else
        {
            ReadOperation.Complete(0);
        }

        WriteOperation.Fail(WhyNoWrite());
#pragma warning restore KVM0730
    }

    internal override void Enter() => _hub.Enter();

    internal override void Leave() => _hub.Leave();

    internal override int TryRead(Span<byte> target, out Exception? failure)
    {
        failure = null;
        // Read before: taking the last byte may end the connection.
        int count = _connection is null ? 0 : target.IsEmpty ? _hub.Device.Waiting(_connection) > 0 ? -2 : 0 : _hub.Device.Read(_connection, target);
        if (count != 0)
        {
            return Math.Max(count, 0);
        }

        if (_isEndTold)
        {
            return 0;
        }

        failure = WhyNoRead();
        return failure is null && _ending is not null ? 0 : -1;
    }

    internal override void TryWrite(out Exception? failure)
    {
        failure = _isGuestDeaf ? WhyNoWrite() : null;
        if (failure is null && _connection is not null)
        {
            _hub.Device.Ready(_connection);
            _hub.Look();
            failure = _isGuestDeaf ? WhyNoWrite() : null;
        }
    }

    private protected override void StartCloseWrite()
    {
        if (_connection is not null)
        {
            _hub.Device.Ready(_connection);
        }
    }

    private protected override void Release()
    {
        if (_connection is not null)
        {
            _hub.Device.Close(_connection);
            _connection = null;
        }
    }

    private VsockException? WhyNoRead() => _ending switch
    {
        SocketEnding.Refused => new(VsockError.Refused, $"nobody in the guest listens to port {RemotePort}, or it has no room for a connection; start the program that shall listen"),
        SocketEnding.Reset => new(VsockError.Reset, $"the guest broke the connection of its port {RemotePort} off"),
        SocketEnding.DriverGone => new(VsockError.GuestGone, $"the guest has gone, and with it the connection of its port {RemotePort}"),
        _ => null,
    };

    private VsockException WhyNoWrite() => WhyNoRead() ?? new(VsockError.Closed, $"the guest takes no more bytes on the connection of its port {RemotePort}");
}
