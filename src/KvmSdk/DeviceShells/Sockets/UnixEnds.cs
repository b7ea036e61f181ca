using System.Buffers.Text;
using KvmSdk.Devices.Virtio.Socket;
using KvmSdk.Events;
using KvmSdk.Interop;

namespace KvmSdk.DeviceShells.Sockets;

/// <summary>The sockets in the file system by which other programs reach a guest, and the guest them.</summary>
/// <param name="hub">Whose lock guards this.</param>
/// <param name="events">The machine's event loop.</param>
/// <param name="name">The device's property.</param>
/// <param name="path">Where the socket is.</param>
internal sealed class UnixEnds(SocketHub hub, EventLoop events, string name, string path) : IEventHandler, ILaterHandler, IDisposable
{
    // Programs that have connected and not said yet what they want: each costs a descriptor. The oldest gives way.
    private const int MostGreeting = 64;

    // Others are waiting for the thread.
    private const int MostAtOnce = 32;

    private readonly UnixEnd?[] _greeting = new UnixEnd?[MostGreeting];
    private readonly List<UnixEnd> _all = [];
    private readonly Stack<UnixEnd> _free = [];
    private readonly UnixAddress _address = new(path);
    private UnixListener? _listener;
    private int _nextGreeting;
    private bool _looksLater;

    /// <summary>Whose ends these are.</summary>
    [HotPath]
    public SocketHub Hub => hub;

    /// <summary>Makes the socket, and takes connections.</summary>
    /// <param name="isDryRun">Whether to find out only whether that could be done.</param>
    /// <exception cref="HostException">The path is in use, or no socket can be made there.</exception>
    public void Listen(bool isDryRun)
    {
        UnixListener.RequireFree(name, path);
        if (!isDryRun)
        {
            _listener = new UnixListener(name, path);
            events.Register(_listener.Number, Libc.EPOLLIN | Libc.EPOLLET, this);
        }
    }

    /// <summary>The guest asks for a port of the host. With the lock.</summary>
    [HotPath]
    public unsafe ISocketEnd? Connect(SocketConnection connection)
    {
        int socket = Libc.socket(Libc.AF_UNIX, Libc.SOCK_STREAM | Libc.SOCK_NONBLOCK | Libc.SOCK_CLOEXEC, 0);
        if (socket < 0)
        {
            return null;
        }

        sockaddr_un address = _address.OfPort(connection.HostPort);

        // SAFETY: the kernel reads one local. A socket in the file system is connected at once, or not at all.
        int result = Libc.connect(socket, &address, (uint)sizeof(sockaddr_un));
        UnixEnd end = Take();
        if (end.TryStart(socket, result == 0 ? connection : null) && result == 0)
        {
            return end;
        }

        end.Stop();
        return null;
    }

    /// <summary>Somebody connects.</summary>
    [HotPath]
    public void OnEvents(uint happened) => Accept();

    /// <inheritdoc/>
    [HotPath]
    public void OnLater()
    {
        _looksLater = false;
        Accept();
    }

    /// <summary>Waits until other programs have taken what the guest has sent them, but not for long.</summary>
    public void Linger(TimeSpan most)
    {
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        while (IsInUse() && System.Diagnostics.Stopwatch.GetElapsedTime(start) < most)
        {
            Thread.Sleep(1);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        hub.Enter();
        _all.ForEach(static end => end.Stop());
        hub.Leave();
        _listener?.Dispose();
    }

    /// <summary>Has the event loop call an end at every edge.</summary>
    public bool TryRegister(int socket, UnixEnd end, out EventRegistration registration)
    {
        try
        {
            registration = events.Register(socket, Libc.EPOLLIN | Libc.EPOLLOUT | Libc.EPOLLRDHUP | Libc.EPOLLET, end);
            return true;
        }
        catch (HostException)
        {
            registration = default;
            return false;
        }
    }

    public void Unregister(EventRegistration registration) => events.Unregister(registration);

    public void Free(UnixEnd end) => _free.Push(end);

    private bool IsInUse()
    {
        hub.Enter();
        bool isInUse = _all.Exists(static end => end.IsInUse && !end.IsGreeting);
        hub.Leave();
        return isInUse;
    }

    [HotPath]
    private unsafe void Accept()
    {
        for (int i = 0; i < MostAtOnce && _listener is not null; i++)
        {
            int socket = Libc.accept4(_listener.Number, null, null, Libc.SOCK_NONBLOCK | Libc.SOCK_CLOEXEC);
            Errno errno = socket < 0 ? Libc.errno : 0;
            if (errno == Errno.EAGAIN)
            {
                return;
            }

            if (socket >= 0)
            {
                Greet(socket);
            }
            else if (errno is not (Errno.EINTR or Errno.ECONNABORTED))
            {
                break;
            }
        }

        // More wait, or this program has no descriptor left; there is no edge for those that came.
        if (!_looksLater && _listener is not null)
        {
            _looksLater = true;
            events.CallLater(this);
        }
    }

    [HotPath]
    private void Greet(int socket)
    {
        hub.Enter();
        try
        {
            UnixEnd end = Take();
            ref UnixEnd? place = ref _greeting[_nextGreeting++ % MostGreeting];
            if (place is { IsGreeting: true })
            {
                place.Stop();
            }

            place = end;
            if (!end.TryStart(socket, null))
            {
                end.Stop();
            }
        }
        finally
        {
            hub.Leave();
        }
    }

    [HotPath]
    private UnixEnd Take()
    {
#pragma warning disable KVM0701, KVM0730 // Once for as many as there are at a time.
        if (_free.TryPop(out UnixEnd? end))
        {
            return end;
        }

        end = new UnixEnd(this);
        _all.Add(end);
        return end;
#pragma warning restore KVM0701, KVM0730
    }
}

/// <summary>A path, and the paths of ports behind it, as addresses.</summary>
internal readonly struct UnixAddress
{
    private readonly sockaddr_un _address;
    private readonly int _length;

    public UnixAddress(string path)
    {
        _address.sun_family = Libc.AF_UNIX;
        Span<byte> bytes = _address.sun_path;
        _length = System.Text.Encoding.UTF8.GetBytes(path, bytes);
    }

    public sockaddr_un Address => _address;

    /// <summary>The address of the socket for a port of the host: the path, '_' and the port.</summary>
    [HotPath]
    public sockaddr_un OfPort(uint port)
    {
        sockaddr_un address = _address;
        Span<byte> bytes = address.sun_path;
        bytes[_length] = (byte)'_';
#pragma warning disable KVM0730 // Writes digits into the span.
        Utf8Formatter.TryFormat(port, bytes[(_length + 1)..], out _);
#pragma warning restore KVM0730
        return address;
    }
}
