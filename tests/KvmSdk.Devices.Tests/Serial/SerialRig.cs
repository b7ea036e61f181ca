using KvmSdk.Devices.Serial;

namespace KvmSdk.Devices.Tests.Serial;

/// <summary>A UART with both ends in the test's hands.</summary>
internal sealed class SerialRig
{
    public SerialRig() => Uart = new(new CountingInterrupt(Interrupt), new Cable(this));

    public InterruptRecorder Interrupt { get; } = new();

    public Uart16550<CountingInterrupt, Cable> Uart { get; }

    public List<byte> Transmitted { get; } = [];

    public int SpaceAnnouncements { get; private set; }

    public Action? OnSpace { get; set; }

    public byte In(uint offset) => Uart.Read(offset);

    public void Out(uint offset, byte value) => Uart.Write(offset, value);

    /// <summary>What a PC driver does before it uses interrupts: FIFOs on, interrupt output connected.</summary>
    public SerialRig Open(byte interruptEnable, byte fifoControl = UartFifoControl.Enable)
    {
        Out(UartRegister.FifoControl, fifoControl);
        Out(UartRegister.ModemControl, UartModemControl.Out2 | UartModemControl.DataTerminalReady | UartModemControl.RequestToSend);
        Out(UartRegister.InterruptEnable, interruptEnable);
        return this;
    }

    /// <summary>The interrupt identification without the bits that say "FIFOs on".</summary>
    public byte Identify() => (byte)(In(UartRegister.InterruptIdentification) & ~UartInterruptId.FifosEnabled);

    internal readonly struct Cable(SerialRig rig) : ISerialBackend
    {
        public void Transmit(byte value) => rig.Transmitted.Add(value);

        public void ReceiveSpaceAvailable()
        {
            rig.SpaceAnnouncements++;
            rig.OnSpace?.Invoke();
        }
    }
}
