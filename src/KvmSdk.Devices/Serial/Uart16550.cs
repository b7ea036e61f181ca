namespace KvmSdk.Devices.Serial;

// Why a whole 16550A and not just "a port that prints": a guest's driver finds out by experiment what it drives (loopback,
// FIFO size, whether the transmitter interrupt comes back), and a terminal needs interrupts, overruns and break (Linux's
// SysRq key) to be right.
//
// Where this core departs from the chip, because there is no baud rate: a byte written to THR has left before the write
// returns, so THR is always empty; and data below the trigger level "times out" at once, so that no byte ever waits.

/// <summary>A PC16550D-compatible UART as a pure state machine.</summary>
/// <remarks>
/// Not thread-safe: whoever owns it serialises register accesses (vCPU threads) and input (the event loop). No member
/// throws, blocks or allocates, whatever a guest writes.
/// </remarks>
/// <typeparam name="TInterrupt">The interrupt output, after the OUT2 gate that a PC puts behind the chip.</typeparam>
/// <typeparam name="TBackend">The other end of the cable.</typeparam>
[HotPath]
public sealed partial class Uart16550<TInterrupt, TBackend> : IByteRegisters
    where TInterrupt : struct, IInterruptLine
    where TBackend : struct, ISerialBackend
{
    // What a terminal that is there drives: it is ready, and there is a carrier.
    private const byte ExternalLines =
        UartModemStatus.ClearToSend | UartModemStatus.DataSetReady | UartModemStatus.DataCarrierDetect;

    // 115200 / 12 = 9600 baud; the chip powers up with an undefined divisor, and drivers dislike a zero.
    private const ushort DefaultDivisor = 12;

    private readonly TInterrupt _interrupt;
    private readonly TBackend _backend;
    private ReceiveFifo _received;
    private ushort _divisor = DefaultDivisor;
    private byte _interruptEnable;
    private byte _fifoControl;
    private byte _lineControl;
    private byte _modemControl;
    private byte _lineErrors;
    private byte _modemDeltas;
    private byte _scratch;
    private bool _transmitterInterrupt;
    private bool _interruptLine;

    /// <summary>A UART as after master reset (data sheet, "Reset Configuration"): FIFOs off, interrupts off, nothing received.</summary>
    /// <param name="interrupt">Where edges go.</param>
    /// <param name="backend">Where transmitted bytes go.</param>
    public Uart16550(TInterrupt interrupt, TBackend backend)
    {
        _interrupt = interrupt;
        _backend = backend;
    }

    private bool DivisorLatchAccess => (_lineControl & UartLineControl.DivisorLatchAccess) != 0;

    private bool Loopback => (_modemControl & UartModemControl.Loop) != 0;

    private bool FifosEnabled => (_fifoControl & UartFifoControl.Enable) != 0;

    /// <inheritdoc/>
    public byte Read(uint offset)
    {
        switch (offset)
        {
            case UartRegister.Data: return DivisorLatchAccess ? (byte)_divisor : ReadReceived();
            case UartRegister.InterruptEnable: return DivisorLatchAccess ? (byte)(_divisor >> 8) : _interruptEnable;
            case UartRegister.InterruptIdentification: return ReadInterruptIdentification();
            case UartRegister.LineControl: return _lineControl;
            case UartRegister.ModemControl: return _modemControl;
            case UartRegister.LineStatus: return ReadLineStatus();
            case UartRegister.ModemStatus: return ReadModemStatus();
            case UartRegister.Scratch: return _scratch;
            default: return 0xFF;
        }
    }

    /// <inheritdoc/>
    public void Write(uint offset, byte value)
    {
        switch (offset)
        {
            case UartRegister.Data when DivisorLatchAccess: _divisor = (ushort)((_divisor & 0xFF00) | value); break;
            case UartRegister.Data: Transmit(value); break;
            case UartRegister.InterruptEnable when DivisorLatchAccess: _divisor = (ushort)((_divisor & 0x00FF) | (value << 8)); break;
            case UartRegister.InterruptEnable: WriteInterruptEnable(value); break;
            case UartRegister.FifoControl: WriteFifoControl(value); break;
            case UartRegister.LineControl: _lineControl = value; break;
            case UartRegister.ModemControl: WriteModemControl(value); break;
            case UartRegister.Scratch: _scratch = value; break;
            // LSR and MSR are for factory test only (data sheet, notes on both registers); the rest is outside the chip.
            default: break;
        }
    }

    private void Transmit(byte value)
    {
        if (Loopback) Accept(value, isBreak: false);
        else _backend.Transmit(value);
        // THR was full for no time at all. If the guest has not acknowledged the previous "empty", it learns nothing new
        // from another edge, so the line just stays up: a burst of sixteen bytes costs one interrupt, not sixteen.
        _transmitterInterrupt = (_interruptEnable & UartInterruptEnable.TransmitterEmpty) != 0;
        UpdateInterruptLine();
    }

    private void WriteFifoControl(byte value)
    {
        int space = ReceiveSpace;
        bool enable = (value & UartFifoControl.Enable) != 0;
        // Changing the mode empties the FIFOs ("FIFO Control Register", bit 0); the reset bits count only in a write that enables.
        if (enable != FifosEnabled || (enable && (value & UartFifoControl.ClearReceiver) != 0)) _received.Clear();
        _fifoControl = enable ? (byte)(value & (UartFifoControl.Enable | UartFifoControl.TriggerMask)) : (byte)0;
        UpdateInterruptLine();
        AnnounceSpace(space);
    }

    private void WriteModemControl(byte value)
    {
        int space = ReceiveSpace;
        byte before = ModemLines;
        _modemControl = (byte)(value & UartModemControl.All);
        byte changed = (byte)(before ^ ModemLines);
        // A ring counts when it ends: RI has been on and is not any more.
        byte relevant = (byte)(changed & ~(~before & UartModemStatus.RingIndicator));
        _modemDeltas |= (byte)(relevant >> 4);
        UpdateInterruptLine();
        AnnounceSpace(space);
    }

    private byte ReadModemStatus()
    {
        byte value = (byte)(ModemLines | _modemDeltas);
        _modemDeltas = 0;
        UpdateInterruptLine();
        return value;
    }

    // In loopback the four outputs are wired to the four inputs ("Modem Control Register", bit 4).
    private byte ModemLines
    {
        get
        {
            if (!Loopback) return ExternalLines;
            int lines = 0;
            if ((_modemControl & UartModemControl.RequestToSend) != 0) lines |= UartModemStatus.ClearToSend;
            if ((_modemControl & UartModemControl.DataTerminalReady) != 0) lines |= UartModemStatus.DataSetReady;
            if ((_modemControl & UartModemControl.Out1) != 0) lines |= UartModemStatus.RingIndicator;
            if ((_modemControl & UartModemControl.Out2) != 0) lines |= UartModemStatus.DataCarrierDetect;
            return (byte)lines;
        }
    }
}
