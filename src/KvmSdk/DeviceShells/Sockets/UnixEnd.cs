using System.Buffers.Text;
using KvmSdk.Devices.Memory;
using KvmSdk.Devices.Virtio.Socket;
using KvmSdk.Events;
using KvmSdk.Interop;

namespace KvmSdk.DeviceShells.Sockets;

// Bytes go between the kernel's socket and the guest's memory in one call each. The event loop hears of edges only: the socket is asked
// until it says "no more", and then left alone until the next edge.
//
//   idle --accepted--> greeting --CONNECT 1024--> connecting --OK--> open --> idle
//     \--the guest asked, and somebody listens at PATH_1024---------^

/// <summary>A connection of another program's, by a socket in the file system. Used for one after the other.</summary>
/// <param name="owner">Whose it is.</param>
internal sealed unsafe class UnixEnd(UnixEnds owner) : ISocketEnd, IEventHandler
{
    // "CONNECT 4294967295" and the end of the line, and room for a few more digits that mean nothing.
    private const int LongestGreeting = 32;

    private SocketConnection? _connection;
    private EventRegistration _registration;
    private int _socket = -1;
    private bool _isRegistered;
    private bool _isGreeting;
    private bool _mayHaveBytes;
    private bool _hasHungUp;
    private bool _hasSentAll;

    /// <summary>Whether it still has to say which port it wants.</summary>
    [HotPath]
    public bool IsGreeting => _isGreeting;

    /// <summary>Whether it is in use.</summary>
    public bool IsInUse => _socket >= 0;

    /// <summary>Takes over a socket. With the lock.</summary>
    /// <param name="socket">The socket, connected.</param>
    /// <param name="connection">The connection, if it is the guest that asked; null if the other program has to say what it wants.</param>
    /// <returns>Whether the event loop takes it.</returns>
    [HotPath]
    public bool TryStart(int socket, SocketConnection? connection)
    {
        (_socket, _connection, _isGreeting) = (socket, connection, connection is null);
        _mayHaveBytes = true;
        _hasHungUp = _hasSentAll = _isRegistered = false;
#pragma warning disable KVM0730 // Once a connection.
        _isRegistered = owner.TryRegister(socket, this, out _registration);
#pragma warning restore KVM0730
        return _isRegistered;
    }

    /// <summary>Closes the socket, and is free for another. With the lock.</summary>
    [HotPath]
    public void Stop()
    {
        if (_socket < 0)
        {
            return;
        }

#pragma warning disable KVM0730 // Once a connection.
        if (_isRegistered)
        {
            owner.Unregister(_registration);
        }

        _ = Libc.close(_socket);
        (_socket, _connection, _isGreeting) = (-1, null, false);
        owner.Free(this);
#pragma warning restore KVM0730
    }

    /// <inheritdoc/>
    [HotPath]
    public void OnEvents(uint events)
    {
        owner.Hub.Enter();
        try
        {
            _mayHaveBytes = true;
            _hasHungUp |= (events & (Libc.EPOLLHUP | Libc.EPOLLERR)) != 0;
            if (_isGreeting)
            {
                Greet();
            }
            else if (_connection is { } connection)
            {
                Serve(connection, events);
            }
        }
        finally
        {
            owner.Hub.Leave();
        }
    }

    /// <inheritdoc/>
    [HotPath]
    public int Receive(ReadOnlySpan<IoVector> pieces)
    {
        if (!_mayHaveBytes)
        {
            return 0;
        }

        nint count;
        Errno errno;
        do
        {
            // SAFETY: the pieces were checked against guest RAM, which outlives the event loop; IoVector has iovec's layout.
            fixed (IoVector* first = pieces)
            {
                count = Libc.readv(_socket, (iovec*)first, pieces.Length);
            }

            errno = count < 0 ? Libc.errno : 0;
        }
        while (errno == Errno.EINTR);

        if (count > 0)
        {
            return (int)count;
        }

        _mayHaveBytes = false;
        if (errno == Errno.EAGAIN)
        {
            return 0;
        }

        _hasSentAll = true;
        if (!_hasHungUp && errno == 0)
        {
            return ISocketEnd.NoMore;
        }

        Stop();
        return ISocketEnd.Gone;
    }

    /// <inheritdoc/>
    [HotPath]
    public int Send(ReadOnlySpan<IoVector> pieces)
    {
        nint count;
        Errno errno;
        do
        {
            // SAFETY: as above, or the connection's buffer, which does not move.
            fixed (IoVector* first = pieces)
            {
                msghdr message = new() { msg_iov = (iovec*)first, msg_iovlen = (nuint)pieces.Length };
                count = Libc.sendmsg(_socket, &message, Libc.MSG_NOSIGNAL);
            }

            errno = count < 0 ? Libc.errno : 0;
        }
        while (errno == Errno.EINTR);
        return count >= 0 ? (int)count : errno == Errno.EAGAIN ? 0 : ISocketEnd.NoMore;
    }

    /// <inheritdoc/>
    [HotPath]
    public void OnOpened()
    {
        Span<byte> answer = stackalloc byte[LongestGreeting];
        "OK "u8.CopyTo(answer);
#pragma warning disable KVM0730 // Writes digits into the span.
        Utf8Formatter.TryFormat(_connection!.HostPort, answer[3..], out int digits);
#pragma warning restore KVM0730
        answer[3 + digits] = (byte)'\n';
        fixed (byte* text = answer)
        {
            // SAFETY: the span has so many bytes. A socket that nothing was written to has room; one that is gone says so later.
            _ = Libc.send(_socket, text, (nuint)(digits + 4), Libc.MSG_NOSIGNAL);
        }

        // What came before it was left where it was.
        _mayHaveBytes = true;
    }

    /// <inheritdoc/>
    [HotPath]
    public void OnGuestShutdown(SocketShutdown how)
    {
        if ((how & SocketShutdown.Send) != 0)
        {
            _ = Libc.shutdown(_socket, Libc.SHUT_WR);
        }

        if ((how & SocketShutdown.Receive) != 0)
        {
            _ = Libc.shutdown(_socket, Libc.SHUT_RD);
        }
    }

    /// <inheritdoc/>
    [HotPath]
    public void OnClosed(SocketEnding ending) => Stop();

    [HotPath]
    private void Serve(SocketConnection connection, uint events)
    {
        // Nothing that it says any more would reach the guest, and nothing of the guest's would reach it.
        if (_hasHungUp && _hasSentAll)
        {
            owner.Hub.Device.Close(connection);
            Stop();
            return;
        }

        if ((events & Libc.EPOLLOUT) != 0)
        {
            owner.Hub.Device.Drain(connection);
        }

        if (_connection == connection)
        {
            if (_hasHungUp && !owner.Hub.Device.IsOpen(connection))
            {
                owner.Hub.Device.Close(connection);
                Stop();
            }
            else
            {
                owner.Hub.Device.Ready(connection);
            }
        }
    }

    // The line is looked at before it is taken, so that nothing behind it is taken with it.
    [HotPath]
    private void Greet()
    {
        Span<byte> line = stackalloc byte[LongestGreeting];
        nint count;
        fixed (byte* text = line)
        {
            // SAFETY: the span has so many bytes.
            count = Libc.recv(_socket, text, LongestGreeting, Libc.MSG_PEEK);
            bool isLater = count < 0 && Libc.errno is Errno.EAGAIN or Errno.EINTR;
            if (isLater)
            {
                return;
            }

            int end = count <= 0 ? -1 : line[..(int)count].IndexOf((byte)'\n');
            if (end >= 0)
            {
                _ = Libc.recv(_socket, text, (nuint)end + 1, 0);
                _isGreeting = false;
                Connect(line[..end]);
                return;
            }
        }

        if (count is <= 0 or LongestGreeting || _hasHungUp)
        {
            Stop();
        }
    }

    [HotPath]
    private void Connect(ReadOnlySpan<byte> line)
    {
#pragma warning disable KVM0730 // Reads digits of the span; and once a connection.
        ReadOnlySpan<byte> command = "CONNECT "u8;
        ReadOnlySpan<byte> number = line.StartsWith(command) ? line[command.Length..] : default;
        bool isRight = Utf8Parser.TryParse(number, out uint port, out int digits) && digits == number.Length;
        _connection = isRight ? owner.Hub.Device.Connect(port, this) : null;
        if (_connection is null)
        {
            if (isRight)
            {
                owner.Hub.WarnOfExhaustion();
            }

            Stop();
        }
#pragma warning restore KVM0730
    }
}
