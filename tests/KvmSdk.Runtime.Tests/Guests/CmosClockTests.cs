using Iced.Intel;
using KvmSdk.Devices.Rtc;
using KvmSdk.Runtime.Tests.Support;
using static Iced.Intel.AssemblerRegisters;

namespace KvmSdk.Runtime.Tests.Guests;

public sealed class CmosClockTests
{
    private const ulong Buffer = 0x20_0000;

    private static readonly byte[] _dateBytes =
        [RtcRegister.Century, RtcRegister.Year, RtcRegister.Month, RtcRegister.DayOfMonth, RtcRegister.Hours, RtcRegister.Minutes];

    [KvmFact]
    public async Task A_guest_reads_the_hosts_date()
    {
        TestVm vm = new(Guest.Assemble(a =>
        {
            a.mov(rdi, Buffer);
            foreach (byte index in _dateBytes)
            {
                ReadClock(a, index);
                a.mov(__byte_ptr[rdi], al);
                a.inc(rdi);
            }

            a.Exit(0);
        }))
        { HasCmosClock = true };

        // The few bytes may be read on both sides of a minute's end; not of two in a row.
        string? shown = null;
        for (int attempt = 0; attempt < 2 && shown is null; attempt++)
        {
            string before = Minute();
            await using TestMachine machine = await vm.StartAsync();
            await machine.Completion.WaitAsync(Patience.Limit);
            Assert.Equal(0ul, machine.Counters.UnclaimedPortAccesses);
            string read = string.Concat(_dateBytes.Select((_, i) => $"{machine.Memory.Read<byte>(Buffer + (ulong)i):X2}"));
            shown = before == Minute() ? read : null;
            Assert.True(shown is null || shown == before, $"{shown} is not {before}");
        }

        Assert.NotNull(shown);

        static string Minute() => DateTime.UtcNow.ToString("yyyyMMddHHmm", System.Globalization.CultureInfo.InvariantCulture);
    }

    [KvmFact]
    public async Task A_halted_guest_is_woken_by_the_periodic_interrupt_again_and_again()
    {
        const int Count = 20;
        TestVm vm = new(Guest.Assemble(a =>
        {
            Label handler = a.CreateLabel();
            Label wait = a.CreateLabel();
            Label quit = a.CreateLabel();
            a.SetHandler(TestVm.ClockIrq, handler);
            a.OpenLine(TestVm.ClockIrq);
            a.xor(ebx, ebx);
            WriteClock(a, RtcRegister.StatusB, RtcStatusB.Hours24 | RtcStatusB.PeriodicInterrupt);
            a.sti();
            a.Label(ref wait);
            a.hlt();
            a.jmp(wait);

            a.Label(ref handler);
            ReadClock(a, RtcRegister.StatusC);
            a.test(al, RtcStatusC.Periodic);
            a.je(quit);
            a.inc(ebx);
            a.cmp(ebx, Count);
            a.je(quit);
            a.EndOfInterrupt(TestVm.ClockIrq);
            a.Label(ref quit);
            a.mov(eax, ebx);
            a.ExitWithEax();
        }))
        { HasCmosClock = true };

        await using TestMachine machine = await vm.StartAsync();
        MachineOutcome outcome = await machine.Completion.WaitAsync(Patience.Limit);
        Assert.Equal((uint)Count, Assert.IsType<MachineOutcome.DebugExit>(outcome).Value);
        Assert.InRange(machine.Clock!.Interrupts, (ulong)Count, (ulong)Count + 1);
    }

    private static void ReadClock(Assembler a, byte index)
    {
        a.OutByte(TestVm.ClockPort, index);
        a.InByte(TestVm.ClockPort + 1);
    }

    private static void WriteClock(Assembler a, byte index, byte value)
    {
        a.OutByte(TestVm.ClockPort, index);
        a.OutByte(TestVm.ClockPort + 1, value);
    }
}
