namespace KvmSdk.Devices.Tests.Serial;

/// <summary>
/// The experiments that Linux's 8250 driver makes with a port (drivers/tty/serial/8250/8250_port.c, autoconfig, and the
/// transmitter tests of serial8250_do_startup), in its order, so that the core is judged by its most important user.
/// </summary>
internal sealed class LinuxSerialProbe(SerialRig port)
{
    private const uint Tx = 0, Ier = 1, Iir = 2, Fcr = 2, Efr = 2, Lcr = 3, Mcr = 4, Lsr = 5, Msr = 6, Scr = 7;
    private const byte LcrModeA = 0x80, LcrModeB = 0xBF, LcrBank2 = 0xE0, McrLoop = 0x10;

    /// <summary>The driver's name for what it found.</summary>
    public string Detect()
    {
        if (!HasInterruptEnable()) return "nothing: IER test";
        byte mcr = port.In(Mcr);
        byte lcr = port.In(Lcr);
        if (!HasLoopback(mcr)) return "nothing: loopback test";
        port.Out(Lcr, LcrModeB);
        port.Out(Efr, 0);
        port.Out(Lcr, 0);
        port.Out(Fcr, 0x01);
        string type = (port.In(Iir) >> 6) switch
        {
            0 => HasScratch() ? "16450" : "8250",
            1 => "unknown",
            2 => "16550",
            _ => DetectWithFifo(),
        };
        port.Out(Lcr, lcr);
        port.Out(Mcr, mcr);
        ClearFifos();
        port.In(Tx);
        port.Out(Ier, 0);
        return type;
    }

    /// <summary>How many bytes come back when 256 are sent in loopback.</summary>
    public int FifoSize()
    {
        byte lcr = port.In(Lcr);
        port.Out(Lcr, 0);
        byte fcr = port.In(Fcr);
        byte mcr = port.In(Mcr);
        port.Out(Fcr, 0x07);
        port.Out(Mcr, McrLoop);
        int divisor = SetDivisor(1);
        port.Out(Lcr, 0x03);
        for (int i = 0; i < 256; i++) port.Out(Tx, (byte)i);
        int count = 0;
        for (; (port.In(Lsr) & 1) != 0 && count < 256; count++) port.In(Tx);
        port.Out(Fcr, fcr);
        port.Out(Mcr, mcr);
        SetDivisor(divisor);
        port.Out(Lcr, lcr);
        return count;
    }

    public bool HasScratch()
    {
        byte scratch = port.In(Scr);
        port.Out(Scr, 0xA5);
        byte first = port.In(Scr);
        port.Out(Scr, 0x5A);
        byte second = port.In(Scr);
        port.Out(Scr, scratch);
        return first == 0xA5 && second == 0x5A;
    }

    /// <summary>Whether the transmitter interrupt comes back each time it is enabled; without, the driver polls by timer.</summary>
    public bool ReassertsTransmitterInterrupt()
    {
        port.Out(Ier, 0x02);
        bool first = (port.In(Iir) & 1) == 0;
        port.Out(Ier, 0);
        port.Out(Ier, 0x02);
        bool second = (port.In(Iir) & 1) == 0;
        port.Out(Ier, 0);
        return first && second;
    }

    private bool HasInterruptEnable()
    {
        byte saved = port.In(Ier);
        port.Out(Ier, 0);
        int cleared = port.In(Ier) & 0x0F;
        port.Out(Ier, 0x0F);
        int set = port.In(Ier) & 0x0F;
        port.Out(Ier, saved);
        return cleared == 0 && set == 0x0F;
    }

    private bool HasLoopback(byte mcr)
    {
        port.Out(Mcr, McrLoop | 0x0A);
        int lines = port.In(Msr) & 0xF0;
        port.Out(Mcr, mcr);
        return lines == 0x90;
    }

    private string DetectWithFifo()
    {
        port.Out(Lcr, LcrModeA);
        if (port.In(Efr) == 0) return "16650 V1";
        port.Out(Lcr, LcrModeB);
        if (port.In(Efr) == 0 && !(DivisorId() == 0x0201 && FifoSize() == 16)) return "16650 V2 or later";
        if (HasSuperIoBank()) return "NS16550A (SuperIO)";
        if (Is16750()) return "16750";
        if (IsXscale()) return "Xscale";
        return FifoSize() == 64 ? "U6 16550A" : "16550A";
    }

    private int DivisorId()
    {
        byte lcr = port.In(Lcr);
        port.Out(Lcr, LcrModeA);
        int divisor = SetDivisor(0);
        int id = SetDivisor(divisor);
        port.Out(Lcr, lcr);
        return id;
    }

    private bool HasSuperIoBank()
    {
        port.Out(Lcr, 0);
        byte mcr = port.In(Mcr);
        port.Out(Lcr, LcrBank2);
        byte exchange = port.In(2);
        if (((exchange ^ mcr) & McrLoop) != 0) return false;
        port.Out(Lcr, 0);
        port.Out(Mcr, (byte)(mcr ^ McrLoop));
        port.Out(Lcr, LcrBank2);
        exchange = port.In(2);
        port.Out(Lcr, 0);
        port.Out(Mcr, mcr);
        return ((exchange ^ mcr) & McrLoop) != 0;
    }

    private bool Is16750()
    {
        port.Out(Lcr, 0);
        port.Out(Fcr, 0x21);
        int first = port.In(Iir) >> 5;
        port.Out(Fcr, 0x01);
        port.Out(Lcr, LcrModeA);
        port.Out(Fcr, 0x21);
        int second = port.In(Iir) >> 5;
        port.Out(Fcr, 0x01);
        port.Out(Lcr, 0);
        return first == 6 && second == 7;
    }

    private bool IsXscale()
    {
        byte saved = port.In(Ier);
        port.Out(Ier, (byte)(saved & ~0x40));
        bool clears = (port.In(Ier) & 0x40) == 0;
        port.Out(Ier, (byte)(saved | 0x40));
        bool sets = (port.In(Ier) & 0x40) != 0;
        port.Out(Ier, saved);
        return clears && sets;
    }

    private void ClearFifos()
    {
        port.Out(Fcr, 0x01);
        port.Out(Fcr, 0x07);
        port.Out(Fcr, 0);
    }

    private int SetDivisor(int value)
    {
        port.Out(Lcr, LcrModeA);
        int before = port.In(0) | (port.In(1) << 8);
        port.Out(0, (byte)value);
        port.Out(1, (byte)(value >> 8));
        return before;
    }
}
