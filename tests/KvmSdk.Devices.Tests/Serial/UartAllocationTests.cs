using KvmSdk.Devices.Serial;

namespace KvmSdk.Devices.Tests.Serial;

public sealed class UartAllocationTests
{
    private const int Accesses = 1_000_000;

    private static long s_transmitted;
    private static long s_edges;

    [Fact]
    public void A_million_register_accesses_allocate_nothing()
    {
        Uart16550<CountEdges, CountBytes> uart = new(default, default);
        uart.Write(UartRegister.FifoControl, UartFifoControl.Enable);
        uart.Write(UartRegister.ModemControl, UartModemControl.Out2);
        s_transmitted = s_edges = 0;

        long allocated = AllocationMeter.Measure(() => Exercise(uart));

        Assert.Equal(0, allocated);
        // The traffic did what it was meant to, twice (once to warm up).
        Assert.Equal(2 * Accesses / 10, s_transmitted);
        Assert.True(s_edges > 0);
    }

    private static void Exercise(Uart16550<CountEdges, CountBytes> uart)
    {
        for (int i = 0; i < Accesses / 10; i++)
        {
            uart.Write(UartRegister.InterruptEnable, UartInterruptEnable.All);
            uart.Write(UartRegister.Data, (byte)i);
            uart.Receive("input"u8);
            uart.Read(UartRegister.InterruptIdentification);
            while ((uart.Read(UartRegister.LineStatus) & UartLineStatus.DataReady) != 0) uart.Read(UartRegister.Data);
            uart.Read(UartRegister.ModemStatus);
            RegisterAccess.ReadWide(uart, UartRegister.LineStatus, 4, UartRegister.WindowSize);
            RegisterAccess.WriteWide(uart, UartRegister.InterruptEnable, 1, UartRegister.WindowSize, 0);
            SerialState state = uart.Save();
            uart.TryRestore(in state);
        }
    }

    private readonly struct CountBytes : ISerialBackend
    {
        public void Transmit(byte value) => s_transmitted++;

        public void ReceiveSpaceAvailable()
        {
        }
    }

    private readonly struct CountEdges : IInterruptLine
    {
        public void Raise() => s_edges++;
    }
}
