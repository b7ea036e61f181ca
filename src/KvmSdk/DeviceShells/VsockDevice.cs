using KvmSdk.DeviceShells.Sockets;
using KvmSdk.Model.Rules;

namespace KvmSdk;

/// <summary>A running virtio socket device (virtio 1.2, section 5.10).</summary>
public sealed class VsockDevice : IBusDevice
{
    /// <summary>How many connections of the guest wait to be accepted, unless a listener asks for another number.</summary>
    public const int DefaultBacklog = 128;

    private readonly ISocketPorts _hub;

    /// <summary>Builds the device, and makes the socket in the file system, if there is to be one. Called by generated code.</summary>
    /// <param name="host">The machine under construction.</param>
    /// <param name="name">The property's name.</param>
    /// <param name="window">The guest-physical address of its registers.</param>
    /// <param name="irq">Its interrupt line, an I/O APIC input.</param>
    /// <param name="cid">The guest's declared address.</param>
    /// <param name="queueSize">The most descriptors in each queue: a power of two from 4 to 512.</param>
    /// <param name="backend">How the host reaches it.</param>
    /// <exception cref="MachineDefinitionException">The instance's address is a reserved one.</exception>
    /// <exception cref="HostException">The path is in use, no socket can be made there, or the kernel's device is not to be had.</exception>
    public VsockDevice(MachineHost host, string name, ulong window, int irq, uint cid, int queueSize, VsockBackend backend)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(backend);
        Name = name;
        Cid = backend.Cid == 0 ? cid : backend.Cid;
        StartOverrides.Require(VsockChecks.CheckCid(name, Cid));
        _hub = backend.Kind == VsockKind.Vhost ? new VhostHub(host, name, window, irq, Cid, (ushort)queueSize) : new SocketHub(host, name, window, irq, Cid, (ushort)queueSize, backend.Path);
    }

    /// <summary>The property's name.</summary>
    public string Name { get; }

    /// <summary>The guest's address.</summary>
    public uint Cid { get; }

    /// <summary>What went through so far. Each number is exact; together they may be a packet apart.</summary>
    public VsockCounters Counters => _hub.Counters;

    /// <summary>Connects to a port of the guest. A guest whose driver is not there yet is waited for.</summary>
    /// <param name="port">The guest's port.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="VsockException">Nobody listens there, there are as many connections as there can be, or the machine has ended.</exception>
    public ValueTask<VsockStream> ConnectAsync(uint port, CancellationToken cancellationToken = default) => _hub.ConnectAsync(port, cancellationToken);

    /// <summary>Listens to a port of the host. The guest reaches it at the address 2.</summary>
    /// <param name="port">The host's port.</param>
    /// <param name="backlog">How many connections may wait to be accepted; further ones are refused.</param>
    /// <exception cref="ArgumentOutOfRangeException">The backlog is not positive.</exception>
    /// <exception cref="InvalidOperationException">This program listens to the port already.</exception>
    /// <exception cref="VsockException">The machine has ended.</exception>
    public VsockListener Listen(uint port, int backlog = DefaultBacklog)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(backlog, 1);
        return _hub.Listen(port, backlog);
    }

    /// <inheritdoc/>
    public ulong Read(uint offset, int width) => _hub.Read(offset, width);

    /// <inheritdoc/>
    public void Write(uint offset, int width, ulong value) => _hub.Write(offset, width, value);
}
