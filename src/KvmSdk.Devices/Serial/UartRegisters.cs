namespace KvmSdk.Devices.Serial;

// Names, offsets and bits of National Semiconductor's PC16550D (data sheet "PC16550D Universal Asynchronous
// Receiver/Transmitter with FIFOs", section "Registers"). Only what the device core implements is
// named; each line says what the bit is for.

/// <summary>Register offsets in the eight-port window of a 16550A.</summary>
public static class UartRegister
{
    /// <summary>Ports a 16550A occupies.</summary>
    public const uint WindowSize = 8;

    /// <summary>Receiver buffer (RBR, read), transmitter holding (THR, write), divisor latch low (DLL) while DLAB is set.</summary>
    public const uint Data = 0;

    /// <summary>Interrupt enable (IER), divisor latch high (DLM) while DLAB is set.</summary>
    public const uint InterruptEnable = 1;

    /// <summary>Interrupt identification (IIR), read only.</summary>
    public const uint InterruptIdentification = 2;

    /// <summary>FIFO control (FCR), write only, at the offset of IIR.</summary>
    public const uint FifoControl = 2;

    /// <summary>Line control (LCR): word format, break, and the DLAB switch.</summary>
    public const uint LineControl = 3;

    /// <summary>Modem control (MCR): output lines and loopback.</summary>
    public const uint ModemControl = 4;

    /// <summary>Line status (LSR).</summary>
    public const uint LineStatus = 5;

    /// <summary>Modem status (MSR).</summary>
    public const uint ModemStatus = 6;

    /// <summary>Scratch (SCR): one byte the chip keeps for software, by which drivers tell a 16450 from an 8250.</summary>
    public const uint Scratch = 7;
}

/// <summary>Bits of the interrupt enable register (IER).</summary>
public static class UartInterruptEnable
{
    /// <summary>Interrupt when received data is available or waits too long below the trigger level.</summary>
    public const byte ReceivedData = 0x01;

    /// <summary>Interrupt when the transmitter holding register becomes empty.</summary>
    public const byte TransmitterEmpty = 0x02;

    /// <summary>Interrupt on overrun, parity, framing error or break.</summary>
    public const byte LineStatus = 0x04;

    /// <summary>Interrupt when a modem input line changed.</summary>
    public const byte ModemStatus = 0x08;

    /// <summary>The upper four bits do not exist in a 16550A and read as zero; drivers look there for later chips.</summary>
    public const byte All = 0x0F;
}

/// <summary>Values of the interrupt identification register (IIR), highest priority first.</summary>
public static class UartInterruptId
{
    /// <summary>An error or a break is shown in LSR; cleared by reading LSR.</summary>
    public const byte LineStatus = 0x06;

    /// <summary>The receive FIFO has reached its trigger level (or RBR is full); cleared by reading below it.</summary>
    public const byte ReceivedData = 0x04;

    /// <summary>Data waits below the trigger level; cleared by reading RBR.</summary>
    public const byte CharacterTimeout = 0x0C;

    /// <summary>THR is empty; cleared by reading IIR while this is the reported source, or by writing THR.</summary>
    public const byte TransmitterEmpty = 0x02;

    /// <summary>A modem input line changed; cleared by reading MSR.</summary>
    public const byte ModemStatus = 0x00;

    /// <summary>No interrupt is pending (the only value with bit 0 set).</summary>
    public const byte None = 0x01;

    /// <summary>Set in every value while the FIFOs are enabled; both bits together mean "16550A, FIFOs work".</summary>
    public const byte FifosEnabled = 0xC0;
}

/// <summary>Bits of the FIFO control register (FCR).</summary>
public static class UartFifoControl
{
    /// <summary>Enables both FIFOs; the other bits are programmed only by a write that has this one set.</summary>
    public const byte Enable = 0x01;

    /// <summary>Empties the receive FIFO; clears itself.</summary>
    public const byte ClearReceiver = 0x02;

    /// <summary>Empties the transmit FIFO; clears itself. The core's transmit FIFO is always empty.</summary>
    public const byte ClearTransmitter = 0x04;

    /// <summary>Trigger level of the receive FIFO: 1, 4, 8 or 14 bytes.</summary>
    public const byte TriggerMask = 0xC0;

    /// <summary>Position of the two trigger level bits.</summary>
    public const int TriggerShift = 6;
}

/// <summary>Bits of the line control register (LCR).</summary>
public static class UartLineControl
{
    /// <summary>Divisor latch access: offsets 0 and 1 are DLL and DLM while it is set.</summary>
    public const byte DivisorLatchAccess = 0x80;
}

/// <summary>Bits of the modem control register (MCR).</summary>
public static class UartModemControl
{
    /// <summary>Data terminal ready; appears as DSR in loopback.</summary>
    public const byte DataTerminalReady = 0x01;

    /// <summary>Request to send; appears as CTS in loopback.</summary>
    public const byte RequestToSend = 0x02;

    /// <summary>User output 1; appears as RI in loopback.</summary>
    public const byte Out1 = 0x04;

    /// <summary>User output 2; on a PC it connects the chip's interrupt output to the interrupt controller. Appears as DCD in loopback.</summary>
    public const byte Out2 = 0x08;

    /// <summary>Loopback: the transmitter feeds the receiver, the output lines feed the input lines, all pins are inactive.</summary>
    public const byte Loop = 0x10;

    /// <summary>The upper three bits do not exist in a 16550A and read as zero.</summary>
    public const byte All = 0x1F;
}

/// <summary>Bits of the line status register (LSR).</summary>
public static class UartLineStatus
{
    /// <summary>At least one received byte waits.</summary>
    public const byte DataReady = 0x01;

    /// <summary>A byte was lost because it arrived at a full receiver; cleared by reading LSR.</summary>
    public const byte Overrun = 0x02;

    /// <summary>The byte at the head of the FIFO is a break condition; cleared by reading LSR.</summary>
    public const byte Break = 0x10;

    /// <summary>THR can take a byte.</summary>
    public const byte TransmitterHoldingEmpty = 0x20;

    /// <summary>Nothing is left to send, neither in THR nor in the shift register.</summary>
    public const byte TransmitterEmpty = 0x40;

    /// <summary>Some byte in the receive FIFO has an error or is a break; FIFO mode only.</summary>
    public const byte FifoError = 0x80;
}

/// <summary>Bits of the modem status register (MSR): lines in the upper half, "changed since last read" in the lower.</summary>
public static class UartModemStatus
{
    /// <summary>CTS changed.</summary>
    public const byte DeltaClearToSend = 0x01;

    /// <summary>DSR changed.</summary>
    public const byte DeltaDataSetReady = 0x02;

    /// <summary>RI went from active to inactive.</summary>
    public const byte TrailingEdgeRing = 0x04;

    /// <summary>DCD changed.</summary>
    public const byte DeltaDataCarrierDetect = 0x08;

    /// <summary>All four change bits.</summary>
    public const byte DeltaMask = 0x0F;

    /// <summary>Clear to send.</summary>
    public const byte ClearToSend = 0x10;

    /// <summary>Data set ready.</summary>
    public const byte DataSetReady = 0x20;

    /// <summary>Ring indicator.</summary>
    public const byte RingIndicator = 0x40;

    /// <summary>Data carrier detect.</summary>
    public const byte DataCarrierDetect = 0x80;
}
