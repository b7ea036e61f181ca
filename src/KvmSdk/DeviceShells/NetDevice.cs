using KvmSdk.Devices.Virtio.Net;
using KvmSdk.DeviceShells.Virtio;
using KvmSdk.Events;
using KvmSdk.Interop;
using KvmSdk.Model.Spec;

namespace KvmSdk;

/// <summary>A running virtio network device (virtio 1.2, section 5.1), served by the machine's event loop.</summary>
public sealed class NetDevice : IBusDevice
{
    private readonly VirtioShell<NetworkDevice<TapBackend>> _shell;
    private readonly NetworkDevice<TapBackend> _device;
    private readonly TapPort? _port;
    private readonly MachineNotices<MachineWarning> _warnings;
    private bool _hasEnded;

    /// <summary>Attaches to the network and builds the device. Called by generated code.</summary>
    /// <param name="host">The machine under construction.</param>
    /// <param name="name">The property's name.</param>
    /// <param name="window">The guest-physical address of its registers.</param>
    /// <param name="irq">Its interrupt line, an I/O APIC input.</param>
    /// <param name="mac">The station's address.</param>
    /// <param name="mtu">The largest packet that the guest is told of, or 0.</param>
    /// <param name="backend">What it is connected to.</param>
    /// <exception cref="MachineDefinitionException">Another device of the machine has the tap.</exception>
    /// <exception cref="HostException">The tap is not there, in use, or not for this user.</exception>
    public NetDevice(MachineHost host, string name, ulong window, int irq, string mac, int mtu, NetBackend backend)
        : this(host, name, window, irq, mac, mtu, () => Connect(host, name, backend))
    {
    }

    internal NetDevice(MachineHost host, string name, ulong window, int irq, string mac, int mtu, Func<TapPort?> connect)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(name);
        if (!MacAddress.TryParse(mac, out MacAddress address))
        {
            throw new ArgumentException($"'{mac}' is not a MAC address", nameof(mac));
        }

        Name = name;
        MacAddress = address;
        _warnings = host.Warnings;

        // Before the port and the interrupt line: what is owned is disposed in the order in which it came.
        host.Own(new Ending(this));
        _port = connect();
        if (_port is not null)
        {
            host.Own(_port);
        }

        _device = new(new TapBackend(_port), new NetDeviceOptions { Mac = address.Value, Mtu = mtu, Offloads = _port?.Offloads ?? 0 });
        _device.SetLink(_port is not null);
        _shell = new(host, window, irq, _device);
        if (_port is not null)
        {
            host.Events.Register(_port.Number, Libc.EPOLLIN | Libc.EPOLLET, new Arrival(this, _port));
        }
    }

    /// <summary>The property's name.</summary>
    public string Name { get; }

    /// <summary>The station's address.</summary>
    public MacAddress MacAddress { get; }

    /// <summary>Whether the link is up.</summary>
    public bool IsLinkUp => _device.IsLinkUp;

    /// <summary>What went through so far. Each number is exact; together they may be a frame apart.</summary>
    public NetCounters Counters
    {
        get
        {
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
    /// <exception cref="InvalidOperationException">The device is connected to nothing, or its tap is gone, so the link cannot go up.</exception>
    public void SetLink(bool up)
    {
        if (up && _port is not { Lost: 0 })
        {
            throw new InvalidOperationException(_port is null
                ? $"network device '{Name}' is connected to nothing, so its link cannot go up; give it a tap (Tap.Named)"
                : $"the tap '{_port.Name}' of network device '{Name}' is gone, so its link cannot go up; start the machine anew");
        }

        ChangeLink(up);
    }

    /// <inheritdoc/>
    public ulong Read(uint offset, int width) => _shell.Read(offset, width);

    /// <inheritdoc/>
    public void Write(uint offset, int width, ulong value) => _shell.Write(offset, width, value);

    private static TapPort? Connect(MachineHost host, string name, NetBackend backend)
    {
        ArgumentNullException.ThrowIfNull(backend);
        if (backend.TapName is not { } tap)
        {
            return null;
        }

        StartOverrides.Require(host.Values.AddTap(name, tap));
        return new TapPort(name, tap);
    }

    private void ChangeLink(bool up) => _shell.Change(device =>
    {
        if (!_hasEnded)
        {
            device.SetLink(up);
        }

        return !_hasEnded;
    });

    // A guest whose network is gone goes on, as one whose cable was pulled does.
    private void OnLoss(TapPort port)
    {
        if (IsLinkUp)
        {
            ChangeLink(up: false);
            _warnings.Give(new MachineWarning.NetworkLost(Name, port.Name));
        }
    }

    /// <summary>The tap has frames, or is gone.</summary>
    private sealed class Arrival(NetDevice owner, TapPort port) : IEventHandler
    {
        [HotPath]
        public void OnEvents(uint events)
        {
            port.MayHaveFrames = true;
            owner._shell.Serve(NetworkDevice<TapBackend>.ReceiveQueue);
            if (port.Lost != 0)
            {
#pragma warning disable KVM0730 // Once: the tap does not come back.
                owner.OnLoss(port);
#pragma warning restore KVM0730
            }
        }
    }

    /// <summary>The machine's interrupt lines are about to go, which somebody may still want to raise.</summary>
    private sealed class Ending(NetDevice owner) : IDisposable
    {
        public void Dispose() => owner._shell?.Change(_ => !(owner._hasEnded = true));
    }
}
