using System.Collections.Concurrent;

namespace KvmSdk.Runtime.Tests.Support;

internal sealed class TestMachine : RunningMachine
{
    private readonly PowerControl _power;
    private readonly KeyboardController _keyboard;
    private readonly Action<uint, int, ulong>? _deviceWrite;
    private readonly Func<ulong, bool>? _otherWrite;

    public TestMachine(MachineHost host, TestVm definition)
        : base(host)
    {
        Host = host;
        _power = new PowerControl(host);
        _keyboard = new KeyboardController(host);
        Console = new SerialPort(host, "Console", TestVm.SerialIrq, definition.Console);
        Result = new DebugExitPort(host, "Result", definition.Result);
        Clock = definition.HasCmosClock ? new CmosClock(host, TestVm.ClockIrq) : null;
        Scratch = new ScratchDevice();
        _deviceWrite = definition.DeviceWrite;
        _otherWrite = definition.OtherWrite;
        host.LoadFlatImage("Program", definition.Image ?? GuestImage.FromBytes(definition.Program), TestVm.LoadAddress, definition.User);
        definition.Prepare?.Invoke(host);
    }

    public MachineHost Host { get; }

    public SerialPort Console { get; }

    public DebugExitPort Result { get; }

    public CmosClock? Clock { get; }

    public ScratchDevice Scratch { get; }

    /// <summary>The vCPU that was entered last.</summary>
    public Vcpu? Vcpu { get; private set; }

    protected override void RunVcpu(Vcpu vcpu)
    {
        Vcpu = vcpu;
        vcpu.Run(new Bus(this));
    }

    private readonly struct Bus(TestMachine machine) : IExitBus
    {
        public bool TryReadPort(ushort port, int width, out uint value)
        {
            switch (port)
            {
                case >= 0x03F8 and <= 0x03FF:
                    value = (uint)machine.Console.Read((uint)(port - 0x03F8), width);
                    return true;
                case TestVm.ClockPort or TestVm.ClockPort + 1 when machine.Clock is { } clock:
                    value = (uint)clock.Read((uint)(port - TestVm.ClockPort), width);
                    return true;
                case 0x60:
                    value = (uint)machine._keyboard.Read(0, width);
                    return true;
                case 0x64:
                    value = (uint)machine._keyboard.Read(4, width);
                    return true;
                case >= 0x00F4 and <= 0x00F7:
                    value = (uint)machine.Result.Read((uint)(port - 0x00F4), width);
                    return true;
                case >= 0x0600 and <= 0x0602:
                    value = (uint)machine._power.Read((uint)(port - 0x0600), width);
                    return true;
                case >= ScratchDevice.Port and < ScratchDevice.Port + 4:
                    value = (uint)machine.Scratch.Read((uint)(port - ScratchDevice.Port), width);
                    return true;
                default:
                    value = 0;
                    return false;
            }
        }

        public bool TryWritePort(ushort port, int width, uint value)
        {
            switch (port)
            {
                case >= 0x03F8 and <= 0x03FF:
                    machine.Console.Write((uint)(port - 0x03F8), width, value);
                    return true;
                case TestVm.ClockPort or TestVm.ClockPort + 1 when machine.Clock is { } clock:
                    clock.Write((uint)(port - TestVm.ClockPort), width, value);
                    return true;
                case 0x60:
                    machine._keyboard.Write(0, width, value);
                    return true;
                case 0x64:
                    machine._keyboard.Write(4, width, value);
                    return true;
                case >= 0x00F4 and <= 0x00F7:
                    machine.Result.Write((uint)(port - 0x00F4), width, value);
                    return true;
                case >= 0x0600 and <= 0x0602:
                    machine._power.Write((uint)(port - 0x0600), width, value);
                    return true;
                case >= ScratchDevice.Port and < ScratchDevice.Port + 4:
                    machine.Scratch.Write((uint)(port - ScratchDevice.Port), width, value);
                    return true;
                default:
                    return false;
            }
        }

        public bool TryReadMemory(ulong address, int width, out ulong value)
        {
            switch (address)
            {
                case >= TestVm.SerialWindow and < TestVm.SerialWindow + 0x1000:
                    value = machine.Console.Read((uint)(address - TestVm.SerialWindow), width);
                    return true;
                case >= TestVm.ScratchBase and < TestVm.ScratchBase + TestVm.ScratchSize:
                    value = machine.Scratch.Read((uint)(address - TestVm.ScratchBase), width);
                    return true;
                default:
                    value = 0;
                    return false;
            }
        }

        public bool TryWriteMemory(ulong address, int width, ulong value)
        {
            switch (address)
            {
                case >= TestVm.SerialWindow and < TestVm.SerialWindow + 0x1000:
                    machine.Console.Write((uint)(address - TestVm.SerialWindow), width, value);
                    return true;
                case >= TestVm.ResultWindow and < TestVm.ResultWindow + 0x1000:
                    machine.Result.Write((uint)(address - TestVm.ResultWindow), width, value);
                    return true;
                case >= TestVm.ScratchBase and < TestVm.ScratchBase + TestVm.ScratchSize:
                    machine.Scratch.Write((uint)(address - TestVm.ScratchBase), width, value);
                    return true;
                case >= TestVm.DeviceWindow and < TestVm.DeviceWindow + 0x1000 when machine._deviceWrite is { } write:
                    write((uint)(address - TestVm.DeviceWindow), width, value);
                    return true;
                default:
                    return machine._otherWrite?.Invoke(address) ?? false;
            }
        }
    }
}

/// <summary>Records every write and answers every read with the offset's pattern; or throws, or waits, as a test wishes.</summary>
internal sealed class ScratchDevice : IBusDevice
{
    public const ushort Port = 0x500;

    private readonly ConcurrentQueue<(uint Offset, int Width, ulong Value)> _writes = new();

    public IReadOnlyCollection<(uint Offset, int Width, ulong Value)> Writes => _writes;

    public Func<uint, int, ulong> OnRead { get; set; } = static (offset, width) => 0x8877_6655_4433_2211UL + offset;

    public Action<uint, int, ulong>? OnWrite { get; set; }

    public ulong Read(uint offset, int width) => OnRead(offset, width);

    public void Write(uint offset, int width, ulong value)
    {
        _writes.Enqueue((offset, width, value));
        OnWrite?.Invoke(offset, width, value);
    }
}
