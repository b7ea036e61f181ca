namespace KvmSdk.Devices.Serial;

// Save and restore: the whole memory of the chip goes out as values and comes back checked, so that a forged snapshot can
// at worst describe a state that some guest could have reached by itself.
public sealed partial class Uart16550<TInterrupt, TBackend>
{
    /// <summary>The chip's complete state. Reading it changes nothing.</summary>
    public SerialState Save() => new()
    {
        InterruptEnable = _interruptEnable,
        FifoControl = _fifoControl,
        LineControl = _lineControl,
        ModemControl = _modemControl,
        LineErrors = _lineErrors,
        ModemDeltas = _modemDeltas,
        Scratch = _scratch,
        Divisor = _divisor,
        TransmitterInterrupt = _transmitterInterrupt,
        ReceivedCount = _received.Count,
        Received = _received.Bytes,
        ReceivedBreaks = _received.Breaks,
    };

    /// <summary>Takes a saved state over, or leaves everything as it was when no UART could be in that state.</summary>
    /// <remarks>
    /// No edge is raised: one that was pending when the state was saved belongs to the saved interrupt controller.
    /// After success <see cref="Save"/> returns an equal state.
    /// </remarks>
    /// <param name="state">The state; may come from an untrusted file.</param>
    /// <returns>Whether the state was taken.</returns>
    public bool TryRestore(in SerialState state)
    {
        if (!RegistersAreValid(in state)) return false;
        int capacity = (state.FifoControl & UartFifoControl.Enable) != 0 ? ReceiveFifo.Capacity : 1;
        if (!ReceiveFifo.TryCreate(state.Received, state.ReceivedBreaks, state.ReceivedCount, capacity, out ReceiveFifo received))
            return false;

        _interruptEnable = state.InterruptEnable;
        _fifoControl = state.FifoControl;
        _lineControl = state.LineControl;
        _modemControl = state.ModemControl;
        _lineErrors = state.LineErrors;
        _modemDeltas = state.ModemDeltas;
        _scratch = state.Scratch;
        _divisor = state.Divisor;
        _transmitterInterrupt = state.TransmitterInterrupt;
        _received = received;
        _interruptLine = InterruptLineLevel;
        return true;
    }

    private static bool RegistersAreValid(in SerialState state)
    {
        const int fifoBits = UartFifoControl.Enable | UartFifoControl.TriggerMask;
        bool fifosEnabled = (state.FifoControl & UartFifoControl.Enable) != 0;
        bool transmitterEnabled = (state.InterruptEnable & UartInterruptEnable.TransmitterEmpty) != 0;
        return (state.InterruptEnable & ~UartInterruptEnable.All) == 0
            && (fifosEnabled ? (state.FifoControl & ~fifoBits) == 0 : state.FifoControl == 0)
            && (state.ModemControl & ~UartModemControl.All) == 0
            && (state.LineErrors & ~(UartLineStatus.Overrun | UartLineStatus.Break)) == 0
            && (state.ModemDeltas & ~UartModemStatus.DeltaMask) == 0
            && (transmitterEnabled || !state.TransmitterInterrupt);
    }
}
