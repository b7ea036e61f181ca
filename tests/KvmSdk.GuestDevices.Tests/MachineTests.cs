using System.Diagnostics;
using System.Globalization;
using Iced.Intel;
using KvmSdk.GuestDevices.Tests.Devices;
using KvmSdk.GuestDevices.Tests.Machines;
using KvmSdk.Runtime.Tests.Support;
using static Iced.Intel.AssemblerRegisters;

namespace KvmSdk.GuestDevices.Tests;

/// <summary>Guests use devices of the program's own.</summary>
public sealed class MachineTests
{
    private const int Attempts = 3;

    [KvmFact]
    public async Task A_guest_reads_what_the_program_set_and_the_program_what_the_guest_wrote()
    {
        Workshop definition = new()
        {
            First = new(gauge => gauge.Id = 0xCAFE),
            Program = Program(a =>
            {
                a.mov(rdi, Workshop.Layout.First.Base);
                a.mov(rsi, Workshop.Layout.Second.Base);
                a.mov(eax, __dword_ptr[rdi + (int)Gauge.Registers.Id]);
                a.mov(__dword_ptr[rsi + (int)Gauge.Registers.History + 8], eax);
                a.mov(rax, 0x0123_4567_89AB_CDEF);
                a.mov(__qword_ptr[rdi + (int)Gauge.Registers.Wide], rax);
                a.mov(eax, __dword_ptr[rsi + (int)Gauge.Registers.Control]);
                a.mov(dx, Workshop.Layout.Lamp.Port);
                a.@out(dx, al);
                a.inc(dx);
                a.@in(al, dx);
                a.movzx(eax, al);
                a.ExitWithEax();
            }),
        };

        await using var vm = await TestMachine.StartAsync(definition.StartAsync);
        MachineOutcome outcome = await vm.WaitForEndAsync();
        Workshop.Machine machine = vm.Machine;

        Assert.Equal(0x88, outcome.ExitCode);
        Assert.Equal((0xCAFEu, 0x0123_4567_89AB_CDEFul, 0x77u), (machine.Second.History[2], machine.First.Wide, machine.Second.Control));
        Assert.Equal((0x11u, 0x77, 1u), (machine.First.Control, machine.Lamp.Colour, machine.Lamp.Asked));
    }

    [KvmFact]
    public async Task An_interrupt_of_the_device_reaches_the_guest()
    {
        Workshop definition = new()
        {
            Program = Program(a =>
            {
                Label handler = a.CreateLabel();
                a.mov(rsp, 0x20_0000ul);
                a.SetHandler(Workshop.Layout.First.Irq, handler);
                a.OpenLine(Workshop.Layout.First.Irq);
                a.mov(rdi, Workshop.Layout.First.Base);
                a.mov(__dword_ptr[rdi + (int)Gauge.Registers.Arm], 33);
                a.sti();
                a.hlt();
                a.Exit(1);

                a.Label(ref handler);
                a.mov(eax, __dword_ptr[rdi + (int)Gauge.Registers.Data]);
                a.ExitWithEax();
            }),
        };

        await using var vm = await TestMachine.StartAsync(definition.StartAsync);

        Assert.Equal(34, (await vm.WaitForEndAsync()).ExitCode);
        Assert.True(vm.Machine.First.Alarmed);
        Assert.False(vm.Machine.Second.Alarmed);
    }

    [KvmFact]
    public async Task The_program_changes_a_register_while_the_guest_looks_at_it()
    {
        Workshop definition = new()
        {
            Program = Program(a =>
            {
                Label wait = a.CreateLabel();
                a.mov(rdi, Workshop.Layout.First.Base);
                a.Label(ref wait);
                a.mov(eax, __dword_ptr[rdi + (int)Gauge.Registers.Id]);
                a.cmp(eax, 0x2A);
                a.jne(wait);
                a.ExitWithEax();
            }),
        };

        await using var vm = await TestMachine.StartAsync(definition.StartAsync);
        using (vm.Machine.First.Enter())
        {
            vm.Machine.First.Id = 0x2A;
        }

        Assert.Equal(0x2A, (await vm.WaitForEndAsync()).ExitCode);
    }

    [KvmFact]
    public async Task Every_start_makes_devices_of_its_own()
    {
        Workshop definition = new() { Program = Program(static a => a.Spin()) };

        await using Workshop.Machine one = await definition.StartAsync();
        await using Workshop.Machine other = await definition.StartAsync();

        Assert.NotSame(one.First, other.First);
        Assert.NotSame(one.First, one.Second);
        Assert.Equal(definition, definition with { });
        await one.StopAsync();
        await other.StopAsync();
    }

    [KvmFact]
    public async Task A_million_accesses_allocate_nothing_and_collect_nothing()
    {
        const int Rounds = 250_000;
        MeterReading expected = new(0, 0, 0, 2 * Rounds, 1);
        string found = "";
        // The just-in-time runtime enlarges its cast cache in about one process of fifty: see AllocationTests of the runtime.
        for (int attempt = 0; attempt < Attempts && found != expected.ToString(); attempt++)
        {
            found = await MeasureAsync(Rounds);
        }

        Assert.Equal(expected.ToString(), found);
    }

    private static async Task<string> MeasureAsync(int rounds)
    {
        string[] arguments = [typeof(MachineTests).Assembly.Location, rounds.ToString(CultureInfo.InvariantCulture)];
        ProcessStartInfo start = new(Environment.ProcessPath ?? "dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };

        // A pool thread that has had nothing to do for twenty seconds retires, and the runtime allocates for that.
        start.Environment["DOTNET_ThreadPool_ThreadTimeoutMs"] = "-1";
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = (await process.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromMinutes(2))).Trim();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : $"{output} {await errors}";
    }

    private static GuestImage Program(Action<Assembler> write) => GuestImage.FromBytes(Guest.Assemble(write));
}
