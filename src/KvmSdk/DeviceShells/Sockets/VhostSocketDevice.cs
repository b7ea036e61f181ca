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
    private readonly VhostBells _bells;
    private IVirtioTransport? _transport;

    /// <summary>Opens the kernel's device and claims the guest's address.</summary>
    /// <exception cref="HostException">There is no such device, it is not for this user, or another guest has the address.</exception>
    public VhostSocketDevice(MachineHost host, string name, int irq, uint cid, ushort queueSize)
    {
        (_cid, _queueSize) = (cid, queueSize);
        _vhost = new("/dev/vhost-vsock", "vhost_vsock", $"socket device '{name}'", host.DeviceMemory);
        try
        {
            _bells = new(host, irq, PacketQueues);
            _vhost.RequireFeatures(VirtioFeature.Common, "use a newer kernel, or Vsock.At or Vsock.Program");
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

    /// <summary>By what the guest and the kernel ring each other.</summary>
    public VhostBells Bells => _bells;

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
            isTaken = queues[i].TryGetAreas(out QueueAreas areas) && _vhost.TrySetQueue((uint)i, in areas, _bells.Kicks[i], _bells);
        }

        transport.HoldUsed();
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

    /// <summary>The kernel serves both queues of packets, or neither.</summary>
    [HotPath]
    public void StopQueue(int queue)
    {
        if (_transport is not null && queue < PacketQueues)
        {
            _ = TryRun(0);
        }
    }

    /// <inheritdoc/>
    [HotPath]
    public bool Notify(int queue, bool mayWait) => false;

    /// <summary>The kernel says that a queue breaks a rule.</summary>
    [HotPath]
    public void Break() => _transport?.RequireReset();

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
