namespace KvmSdk.Devices.Serial;

// The interrupt half of the chip: four sources by priority (data sheet, "Interrupt Identification Register"), one output. The output is a level
// inside and an edge outside: the guest acknowledges until IIR says "none", and only then can a new edge come.
public sealed partial class Uart16550<TInterrupt, TBackend>
{
    // Received bytes at which the FIFO interrupts, by FCR bits 7 and 6.
    private static ReadOnlySpan<byte> TriggerLevels => [1, 4, 8, 14];

    private int TriggerLevel => FifosEnabled ? TriggerLevels[_fifoControl >> UartFifoControl.TriggerShift] : 1;

    private void WriteInterruptEnable(byte value)
    {
        byte before = _interruptEnable;
        _interruptEnable = (byte)(value & UartInterruptEnable.All);
        bool enabled = (_interruptEnable & UartInterruptEnable.TransmitterEmpty) != 0;
        bool wasEnabled = (before & UartInterruptEnable.TransmitterEmpty) != 0;
        // Enabling it while THR is empty, which it always is, interrupts at once: that is how a driver starts to send.
        if (enabled != wasEnabled) _transmitterInterrupt = enabled;
        UpdateInterruptLine();
    }

    private byte ReadInterruptIdentification()
    {
        byte id = IdentifyInterrupt();
        if (id == UartInterruptId.TransmitterEmpty)
        {
            _transmitterInterrupt = false;
            UpdateInterruptLine();
        }

        return FifosEnabled ? (byte)(id | UartInterruptId.FifosEnabled) : id;
    }

    private byte IdentifyInterrupt()
    {
        if (_lineErrors != 0 && (_interruptEnable & UartInterruptEnable.LineStatus) != 0) return UartInterruptId.LineStatus;
        if (_received.Count != 0 && (_interruptEnable & UartInterruptEnable.ReceivedData) != 0)
            return _received.Count >= TriggerLevel ? UartInterruptId.ReceivedData : UartInterruptId.CharacterTimeout;
        if (_transmitterInterrupt) return UartInterruptId.TransmitterEmpty;
        if (_modemDeltas != 0 && (_interruptEnable & UartInterruptEnable.ModemStatus) != 0) return UartInterruptId.ModemStatus;
        return UartInterruptId.None;
    }

    // OUT2 drives the tri-state buffer between the chip and the bus on every PC serial card; loopback forces the pin off.
    private bool InterruptLineLevel =>
        (_modemControl & (UartModemControl.Out2 | UartModemControl.Loop)) == UartModemControl.Out2
        && IdentifyInterrupt() != UartInterruptId.None;

    private void UpdateInterruptLine()
    {
        bool level = InterruptLineLevel;
        bool rises = level && !_interruptLine;
        _interruptLine = level;
        if (rises) _interrupt.Raise();
    }
}
