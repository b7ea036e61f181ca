using Iced.Intel;
using KvmSdk.Runtime.Tests.Support;
using static Iced.Intel.AssemblerRegisters;

namespace KvmSdk.Runtime.Tests.Guests;

public sealed class InterruptTests
{
    private const ushort InterruptEnable = TestVm.SerialPort + 1;
    private const ushort FifoControl = TestVm.SerialPort + 2;
    private const ushort ModemControl = TestVm.SerialPort + 4;
    private const ushort LineStatus = TestVm.SerialPort + 5;

    /// <summary>Sends back, one up, whatever arrives; halts in between; ends at 'q'.</summary>
    private static byte[] Echo => Guest.Assemble(a =>
    {
        Label handler = a.CreateLabel();
        Label wait = a.CreateLabel();
        Label done = a.CreateLabel();
        Label quit = a.CreateLabel();
        a.SetHandler(TestVm.SerialIrq, handler);
        a.OpenLine(TestVm.SerialIrq);
        a.OutByte(FifoControl, 0x01);
        a.OutByte(ModemControl, 0x08);
        a.OutByte(InterruptEnable, 0x01);
        a.Print(">");
        a.sti();
        a.Label(ref wait);
        a.hlt();
        a.jmp(wait);

        a.Label(ref handler);
        a.InByte(LineStatus);
        a.test(al, 1);
        a.je(done);
        a.InByte(TestVm.SerialPort);
        a.cmp(al, (byte)'q');
        a.je(quit);
        a.inc(al);
        a.@out(dx, al);
        a.jmp(handler);
        a.Label(ref done);
        a.EndOfInterrupt();
        a.Label(ref quit);
        a.PowerOff();
    });

    [KvmFact]
    public async Task A_halted_guest_wakes_for_serial_input_and_echoes_it()
    {
        await using TestMachine machine = await new TestVm(Echo).StartAsync();
        await machine.Console.ReadUntilAsync(">").WaitAsync(Patience.Limit);
        for (int round = 0; round < 20; round++)
        {
            await machine.Console.Input.WriteAsync("HAL"u8.ToArray());
            Assert.Equal("IBM", await machine.Console.ReadUntilAsync("M").WaitAsync(Patience.Limit));
        }

        await machine.Console.Input.WriteAsync("q"u8.ToArray());
        Assert.IsType<MachineOutcome.PowerOff>(await machine.Completion.WaitAsync(Patience.Limit));
        Assert.Equal(61ul, machine.Console.Counters.BytesReceived);
    }

    [KvmFact]
    public async Task Input_larger_than_the_uart_waits_and_loses_nothing()
    {
        await using TestMachine machine = await new TestVm(Echo).StartAsync();
        await machine.Console.ReadUntilAsync(">").WaitAsync(Patience.Limit);
        string input = string.Concat(Enumerable.Range(0, 1000).Select(i => (char)('A' + (i % 20)))) + "~";
        string output = string.Concat(input.Select(c => (char)(c + 1)));
        Task writing = machine.Console.Input.WriteAsync(System.Text.Encoding.ASCII.GetBytes(input)).AsTask();
        Assert.Equal(output, await machine.Console.ReadUntilAsync("\x7F").WaitAsync(Patience.Limit));
        await writing.WaitAsync(Patience.Limit);
        SerialCounters counters = machine.Console.Counters;
        Assert.Equal(1001ul, counters.BytesReceived);
        Assert.True(counters.InputRefusals > 0);
    }

    [KvmFact]
    public async Task Input_that_waits_for_a_guest_fails_when_the_machine_ends()
    {
        await using TestMachine machine = await new TestVm(Guest.Assemble(a =>
        {
            a.Print(">");
            a.Spin();
        })).StartAsync();
        await machine.Console.ReadUntilAsync(">").WaitAsync(Patience.Limit);
        Task writing = machine.Console.Input.WriteAsync(new byte[100]).AsTask();
        await machine.StopAsync();
        await Assert.ThrowsAsync<IOException>(() => writing.WaitAsync(Patience.Limit));
    }

    [KvmFact]
    public async Task An_overrun_shows_in_the_line_status()
    {
        MachineOutcome outcome = await new TestVm(Guest.Assemble(a =>
        {
            // In loopback what the guest sends comes in again: seventeen bytes into sixteen places.
            a.OutByte(FifoControl, 0x01);
            a.OutByte(ModemControl, 0x10);
            for (int i = 0; i < 17; i++)
            {
                a.OutByte(TestVm.SerialPort, (byte)i);
            }

            a.InByte(LineStatus);
            a.movzx(eax, al);
            a.ExitWithEax();
        })).RunAsync();

        // Transmitter empty, holding register empty, overrun, data ready.
        Assert.Equal(0x63u, Assert.IsType<MachineOutcome.DebugExit>(outcome).Value);
    }
}
