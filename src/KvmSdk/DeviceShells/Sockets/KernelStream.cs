using KvmSdk.Events;
using KvmSdk.Interop;
using KvmSdk.Kernel;

namespace KvmSdk.DeviceShells.Sockets;

/// <summary>A stream of this program over a socket of the domain AF_VSOCK.</summary>
internal sealed unsafe class KernelStream : VsockStream, IEventHandler
{
    private readonly VhostHub _hub;
    private readonly Descriptor _descriptor;
    private readonly TaskCompletionSource? _opening;
    private EventRegistration _registration;
    private FutexLock _lock;
    private bool _isRegistered;
    private bool _isGuestGone;

    /// <summary>A connection that the guest asked for.</summary>
    public KernelStream(VhostHub hub, Descriptor descriptor, uint localPort, uint remotePort)
        : base(localPort, remotePort) => (_hub, _descriptor) = (hub, descriptor);

    private KernelStream(VhostHub hub, Descriptor descriptor, uint remotePort, TaskCompletionSource opening)
        : this(hub, descriptor, 0, remotePort) => _opening = opening;

    /// <summary>Completes when the guest has accepted; fails with <see cref="TimeoutException"/> if it was not there.</summary>
    public Task Opening => _opening?.Task ?? Task.CompletedTask;

    /// <summary>Begins to connect to a port of a guest.</summary>
    public static KernelStream Connect(VhostHub hub, uint cid, uint port)
    {
        Descriptor descriptor = NewSocket();
        sockaddr_vm address = new() { svm_family = Libc.AF_VSOCK, svm_cid = cid, svm_port = port };
        TaskCompletionSource opening = new(TaskCreationOptions.RunContinuationsAsynchronously);
        KernelStream stream = new(hub, descriptor, port, opening);

        // SAFETY: the kernel reads one local.
        int result = Libc.connect(descriptor.Number, &address, (uint)sizeof(sockaddr_vm));
        Errno errno = Libc.errno;
        if (result < 0 && errno != Errno.EINPROGRESS)
        {
            opening.SetException(stream.Describe(errno));
        }

        return stream;
    }

    /// <summary>Makes a socket that does not block.</summary>
    public static Descriptor NewSocket()
    {
        Descriptor made = new(Libc.socket(Libc.AF_VSOCK, Libc.SOCK_STREAM | Libc.SOCK_NONBLOCK | Libc.SOCK_CLOEXEC, 0));
        Errno errno = Libc.errno;
        if (made.IsInvalid)
        {
            KernelError.Throw("socket(AF_VSOCK)", errno, "load the kernel module, as root: modprobe vhost_vsock");
        }

        return made;
    }

    /// <summary>Has the event loop call at every edge.</summary>
    public void Register(EventLoop events)
    {
        _registration = events.Register(_descriptor.Number, Libc.EPOLLIN | Libc.EPOLLOUT | Libc.EPOLLRDHUP | Libc.EPOLLET, this);
        _isRegistered = true;
    }

    /// <inheritdoc/>
    [HotPath]
    public void OnEvents(uint events)
    {
        Enter();
        try
        {
            if (IsDisposed)
            {
                return;
            }

#pragma warning disable KVM0730 // Once a connection.
            if (_opening is { Task.IsCompleted: false } && (events & (Libc.EPOLLOUT | Libc.EPOLLERR | Libc.EPOLLHUP)) != 0)
            {
                FinishOpening();
            }
#pragma warning restore KVM0730

            GoOn();
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>The guest is gone: what the kernel has of it can be read, and nothing more comes.</summary>
    public void EndGuest()
    {
        Enter();
        _isGuestGone = true;
        _opening?.TrySetException(GuestGone());
        GoOn();
        ReadOperation.Fail(GuestGone());
        WriteOperation.Fail(GuestGone());
        Leave();
    }

    [HotPath]
    internal override void Enter() => _lock.Enter();

    [HotPath]
    internal override void Leave() => _lock.Exit();

    internal override int TryRead(Span<byte> target, out Exception? failure)
    {
        failure = null;
        byte one;
        nint count;
        Errno errno;
        fixed (byte* bytes = target)
        {
            do
            {
                // SAFETY: the kernel writes to the span, or to one local.
                count = target.IsEmpty ? Libc.recv(_descriptor.Number, &one, 1, Libc.MSG_PEEK) : Libc.recv(_descriptor.Number, bytes, (nuint)target.Length, 0);
                errno = count < 0 ? Libc.errno : 0;
            }
            while (errno == Errno.EINTR);
        }

        if (count >= 0)
        {
            return target.IsEmpty ? 0 : (int)count;
        }

        failure = errno != Errno.EAGAIN ? Describe(errno) : _isGuestGone ? GuestGone() : null;
        return -1;
    }

    internal override void TryWrite(out Exception? failure)
    {
        failure = _isGuestGone ? GuestGone() : null;
        while (failure is null && !WriteOperation.Rest.IsEmpty)
        {
            fixed (byte* bytes = WriteOperation.Rest)
            {
                // SAFETY: the kernel reads the span.
                nint count = Libc.send(_descriptor.Number, bytes, (nuint)WriteOperation.Rest.Length, Libc.MSG_NOSIGNAL);
                Errno errno = count < 0 ? Libc.errno : 0;
                if (errno == Errno.EAGAIN)
                {
                    return;
                }

                if (count >= 0)
                {
                    WriteOperation.Skip((int)count);
                }
                else if (errno != Errno.EINTR)
                {
                    failure = Describe(errno);
                }
            }
        }
    }

    private protected override void StartCloseWrite()
    {
        if (!WriteOperation.IsPending)
        {
            _ = Libc.shutdown(_descriptor.Number, Libc.SHUT_WR);
        }
    }

    private protected override void Release()
    {
        if (_isRegistered)
        {
            _hub.Unregister(_registration);
        }

        _descriptor.Dispose();
        _hub.Forget(this);
    }

    // What waits, as far as it goes now.
    [HotPath]
    private void GoOn()
    {
#pragma warning disable KVM0730 // Allocates only what a failure says.
        if (ReadOperation.IsPending)
        {
            int count = TryRead(ReadOperation.Target, out Exception? failure);
            if (failure is not null)
            {
                ReadOperation.Fail(failure);
            }
            else if (count >= 0)
            {
                ReadOperation.Complete(count);
            }
        }

        if (WriteOperation.IsPending)
        {
            TryWrite(out Exception? failure);
            if (failure is not null)
            {
                WriteOperation.Fail(failure);
            }
            else if (!WriteOperation.IsPending && IsWriteClosed)
            {
                _ = Libc.shutdown(_descriptor.Number, Libc.SHUT_WR);
            }
        }
#pragma warning restore KVM0730
    }

    private void FinishOpening()
    {
        int error = 0;
        uint length = sizeof(int);
        sockaddr_vm own;
        uint ownLength = (uint)sizeof(sockaddr_vm);

        // SAFETY: the kernel writes locals.
        _ = Libc.getsockopt(_descriptor.Number, Libc.SOL_SOCKET, Libc.SO_ERROR, &error, &length);
        if (error != 0)
        {
            _opening!.TrySetException(Describe((Errno)error));
            return;
        }

        if (Libc.getsockname(_descriptor.Number, &own, &ownLength) == 0)
        {
            LocalPort = own.svm_port;
        }

        _opening!.TrySetResult();
    }

    private Exception Describe(Errno errno) => errno switch
    {
        Errno.ETIMEDOUT => new TimeoutException(),
        Errno.ECONNRESET or Errno.ECONNREFUSED when _opening is { Task.IsCompleted: false } => new VsockException(
            VsockError.Refused, $"nobody in the guest listens to port {RemotePort}, or it has no room for a connection; start the program that shall listen"),
        Errno.ECONNRESET => new VsockException(VsockError.Reset, $"the guest broke the connection of its port {RemotePort} off"),
        Errno.EPIPE or Errno.ENOTCONN => new VsockException(VsockError.Closed, $"the guest takes no more bytes on the connection of its port {RemotePort}"),
        Errno.ENODEV or Errno.EHOSTUNREACH => GuestGone(),
        _ => KernelError.Make($"the connection of the guest's port {RemotePort}", errno),
    };

    private VsockException GuestGone() => new(VsockError.GuestGone, $"the guest has gone, and with it the connection of its port {RemotePort}");
}
