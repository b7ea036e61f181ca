using KvmSdk.Devices.Virtio.Net;
using KvmSdk.DeviceShells.Virtio;
using KvmSdk.Model.Rules;
using KvmSdk.Model.Spec;

namespace KvmSdk;

/// <summary>A running virtio network device (virtio 1.2, section 5.1), served by the machine's event loop or, on a tap, by the host's kernel (<see cref="VhostMode"/>).</summary>
public sealed class NetDevice : IBusDevice
{
    private readonly VirtioShell<NetworkDevice<PortBackend>> _shell;
    private readonly NetworkDevice<PortBackend> _device;
    private readonly NetPort? _port;
    private readonly ProgramPort? _program;
    private readonly MachineNotices<MachineWarning> _warnings;
    private bool _hasEnded;

    /// <summary>Attaches to the network and builds the device. Called by generated code.</summary>
    /// <param name="host">The machine under construction.</param>
    /// <param name="name">The property's name.</param>
    /// <param name="window">The guest-physical address of its registers.</param>
    /// <param name="irq">Its interrupt line, an I/O APIC input.</param>
    /// <param name="mac">The station's address, unless the backend has one for it.</param>
    /// <param name="mtu">The largest packet that the guest is told of, or 0.</param>
    /// <param name="queues">Pairs of queues, of which it has as many as the backend can do.</param>
    /// <param name="queueSize">The most descriptors in each queue.</param>
    /// <param name="backend">What it is connected to.</param>
    /// <exception cref="MachineDefinitionException">Another device of the machine has the address or the tap, or there are limits of rate that the kernel would not keep.</exception>
    /// <exception cref="HostException">The tap or vhost-net is not there, in use, or not for this user; or passt is not there, or does not start.</exception>
    public NetDevice(MachineHost host, string name, ulong window, int irq, string mac, int mtu, int queues, int queueSize, NetBackend backend)
        : this(host, name, window, irq, AddressIn(backend) ?? mac, mtu, queueSize, () => Connect(host, name, irq, queues, backend))
    {
    }

    internal NetDevice(MachineHost host, string name, ulong window, int irq, string mac, int mtu, int queueSize, Func<NetPort?> connect)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(name);
        if (!MacAddress.TryParse(mac, out MacAddress address))
        {
            throw new ArgumentException($"'{mac}' is not a MAC address", nameof(mac));
        }

        Name = name;
        MacAddress = address;
        StartOverrides.Require(host.Values.AddMac(name, address));
        _warnings = host.Warnings;

        // Before the port and the interrupt line: what is owned is disposed in the order in which it came.
        host.Own(new Ending(this));
        _port = connect();
        _program = _port as ProgramPort ?? (_port as LimitedPort)?.Limited as ProgramPort;
        if (_port is not null)
        {
            host.Own(_port);
        }

        _device = new(new PortBackend(_port), new NetDeviceOptions
        {
            Mac = address.Value,
            Mtu = mtu,
            Offloads = _port?.Offloads ?? 0,
            QueueSize = (ushort)queueSize,
            QueuePairs = _port?.Pairs ?? 1,
            LongestFrame = _port?.LongestFrame ?? 0,
        });
        _device.SetLink(_port is not null);
        _shell = _port is { Kicks: { Length: > 0 } kicks } ? new(host, window, irq, _device, kicks) : new(host, window, irq, _device);
        _port?.Watch(host.Events, new PortUser(this, _port));
    }

    /// <summary>The property's name.</summary>
    public string Name { get; }

    /// <summary>The station's address.</summary>
    public MacAddress MacAddress { get; }

    /// <summary>Whether the link is up.</summary>
    public bool IsLinkUp => _device.IsLinkUp;

    /// <summary>Whether the host's kernel moves the frames: what <see cref="VhostMode.Auto"/> came to.</summary>
    public bool UsesVhost => _port is VhostTapPort;

    /// <summary>What went through so far. Each number is exact; together they may be a frame apart.</summary>
    public NetCounters Counters
    {
        get
        {
            if (_port?.ReadCounters() is { } counted)
            {
                return counted;
            }

            NetTraffic traffic = _device.Traffic;
            return new(
                traffic.FramesReceived, traffic.BytesReceived, traffic.ReceiveDrops,
                traffic.FramesSent, traffic.BytesSent, traffic.SendDrops, traffic.SendErrors);
        }
    }

    /// <summary>
    /// Pulls the cable or plugs it in again; the guest is told. What arrives while the link is down is lost. From any thread; without
    /// effect when the machine has ended.
    /// </summary>
    /// <param name="up">Whether the link is to be up.</param>
    /// <exception cref="InvalidOperationException">The device is connected to nothing, or its network is gone, so the link cannot go up.</exception>
    public void SetLink(bool up)
    {
        if (up && _port is not { IsLost: false })
        {
            throw new InvalidOperationException(_port is null
                ? $"network device '{Name}' is connected to nothing, so its link cannot go up; give it a tap (Tap.Named), passt (Passt.User) or this program (NetBackend.Program)"
                : $"{_port.Name} of network device '{Name}' is gone, so its link cannot go up; start the machine anew");
        }

        ChangeLink(up);
    }

    /// <summary>
    /// Takes the other end of the cable, where the machine was declared with <see cref="NetBackend.Program"/>. From any thread, once; until then what the guest sends is lost. Disposing the
    /// stream pulls the cable for good, and whoever took it disposes it, also when the machine has ended.
    /// </summary>
    /// <exception cref="InvalidOperationException">The device is connected to something else, the stream is taken, or the machine has ended.</exception>
    public FrameStream OpenStream()
    {
        if (_program is null)
        {
            throw new InvalidOperationException($"network device '{Name}' is not connected to this program; declare or override it with {nameof(NetBackend)}.{nameof(NetBackend.Program)}");
        }

        FrameStream? stream = null;
        _shell.Change(_ =>
        {
            stream = _hasEnded ? null : _program.TakeStream();
            return false;
        });
        return stream ?? throw new InvalidOperationException(
            _hasEnded ? $"the machine of network device '{Name}' has ended" : $"the stream of network device '{Name}' has been taken, and there is one; keep it");
    }

    /// <inheritdoc/>
    public ulong Read(uint offset, int width) => _shell.Read(offset, width);

    /// <inheritdoc/>
    public void Write(uint offset, int width, ulong value) => _shell.Write(offset, width, value);

    private static string? AddressIn(NetBackend backend)
    {
        ArgumentNullException.ThrowIfNull(backend);
        return backend.Mac?.ToString();
    }

    private static NetPort? Connect(MachineHost host, string name, int irq, int queues, NetBackend backend)
    {
        StartOverrides.Require(NetChecks.CheckLimits(name, backend.TapName, backend.Vhost == VhostMode.On, backend.IsLimited));
        NetPort? port = Open(host, name, irq, queues, backend);
        return port is not null && backend.IsLimited ? new LimitedPort(port, backend.ReceiveLimit, backend.SendLimit) : port;
    }

    private static NetPort? Open(MachineHost host, string name, int irq, int queues, NetBackend backend)
    {
        if (backend.TapName is { } tap)
        {
            StartOverrides.Require(host.Values.AddTap(name, tap));
            TapPort port = new(tap, queues);
            return backend.Vhost == VhostMode.Off || backend.IsLimited ? port : OpenVhost(host, name, irq, port, isRequired: backend.Vhost == VhostMode.On);
        }

        return backend.IsProgram ? new ProgramPort()
            : backend.Passt is { } passt ? new PasstPort(passt.SocketPath is { } path ? PasstSocket.Connect(path) : PasstProcess.Start(name, passt.Forwards)) : null;
    }

    /// <summary>Leaves a tap's frames to the kernel.</summary>
    /// <returns>The tap itself where the kernel cannot and need not.</returns>
    /// <exception cref="HostException">The kernel cannot and is required to. The tap is closed.</exception>
    internal static NetPort OpenVhost(MachineHost host, string name, int irq, TapPort tap, bool isRequired)
    {
        try
        {
            return new VhostTapPort(host, name, irq, tap);
        }
        catch (HostException) when (!isRequired)
        {
            return tap;
        }
        catch
        {
            tap.Dispose();
            throw;
        }
    }

    private void ChangeLink(bool up) => _shell.Change(device =>
    {
        if (!_hasEnded)
        {
            device.SetLink(up);
        }

        return !_hasEnded;
    });

    private void OnBroken() => _shell.Change(device =>
    {
        if (!_hasEnded)
        {
            device.BreakTakenOver();
        }

        return !_hasEnded;
    });

    // A guest whose network is gone goes on, as one whose cable was pulled does.
    private void OnLoss(NetPort port)
    {
        if (IsLinkUp)
        {
            ChangeLink(up: false);
            _warnings.Give(new MachineWarning.NetworkLost(Name, port.Name, port.Remedy));
        }
    }

    /// <summary>Has the guest's queues served when the port says so.</summary>
    private sealed class PortUser(NetDevice owner, NetPort port) : INetPortUser
    {
        [HotPath]
        public void OnFrames(int pair) => owner._shell.Serve((uint)(2 * pair));

        [HotPath]
        public void OnRoom(int pair) => owner._shell.Serve((uint)(2 * pair) + 1);

        public void OnBroken() => owner.OnBroken();

        public void OnLoss() => owner.OnLoss(port);

        public void OnUnplugged() => owner.ChangeLink(up: false);
    }

    /// <summary>The machine's interrupt lines are about to go, which somebody may still want to raise.</summary>
    private sealed class Ending(NetDevice owner) : IDisposable
    {
        public void Dispose() => owner._shell?.Change(_ => !(owner._hasEnded = true));
    }
}
