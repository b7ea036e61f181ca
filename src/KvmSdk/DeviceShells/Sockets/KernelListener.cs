using KvmSdk.Events;
using KvmSdk.Interop;
using KvmSdk.Kernel;

namespace KvmSdk.DeviceShells.Sockets;

/// <summary>A socket of the domain AF_VSOCK that listens for one guest; other guests of the host are turned away.</summary>
internal sealed unsafe class KernelListener : IEventHandler, IDisposable
{
    private readonly VhostHub _hub;
    private readonly Descriptor _descriptor;
    private readonly Lock _gate = new();
    private EventRegistration _registration;
    private VsockListener? _listener;

    public KernelListener(VhostHub hub, uint port, int backlog)
    {
        _hub = hub;
        _descriptor = KernelStream.NewSocket();
        sockaddr_vm address = new() { svm_family = Libc.AF_VSOCK, svm_cid = sockaddr_vm.VMADDR_CID_ANY, svm_port = port };

        // SAFETY: the kernel reads one local.
        int result = Libc.bind(_descriptor.Number, &address, (uint)sizeof(sockaddr_vm));
        Errno errno = Libc.errno;
        if (result == 0)
        {
            result = Libc.listen(_descriptor.Number, backlog);
            errno = Libc.errno;
        }

        if (result < 0)
        {
            _descriptor.Dispose();
            throw errno == Errno.EADDRINUSE
                ? new InvalidOperationException($"a program of this host listens to vsock port {port} already; end it, or use another port")
                : KernelError.Make($"vsock port {port}", errno);
        }
    }

    /// <summary>Takes connections from now on.</summary>
    public void Start(VsockListener listener, EventLoop events)
    {
        _listener = listener;
        _registration = events.Register(_descriptor.Number, Libc.EPOLLIN | Libc.EPOLLET, this);
    }

    /// <inheritdoc/>
    [HotPath]
    public void OnEvents(uint happened)
    {
#pragma warning disable KVM0701, KVM0720, KVM0730 // Once a connection: a stream of the program's is an object.
        lock (_gate)
        {
            while (!_descriptor.IsClosed)
            {
                sockaddr_vm peer;
                uint length = (uint)sizeof(sockaddr_vm);

                // SAFETY: the kernel writes one local.
                int socket = Libc.accept4(_descriptor.Number, &peer, &length, Libc.SOCK_NONBLOCK | Libc.SOCK_CLOEXEC);
                if (socket < 0)
                {
                    Errno errno = Libc.errno;
                    if (errno is Errno.EINTR or Errno.ECONNABORTED)
                    {
                        continue;
                    }

                    return;
                }

                Take(new Descriptor(socket), peer);
            }
        }
#pragma warning restore KVM0701, KVM0720, KVM0730
    }

    /// <summary>Ends the waiting for good.</summary>
    public void End(Exception cause)
    {
        Dispose();
        _listener?.Close(cause);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            if (!_descriptor.IsClosed)
            {
                _hub.Unregister(_registration);
                _descriptor.Dispose();
            }
        }
    }

    private void Take(Descriptor socket, in sockaddr_vm peer)
    {
        if (peer.svm_cid != _hub.Cid)
        {
            socket.Dispose();
            return;
        }

        KernelStream stream = new(_hub, socket, _listener!.Port, peer.svm_port);
        try
        {
            _hub.Start(stream);
            if (_listener.TryAdd(stream))
            {
                return;
            }
        }
        catch (VsockException)
        {
            // The machine has ended meanwhile.
        }

        stream.Dispose();
    }
}
