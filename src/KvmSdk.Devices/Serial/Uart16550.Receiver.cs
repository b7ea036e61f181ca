namespace KvmSdk.Devices.Serial;

// The receiving half. A host that respects ReceiveSpace never loses a byte; ReceiveByte is for one that cannot wait, and
// then the guest sees the overrun a real line would have given it.
public sealed partial class Uart16550<TInterrupt, TBackend>
{
    /// <summary>How many bytes <see cref="Receive"/> would take now: 0 to 16; 0 in loopback, where the input pin is disconnected.</summary>
    public int ReceiveSpace => Loopback ? 0 : ReceiveCapacity - _received.Count;

    // Without FIFOs there is only the receiver buffer register.
    private int ReceiveCapacity => FifosEnabled ? ReceiveFifo.Capacity : 1;

    /// <summary>Takes as many bytes as there is room for, in order.</summary>
    /// <param name="bytes">Input; may be longer than the FIFO.</param>
    /// <returns>How many were taken, from the front. When fewer than given, <see cref="ISerialBackend.ReceiveSpaceAvailable"/> follows.</returns>
    public int Receive(ReadOnlySpan<byte> bytes)
    {
        int taken = Math.Min(bytes.Length, ReceiveSpace);
        for (int i = 0; i < taken; i++) Accept(bytes[i], isBreak: false);
        UpdateInterruptLine();
        return taken;
    }

    /// <summary>Takes a byte whether or not there is room, as the wire does: without room, LSR shows an overrun.</summary>
    /// <remarks>A full FIFO keeps its bytes and loses the new one; without FIFOs the new byte replaces the old ("Line Status Register", bit 1).</remarks>
    /// <param name="value">The byte.</param>
    public void ReceiveByte(byte value) => ReceiveFromLine(value, isBreak: false);

    /// <summary>Takes a break condition: a zero byte that LSR marks as break when it reaches the head of the FIFO.</summary>
    public void ReceiveBreak() => ReceiveFromLine(0, isBreak: true);

    private void ReceiveFromLine(byte value, bool isBreak)
    {
        if (Loopback) return;
        Accept(value, isBreak);
        UpdateInterruptLine();
    }

    private void Accept(byte value, bool isBreak)
    {
        if (_received.Count >= ReceiveCapacity)
        {
            _lineErrors |= UartLineStatus.Overrun;
            if (FifosEnabled) return;
            _received.Clear();
        }

        _received.Push(value, isBreak);
        ShowHeadBreak();
    }

    private byte ReadReceived()
    {
        int space = ReceiveSpace;
        byte value = _received.Pop();
        ShowHeadBreak();
        UpdateInterruptLine();
        AnnounceSpace(space);
        return value;
    }

    private byte ReadLineStatus()
    {
        int value = UartLineStatus.TransmitterHoldingEmpty | UartLineStatus.TransmitterEmpty | _lineErrors;
        if (_received.Count != 0) value |= UartLineStatus.DataReady;
        if (FifosEnabled && _received.Breaks != 0) value |= UartLineStatus.FifoError;
        _lineErrors = 0;
        _received.ForgetHeadBreak();
        UpdateInterruptLine();
        return (byte)value;
    }

    private void ShowHeadBreak()
    {
        if (_received.HeadIsBreak) _lineErrors |= UartLineStatus.Break;
    }

    private void AnnounceSpace(int before)
    {
        if (before == 0 && ReceiveSpace > 0) _backend.ReceiveSpaceAvailable();
    }
}
