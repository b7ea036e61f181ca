// Why a process of its own: a test runner allocates whenever it likes, and what is claimed is that the whole process does not.

using System.Globalization;
using Iced.Intel;
using KvmSdk.GuestDevices.Tests.Devices;
using KvmSdk.Runtime.Tests.Support;
using static Iced.Intel.AssemblerRegisters;

namespace KvmSdk.GuestDevices.Tests.Machines;

/// <summary>The program that is measured: <c>ROUNDS</c>, each round four accesses to registers of devices of the program's own.</summary>
internal static class MeterProgram
{
    private const int WarmUpRounds = 1000;

    public static async Task<int> Main(string[] args)
    {
        // Once for nothing: the just-in-time runtime grows tables of its own when code runs for the first time.
        _ = await MeasureAsync(WarmUpRounds);
        Console.WriteLine(await MeasureAsync(int.Parse(args[0], CultureInfo.InvariantCulture)));
        return 0;
    }

    private static async Task<MeterReading> MeasureAsync(int rounds)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        await using Workshop.Machine machine = await new Workshop { Program = GuestImage.FromBytes(Accesses(rounds)) }.StartAsync();
        using Stopwatch stopwatch = machine.Stopwatch;
        stopwatch.MeasureUntilTheEnd();
        MachineOutcome outcome = await machine.Completion;
        return new(outcome.ExitCode, stopwatch.Bytes, stopwatch.Collections, machine.Counters.MemoryExits, machine.First.Control);
    }

    private static byte[] Accesses(int rounds) => Guest.Assemble(a =>
    {
        Label next = a.CreateLabel();
        a.OutByte(Workshop.Layout.Stopwatch.Port, 0);
        a.mov(rdi, Workshop.Layout.First.Base);
        a.mov(ecx, rounds);
        a.Label(ref next);
        a.mov(__dword_ptr[rdi + (int)Gauge.Registers.Control], ecx);
        a.mov(eax, __dword_ptr[rdi + (int)Gauge.Registers.Data]);
        a.mov(dx, Workshop.Layout.Lamp.Port);
        a.@out(dx, al);
        a.inc(dx);
        a.@in(al, dx);
        a.dec(ecx);
        a.jne(next);
        a.OutByte((ushort)(Workshop.Layout.Stopwatch.Port + Stopwatch.Registers.Stop), 0);
        a.Exit(0);
    });
}

/// <summary>What <see cref="MeterProgram"/> found; its text is what the program prints.</summary>
internal sealed record MeterReading(int ExitCode, long Bytes, int Collections, ulong MemoryExits, uint LastWritten);
