// Why the answer comes on the vCPU's own thread: a hundred thousand rounds between two threads would measure the host's scheduler, which
// on a busy machine takes milliseconds for each. What a second thread does, it does all the while.

using Iced.Intel;
using KvmSdk.Model.Plan;
using KvmSdk.Model.Spec;
using KvmSdk.Runtime.Tests.Support;
using static Iced.Intel.AssemblerRegisters;

namespace KvmSdk.Runtime.Tests.Life;

/// <summary>The part of <see cref="MeterProgram"/> that measures shared memory: the guest counts up, rings, and checks the answer.</summary>
internal static class SharedMeter
{
    /// <summary>The program's first argument for it; the rounds are the second.</summary>
    public const string Word = "shared";

    public const ulong Address = 0x18_0000;

    private const int WarmUpRounds = 1000;

    /// <summary>Measures and prints.</summary>
    public static async Task<int> RunAsync(int rounds)
    {
        _ = await MeasureAsync(WarmUpRounds);
        MeterReading reading = await MeasureAsync(rounds);
        Console.WriteLine(reading);
        return reading.PoweredOff ? 0 : 1;
    }

    private static async Task<MeterReading> MeasureAsync(int rounds)
    {
        MachinePlan plan = new(
            "Metered", new CpuPlan(1, 1), new MemoryPlan(2), new BootPlan(BootKind.FlatImage, "Program", TestVm.LoadAddress), [],
            SharedMemories: [new("Mailbox", new(Address, 0x1000))]);
        SharedMeterMachine machine = await MachineHost.StartAsync(
            plan, null, host => new SharedMeterMachine(host, Program(rounds)), CancellationToken.None);
        await using (machine)
        {
            machine.LookOnUntilTheEnd();
            MachineOutcome outcome = await machine.Completion;
            bool isRight = outcome is MachineOutcome.PowerOff && machine.Mailbox.Read() is var box && box.Request == (ulong)rounds && box.Answer == (ulong)rounds * 3;
            return new(isRight, machine.BytesOnThread, machine.BytesInProcess, machine.Collections, machine.Counters.PortExits);
        }
    }

    /// <summary>Ends the machine early where an answer is not three times the question.</summary>
    private static byte[] Program(int rounds) => Guest.Assemble(a =>
    {
        Label next = a.CreateLabel();
        Label wrong = a.CreateLabel();
        a.mov(rdi, Address);
        a.Label(ref next);
        a.inc(__qword_ptr[rdi]);
        a.mov(dx, SharedMeterMachine.BellPort);
        a.@out(dx, al);
        a.mov(rax, __qword_ptr[rdi]);
        a.lea(rcx, __[rax + (rax * 2)]);
        a.cmp(rcx, __qword_ptr[rdi + 8]);
        a.jne(wrong);
        a.cmp(rax, rounds);
        a.jne(next);
        a.Label(ref wrong);
        a.mov(dx, SharedMeterMachine.EndPort);
        a.@out(dx, al);
        a.Spin();
    });

    /// <summary>What lies there.</summary>
    internal record struct Questions
    {
        public ulong Request;
        public ulong Answer;
    }
}
