namespace KvmSdk.Devices.Serial;

// Why plain values only: a snapshot is a file, and a file can say anything. Nothing here has a length or a reference, so
// there is nothing to trust while reading it; the UART checks the values together when it takes the state.

/// <summary>Everything a 16550A remembers, as values; see <see cref="Uart16550{TInterrupt, TBackend}.Save"/>.</summary>
public readonly record struct SerialState
{
    /// <summary>IER: bits of <see cref="UartInterruptEnable"/>.</summary>
    public byte InterruptEnable { get; init; }

    /// <summary>The parts of FCR that stay: enable and trigger level; zero while the FIFOs are off.</summary>
    public byte FifoControl { get; init; }

    /// <summary>LCR.</summary>
    public byte LineControl { get; init; }

    /// <summary>MCR: bits of <see cref="UartModemControl"/>.</summary>
    public byte ModemControl { get; init; }

    /// <summary>The bits of LSR that wait to be read: overrun and break.</summary>
    public byte LineErrors { get; init; }

    /// <summary>The change bits of MSR; the lines themselves follow from <see cref="ModemControl"/>.</summary>
    public byte ModemDeltas { get; init; }

    /// <summary>SCR.</summary>
    public byte Scratch { get; init; }

    /// <summary>DLM and DLL.</summary>
    public ushort Divisor { get; init; }

    /// <summary>The transmitter interrupt has happened and was not acknowledged.</summary>
    public bool TransmitterInterrupt { get; init; }

    /// <summary>Bytes in the receive FIFO, 0 to 16 (0 or 1 while the FIFOs are off).</summary>
    public int ReceivedCount { get; init; }

    /// <summary>The received bytes, the next one to be read least significant; bits past <see cref="ReceivedCount"/> bytes are zero.</summary>
    public UInt128 Received { get; init; }

    /// <summary>Bit n: received byte n is a break.</summary>
    public ushort ReceivedBreaks { get; init; }
}
