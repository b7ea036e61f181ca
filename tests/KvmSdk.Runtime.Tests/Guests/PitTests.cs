using Iced.Intel;
using KvmSdk.Runtime.Tests.Support;
using static Iced.Intel.AssemblerRegisters;

namespace KvmSdk.Runtime.Tests.Guests;

public sealed class PitTests
{
    private const ushort Counter0 = 0x40;
    private const ushort Control = 0x43;

    // Intel 8254 data sheet, "Control Word Format": counter 0, low byte then high byte, mode 2 (rate generator), binary.
    private const byte RateGenerator = 0x34;
    private const byte LatchCounter0 = 0x00;

    /// <summary>Starts counter 0 from 65,535 and ends with 1 as soon as two looks at it differ, or with 0 if a thousand pairs are equal.</summary>
    private static byte[] WatchCounter => Guest.Assemble(a =>
    {
        Label look = a.CreateLabel();
        Label moved = a.CreateLabel();
        a.OutByte(Control, RateGenerator);
        a.OutByte(Counter0, 0xFF);
        a.OutByte(Counter0, 0xFF);
        a.mov(ecx, 1000);
        a.Label(ref look);
        ReadCounter(a);
        a.mov(ebx, eax);
        ReadCounter(a);
        a.cmp(eax, ebx);
        a.jne(moved);
        a.dec(ecx);
        a.jne(look);
        a.Exit(0);
        a.Label(ref moved);
        a.Exit(1);
    });

    [KvmFact]
    public async Task A_declared_PIT_counts_and_answers_inside_the_kernel()
    {
        await using TestMachine machine = await new TestVm(WatchCounter) { HasPit = true }.StartAsync();
        MachineOutcome outcome = await machine.Completion.WaitAsync(Patience.Limit);
        Assert.Equal(1u, Assert.IsType<MachineOutcome.DebugExit>(outcome).Value);
        Assert.Equal(0ul, machine.Counters.UnclaimedPortAccesses);
        Assert.Equal(1ul, machine.Counters.PortExits);
    }

    [KvmFact]
    public async Task Without_one_its_ports_are_unclaimed()
    {
        await using TestMachine machine = await new TestVm(Guest.Assemble(a =>
        {
            ReadCounter(a);
            a.ExitWithEax();
        })).StartAsync();
        MachineOutcome outcome = await machine.Completion.WaitAsync(Patience.Limit);
        Assert.Equal(0xFFFFu, Assert.IsType<MachineOutcome.DebugExit>(outcome).Value);
        Assert.Equal(3ul, machine.Counters.UnclaimedPortAccesses);
    }

    /// <summary>Latches counter 0 and reads it into EAX.</summary>
    private static void ReadCounter(Assembler a)
    {
        a.OutByte(Control, LatchCounter0);
        a.xor(eax, eax);
        a.InByte(Counter0);
        a.mov(ah, al);
        a.@in(al, dx);
        a.xchg(ah, al);
    }
}
