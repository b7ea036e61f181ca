// Why a process of its own: a test runner allocates whenever it likes, and what is claimed is that the whole process does not.
// The test starts this assembly as a program, which runs one guest and prints one line.

using System.Globalization;
using Iced.Intel;
using KvmSdk.Model.Plan;
using KvmSdk.Model.Spec;
using KvmSdk.Runtime.Tests.Support;
using static Iced.Intel.AssemblerRegisters;

namespace KvmSdk.Runtime.Tests.Life;

/// <summary>The program that is measured: <c>ROUNDS TERMINAL CPUS PORT...</c>, each round writing once to every port.</summary>
internal static class MeterProgram
{
    private const int WarmUpRounds = 1000;

    public static async Task<int> Main(string[] args)
    {
        if (args is [SharedMeter.Word, var count])
        {
            return await SharedMeter.RunAsync(int.Parse(count, CultureInfo.InvariantCulture));
        }

        int rounds = int.Parse(args[0], CultureInfo.InvariantCulture);
        Terminal terminal = Terminal.Parse(args[1], CultureInfo.InvariantCulture);
        ushort[] ports = [.. args[2..].Select(static port => ushort.Parse(port, CultureInfo.InvariantCulture))];

        // Once for nothing: the just-in-time runtime grows tables of its own when code runs for the first time.
        _ = await MeasureAsync(WarmUpRounds, terminal, ports);
        MeterReading reading = await MeasureAsync(rounds, terminal, ports);
        Console.WriteLine(reading);
        return reading.PoweredOff ? 0 : 1;
    }

    private static async Task<MeterReading> MeasureAsync(int rounds, Terminal terminal, ushort[] ports)
    {
        MachinePlan plan = new(
            "Metered", new CpuPlan(1, 1), new MemoryPlan(2), new BootPlan(BootKind.FlatImage, "Program", TestVm.LoadAddress), []);
        MeteredMachine machine = await MachineHost.StartAsync(
            plan, null, host => new MeteredMachine(host, Writes(rounds, ports), terminal), CancellationToken.None);
        await using (machine)
        {
            machine.MeasureUntilTheEnd();
            MachineOutcome outcome = await machine.Completion;
            return new(
                outcome is MachineOutcome.PowerOff, machine.BytesOnThread, machine.BytesInProcess, machine.Collections, machine.Counters.PortExits);
        }
    }

    private static byte[] Writes(int rounds, ushort[] ports) => Guest.Assemble(a =>
    {
        Label next = a.CreateLabel();
        a.mov(ecx, rounds);
        a.Label(ref next);
        foreach (ushort port in ports)
        {
            a.mov(edx, port);
            a.@out(dx, al);
        }

        a.dec(ecx);
        a.jne(next);
        a.mov(dx, MeteredMachine.EndPort);
        a.@out(dx, al);
        a.Spin();
    });
}

/// <summary>What <see cref="MeterProgram"/> found; its text is what the program prints.</summary>
internal sealed record MeterReading(bool PoweredOff, long BytesOnThread, long BytesInProcess, int Collections, ulong PortExits);
