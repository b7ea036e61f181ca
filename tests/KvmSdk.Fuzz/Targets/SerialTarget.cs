using KvmSdk.Devices.Serial;

namespace KvmSdk.Fuzz.Targets;

/// <summary>The 16550A: every register, bytes and breaks from the line, and its state saved and restored in between.</summary>
internal sealed class SerialTarget : FuzzTarget
{
    private int _transmitted;

    public override string Name => "serial";

    // Divisor, 8N1, FIFOs, interrupts, two bytes out, one in; loopback.
    public override IEnumerable<byte[]> Seeds => [[0, 3, 0x80, 0, 0, 1, 0, 1, 0, 0, 3, 3, 0, 2, 1, 0, 1, 15, 0, 0, 65, 2, 66, 1, 0, 1, 5], [0, 4, 0x1B, 0, 0, 7, 1, 0, 1, 6]];

    public override void Run(ReadOnlySpan<byte> input)
    {
        Uart16550<NoInterrupt, Line> uart = new(default, new Line(this));
        _transmitted = 0;
        Input operations = new(input);
        for (int i = 0; i < 500 && !operations.IsAtEnd; i++)
        {
            switch (operations.U8() % 5)
            {
                case 0: uart.Write(operations.U8(), operations.U8()); break;
                case 1: uart.Read(operations.U8()); break;
                case 2:
                    int space = uart.ReceiveSpace;
                    byte value = operations.U8();
                    Require(uart.Receive([value, value, value]) == Math.Min(space, 3), "it took other than it had space for");
                    break;
                case 3: uart.ReceiveBreak(); break;
                default:
                    SerialState state = uart.Save();
                    Uart16550<NoInterrupt, Line> other = new(default, new Line(this));
                    Require(other.TryRestore(in state), "a state that was saved is none");
                    uart = other;
                    break;
            }
        }

        Require(uart.ReceiveSpace is >= 0 and <= 16, "there is space for an impossible number of bytes");
        Plant(_transmitted > 20 && uart.Read(5) != 0x60);
    }

    internal readonly struct Line(SerialTarget target) : ISerialBackend
    {
        public void Transmit(byte value) => target._transmitted++;

        public void ReceiveSpaceAvailable()
        {
        }
    }
}
