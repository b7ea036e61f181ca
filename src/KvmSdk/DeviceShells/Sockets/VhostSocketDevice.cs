using KvmSdk.Devices.Virtio;
using KvmSdk.Devices.Virtio.Queues;
using KvmSdk.DeviceShells.Virtio.Vhost;
using KvmSdk.Interop;
using KvmSdk.Kernel;

namespace KvmSdk.DeviceShells.Sockets;

/// <summary>A socket device whose two queues of packets the kernel serves (<c>/dev/vhost-vsock</c>); the queue of events stays here, and silent.</summary>
internal sealed unsafe class VhostSocketDevice : IVirtioDevice, IDisposable
{
    private const int PacketQueues = 2;
    private const int Queues = 3;

    private readonly VhostDescriptor _vhost;
    private readonly ulong _cid;
    private readonly ushort _queueSize;
    private readonly EventFd[] _kicks;
    private readonly EventFd[] _calls;
    private IVirtioTransport? _transport;

    /// <summary>Opens the kernel's device and claims the guest's address.</summary>
    /// <exception cref="HostException">There is no such device, it is not for this user, or another guest has the address.</exception>
    public VhostSocketDevice(MachineHost host, string name, uint cid, ushort queueSize)
    {
        (_cid, _queueSize) = (cid, queueSize);
        _vhost = new("/dev/vhost-vsock", "vhost_vsock", $"socket device '{name}'", host.DeviceMemory);
        _kicks = [host.NewEventFd(), host.NewEventFd()];
        _calls = [host.NewEventFd(), host.NewEventFd()];
        try
        {
            if ((_vhost.Features & VirtioFeature.Common) != VirtioFeature.Common)
            {
                throw new HostException("/dev/vhost-vsock", $"its features 0x{_vhost.Features:X} lack some of 0x{VirtioFeature.Common:X}", "use a newer kernel, or Vsock.At or Vsock.Program");
            }

            Claim(name, cid);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    [HotPath]
    public uint DeviceId => VirtioDeviceId.Socket;

    /// <inheritdoc/>
    [HotPath]
    public ulong Features => _vhost.Features & VirtioFeature.DeviceSpecific;

    /// <inheritdoc/>
    [HotPath]
    public int QueueCount => Queues;

    /// <summary>By what a guest rings for a queue of packets.</summary>
    public ReadOnlySpan<EventFd> Kicks => _kicks;

    /// <summary>By what the kernel rings for the guest.</summary>
    public ReadOnlySpan<EventFd> Calls => _calls;

    /// <inheritdoc/>
    [HotPath]
    public ushort QueueMaxSize(int queue) => _queueSize;

    /// <inheritdoc/>
    [HotPath]
    public uint ReadConfiguration(uint offset, int width)
    {
        ulong rest = offset < sizeof(ulong) ? _cid >> (int)(8 * offset) : 0;
        return width < sizeof(uint) ? (uint)rest & ((1u << (8 * width)) - 1) : (uint)rest;
    }

    /// <inheritdoc/>
    [HotPath]
    public void WriteConfiguration(uint offset, int width, uint value)
    {
    }

    /// <inheritdoc/>
    [HotPath]
    public void Activate(ulong features, ReadOnlySpan<SplitQueue> queues, IVirtioTransport transport)
    {
        _transport = transport;
        bool isTaken = _vhost.TrySetFeatures(features);
        for (int i = 0; i < PacketQueues && isTaken; i++)
        {
            isTaken = queues[i].TryGetAreas(out QueueAreas areas) && _vhost.TrySetQueue((uint)i, in areas, _kicks[i].Number, _calls[i].Number);
        }

        if (!isTaken || !TryRun(1))
        {
            transport.RequireReset();
        }
    }

    /// <inheritdoc/>
    [HotPath]
    public void Reset()
    {
        // When it returns, the kernel touches the queues no more.
        if (_transport is not null)
        {
            _ = TryRun(0);
            _transport = null;
        }
    }

    /// <inheritdoc/>
    [HotPath]
    public bool Notify(int queue, bool mayWait) => false;

    /// <summary>The kernel has put something into a queue.</summary>
    [HotPath]
    public void Signal(int queue) => _transport?.SignalUsed(queue);

    /// <inheritdoc/>
    public void Dispose() => _vhost.Dispose();

    [HotPath]
    private bool TryRun(int on) => Libc.ioctl(_vhost.Number, VhostIoctl.VHOST_VSOCK_SET_RUNNING, &on) == 0;

    private void Claim(string name, uint cid)
    {
        ulong wanted = cid;

        // SAFETY: the kernel reads one local.
        int result = Libc.ioctl(_vhost.Number, VhostIoctl.VHOST_VSOCK_SET_GUEST_CID, &wanted);
        Errno errno = Libc.errno;
        if (result < 0 && errno == Errno.EADDRINUSE)
        {
            throw new HostException(
                "/dev/vhost-vsock", $"another guest of this host has the context id {cid}, which '{name}' shall have",
                $"end that guest, or give this one another, as in vhost,cid={(cid < uint.MaxValue - 1 ? cid + 1 : 3)}");
        }

        if (result < 0)
        {
            KernelError.Throw("/dev/vhost-vsock: VHOST_VSOCK_SET_GUEST_CID", errno);
        }
    }
}
