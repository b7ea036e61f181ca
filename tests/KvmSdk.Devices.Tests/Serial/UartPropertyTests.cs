using CsCheck;
using KvmSdk.Devices.Serial;

namespace KvmSdk.Devices.Tests.Serial;

/// <summary>Hostile traffic: any sequence of accesses and input, checked after each step against what must always hold.</summary>
public sealed class UartPropertyTests
{
    private enum Kind
    {
        Read,
        Write,
        Receive,
        ReceiveByte,
        Break,
    }

    // Offsets mostly inside the window, with its edge and far ends; values mostly arbitrary.
    private static readonly Gen<(Kind Kind, uint Offset, byte Value, int Count)> Steps = Gen.Select(
        Gen.Enum<Kind>(),
        Gen.Frequency((9, Gen.UInt[0, 8]), (1, Gen.UInt)),
        Gen.Byte,
        Gen.Int[0, 20]);

    [Fact]
    public void No_traffic_throws_and_every_edge_has_an_enabled_cause() =>
        Steps.Array[0, 200].Sample(
            steps =>
            {
                SerialRig rig = new();
                rig.Interrupt.OnRaise = () => Assert.True(HasEnabledCause(rig.Uart.Save()));
                foreach (var step in steps)
                {
                    bool causeBefore = HasEnabledCause(rig.Uart.Save());
                    int edges = rig.Interrupt.Edges;
                    Apply(rig, step);
                    // One access makes at most one edge, and a cause that appears makes exactly one.
                    Assert.InRange(rig.Interrupt.Edges - edges, 0, 1);
                    if (!causeBefore && HasEnabledCause(rig.Uart.Save())) Assert.Equal(edges + 1, rig.Interrupt.Edges);
                    Assert.InRange(rig.Uart.ReceiveSpace, 0, 16);
                }
            },
            iter: 2_000);

    [Fact]
    public void A_restored_uart_answers_every_later_access_alike() =>
        Gen.Select(Steps.Array[0, 100], Steps.Array[0, 100]).Sample(
            (before, after) =>
            {
                SerialRig original = new();
                foreach (var step in before) Apply(original, step);
                SerialState saved = original.Uart.Save();
                SerialRig restored = new();
                Assert.True(restored.Uart.TryRestore(in saved));
                original.Interrupt.TakeEdges();
                original.Transmitted.Clear();
                foreach (var step in after)
                {
                    Assert.Equal(Apply(original, step), Apply(restored, step));
                    Assert.Equal(original.Interrupt.Edges, restored.Interrupt.Edges);
                }

                Assert.Equal(original.Transmitted, restored.Transmitted);
                Assert.Equal(original.Uart.Save(), restored.Uart.Save());
            },
            iter: 2_000);

    [Fact]
    public void Any_values_at_all_are_restored_exactly_or_refused() =>
        Gen.Select(Gen.Byte.Array[8], Gen.Int[-2, 18], Gen.ULong, Gen.ULong, Gen.UShort, Gen.Bool).Sample(
            (registers, count, low, high, breaks, transmitter) =>
            {
                SerialState state = new()
                {
                    InterruptEnable = (byte)(registers[0] & 0x1F),
                    FifoControl = (byte)(registers[1] & 0xC3),
                    LineControl = registers[2],
                    ModemControl = (byte)(registers[3] & 0x3F),
                    LineErrors = (byte)(registers[4] & 0x13),
                    ModemDeltas = (byte)(registers[5] & 0x1F),
                    Scratch = registers[6],
                    Divisor = (ushort)(registers[7] * 257),
                    TransmitterInterrupt = transmitter,
                    ReceivedCount = count,
                    Received = new UInt128(high, low) >> (8 * Math.Clamp(16 - count, 0, 15)),
                    ReceivedBreaks = (ushort)(breaks >> Math.Clamp(16 - count, 0, 16)),
                };
                SerialRig rig = new();
                SerialState untouched = rig.Uart.Save();
                Assert.Equal(rig.Uart.TryRestore(in state) ? state : untouched, rig.Uart.Save());
            },
            iter: 20_000);

    private static int Apply(SerialRig rig, (Kind Kind, uint Offset, byte Value, int Count) step)
    {
        switch (step.Kind)
        {
            case Kind.Read: return rig.In(step.Offset);
            case Kind.Write: rig.Out(step.Offset, step.Value); return 0;
            case Kind.Receive: return rig.Uart.Receive(new byte[step.Count]);
            case Kind.ReceiveByte: rig.Uart.ReceiveByte(step.Value); return 0;
            default: rig.Uart.ReceiveBreak(); return 0;
        }
    }

    // The rule of the data sheet, said a second time and differently from the core: from saved values only.
    private static bool HasEnabledCause(SerialState state)
    {
        bool connected = (state.ModemControl & 0x18) == 0x08;
        int causes = (state.ReceivedCount > 0 ? 1 : 0) | (state.TransmitterInterrupt ? 2 : 0)
            | (state.LineErrors != 0 ? 4 : 0) | (state.ModemDeltas != 0 ? 8 : 0);
        return connected && (causes & state.InterruptEnable) != 0;
    }
}
