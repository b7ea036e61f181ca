using KvmSdk.Devices.Virtio.Console;
using KvmSdk.Devices.Virtio.Mmio;

namespace KvmSdk.Fuzz.Targets;

/// <summary>The virtio console device, on terminals that take what the input has them take.</summary>
/// <param name="names">The names of its ports; none for a device with one console.</param>
internal abstract class ConsoleTarget(params string[] names) : VirtioTarget<ConsoleDevice<ConsoleTarget.Terminals>>
{
    private readonly bool[] _isOpen = new bool[2];
    private ConsoleDevice<Terminals>? _device;
    private byte _mood;

    protected override int Queues => 8;

    protected override ConsoleDevice<Terminals> Make()
    {
        Array.Clear(_isOpen);
        _mood = 0;
        return _device = names.Length == 0 ? new ConsoleDevice<Terminals>(new Terminals(this)) : new ConsoleDevice<Terminals>(new Terminals(this), names);
    }

    // Three bits of what to do, five of how.
    protected override void HostEvent(ConsoleDevice<Terminals> device, MmioTransport<ConsoleDevice<Terminals>, NoInterrupt> transport, byte what)
    {
        int number = what >> 3;
        int port = names.Length == 0 ? 0 : number % names.Length;
        switch (what & 7)
        {
            case 0: _mood = (byte)number; break;
            case 1:
                byte[] bytes = new byte[number * 100];
                int taken = device.Receive(port, bytes);
                Require(taken >= 0 && taken <= bytes.Length && (taken == 0 || _isOpen[port]), "a port takes more than it was given, or takes it while it is closed");
                break;
            case 2: device.SetConnected(port, number > 7); break;
            case 3: device.Resize((ushort)number, 25); break;
            case 4: transport.Notify(device.SendQueueOf(port), mayWait: true); break;
            default:
                // What a device was in, it can be put in again; chains that it holds stand in memory still.
                ConsoleState state = device.Save();
                if (transport.IsRunning) device.TryRestore(in state);
                break;
        }

        for (int i = 0; i < Math.Max(names.Length, 1); i++) Require(device.IsOpen(i) == _isOpen[i], "the host was not told that a port is open, or is not");
    }

    protected override void AfterReset(ConsoleDevice<Terminals> device) => Require(!_isOpen[0] && !_isOpen[1], "a port is open without a driver");

    private int Write(int port, ReadOnlySpan<byte> bytes)
    {
        Require(port >= 0 && port < Math.Max(names.Length, 1), "there is no such port");
        Require(bytes.Length is > 0 and <= 1 << 18, "nothing is written, or more than at a time");
        // A single byte may be one that was written to the configuration.
        if (bytes.Length > 1) RequireBytesInRam(bytes);
        Plant(bytes.Length > 3000);
        return (_mood % 4) switch { 1 => 0, 2 => bytes.Length / 2, 3 => Math.Min(bytes.Length, 1), _ => bytes.Length };
    }

    private void OpenChanged(int port, bool isOpen)
    {
        Require(_isOpen[port] != isOpen, "the host is told twice that a port is open, or is not");
        _isOpen[port] = isOpen;
    }

    private void InputSpaceAvailable(int port) => Require(_device is not null && port >= 0 && port < Math.Max(names.Length, 1), "there is no such port");

    internal readonly struct Terminals(ConsoleTarget target) : IConsoleBackend
    {
        public int Write(int port, ReadOnlySpan<byte> bytes) => target.Write(port, bytes);

        public void InputSpaceAvailable(int port) => target.InputSpaceAvailable(port);

        public void OpenChanged(int port, bool isOpen) => target.OpenChanged(port, isOpen);
    }
}

/// <summary>A device with one console, which has no conversation about ports.</summary>
internal sealed class OneConsoleTarget() : ConsoleTarget()
{
    public override string Name => "console";

    protected override IEnumerable<Script> Scripts =>
    [
        new Script().Start().Ram(0x3000, 65, 66, 67).Sends(0, 0x3000, 3).Host(3 | (10 << 3)).Write(0x108, 88),
        new Script().Start().Descriptor(0, 0, 0x4000, 100, 2, 0).Offer(0, 0).Descriptor(0, 1, 0x5000, 10, 2, 2).Descriptor(0, 2, 0x5100, 300, 2, 0).Offer(0, 1).Host(1 | (3 << 3)).Host(1 | (5 << 3)).Notify(0),
        new Script().Start().Host(2 << 3).Descriptor(1, 0, 0x3000, 40, 1, 1).Descriptor(1, 1, 0x3100, 60, 0, 0).Offer(1, 0).Notify(1).Host(5).Host(1 << 3).Host(4).Host(0).Host(4),
    ];
}

/// <summary>A device with two named ports, of which driver and device speak on two queues.</summary>
internal sealed class ConsolePortsTarget() : ConsoleTarget("org.fuzz.0", "b")
{
    public override string Name => "console-ports";

    // Queues 2 and 3 are for the conversation; 4 and 5 are the first port's, 6 and 7 the second's.
    protected override IEnumerable<Script> Scripts =>
    [
        Talk().Descriptor(5, 0, 0x5000, 20, 0, 0).Offer(5, 0).Notify(5).Descriptor(4, 0, 0x6000, 200, 2, 0).Offer(4, 0).Host(1 | (2 << 3)).Host(2).Host(2 | (8 << 3)),
        Talk().Descriptor(7, 0, 0x5000, 20, 0, 0).Offer(7, 0).Host(1 << 3).Notify(7).Host(5).Host(0).Host(4 | (1 << 3)).Ram(0x3000, 2, 0, 0, 0, 6, 0, 0, 0).Descriptor(3, 5, 0x3000, 8, 0, 0).Offer(3, 5).Notify(3),
        new Script().Start(1UL << 32).Descriptor(2, 0, 0x4000, 64, 2, 0).Offer(2, 0).Notify(2),
    ];

    private static Script Talk()
    {
        Script script = new Script().Start();
        for (byte i = 0; i < 6; i++) script.Descriptor(2, i, (ushort)(0x4000 + (i * 64)), 64, 2, 0).Offer(2, i);
        byte number = 0;
        foreach ((byte port, byte what) in ((byte, byte)[])[(0, 0), (1, 3), (2, 3), (1, 6), (2, 6)])
        {
            ushort at = (ushort)(0x3000 + (number * 8));
            script.Ram(at, port, 0, 0, 0, what, 0, 1, 0).Descriptor(3, number, at, 8, 0, 0).Offer(3, number).Notify(3);
            number++;
        }

        return script;
    }
}
