using KvmSdk.Runtime.Tests.Support;
using static Iced.Intel.AssemblerRegisters;

namespace KvmSdk.Runtime.Tests.Guests;

public sealed class EndingTests
{
    [KvmFact]
    public async Task A_guest_greets_and_switches_itself_off()
    {
        await using TestMachine machine = await new TestVm(Guest.Assemble(a =>
        {
            a.Print("Hello\n");
            a.PowerOff();
        })).StartAsync();

        using StreamReader reader = new(machine.Console.Output);
        Assert.Equal("Hello\n", await reader.ReadToEndAsync());
        MachineOutcome outcome = await machine.Completion.WaitAsync(Patience.Limit);
        Assert.IsType<MachineOutcome.PowerOff>(outcome);
        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal(MachineState.Stopped, machine.State);
        Assert.Equal(6ul, machine.Console.Counters.BytesSent);
    }

    [KvmFact]
    public async Task The_keyboard_controller_resets()
    {
        MachineOutcome outcome = await new TestVm(Guest.Assemble(a =>
        {
            a.OutByte(0x64, 0xFE);
            a.Spin();
        })).RunAsync();
        Assert.Equal(new MachineOutcome.Reset("keyboard controller"), outcome);
    }

    [KvmFact]
    public async Task The_acpi_reset_register_resets()
    {
        MachineOutcome outcome = await new TestVm(Guest.Assemble(a =>
        {
            a.OutByte(TestVm.PowerPort + 2, 1);
            a.Spin();
        })).RunAsync();
        Assert.Equal(new MachineOutcome.Reset("ACPI reset register"), outcome);
    }

    [KvmTheory]
    [InlineData(0u, 0)]
    [InlineData(1u, 1)]
    [InlineData(255u, 255)]
    [InlineData(0x1234_5678u, 0x78)]
    public async Task The_debug_exit_value_becomes_the_exit_code(uint value, int code)
    {
        MachineOutcome outcome = await new TestVm(Guest.Assemble(a => a.Exit(value))).RunAsync();
        Assert.Equal(new MachineOutcome.DebugExit(value, code), outcome);
        Assert.Equal(code, outcome.ExitCode);
    }

    [KvmFact]
    public async Task Only_the_first_ending_counts()
    {
        TestMachine? built = null;
        TestVm vm = new(Guest.Assemble(a =>
        {
            a.OutByte(ScratchDevice.Port, 1);
            a.Exit(3);
        }));
        await using TestMachine machine = await MachineHost.StartAsync(
            vm.Plan,
            null,
            host =>
            {
                built = new TestMachine(host, vm);
                built.Scratch.OnWrite = (_, _, _) =>
                {
                    built.Result.Write(0, 4, 1);
                    built.Result.Write(0, 4, 2);
                    built.StopAsync();
                };
                return built;
            },
            CancellationToken.None);
        MachineOutcome outcome = await machine.Completion.WaitAsync(Patience.Limit);
        Assert.Equal(new MachineOutcome.DebugExit(1, 1), outcome);
        Assert.Equal(2ul, machine.Result.Writes);
    }

    [KvmFact]
    public async Task An_exception_without_handlers_is_a_triple_fault_with_registers()
    {
        MachineOutcome outcome = await new TestVm(Guest.Assemble(a =>
        {
            a.mov(rbx, 0x1122_3344_5566_7788UL);
            a.ud2();
        })).RunAsync();
        var fault = Assert.IsType<MachineOutcome.TripleFault>(outcome);
        Assert.True(fault.IsFailure);
        Assert.Equal(0x1122_3344_5566_7788UL, fault.Registers.Rbx);
        Assert.Equal(TestVm.LoadAddress + 10, fault.Registers.Rip);
        Assert.Contains("RIP 0x10000A", fault.Description, StringComparison.Ordinal);
    }

    [KvmFact]
    public async Task A_failure_leaves_the_machine_failed()
    {
        await using TestMachine machine = await new TestVm(Guest.Assemble(a => a.ud2())).StartAsync();
        await machine.Completion.WaitAsync(Patience.Limit);
        Assert.Equal(MachineState.Failed, machine.State);
    }

    [KvmFact]
    public async Task A_spinning_guest_is_stopped()
    {
        await using TestMachine machine = await new TestVm(Guest.Assemble(a => a.Spin())).StartAsync();
        await machine.StopAsync().WaitAsync(Patience.Limit);
        Assert.IsType<MachineOutcome.Stopped>(await machine.Completion);
        Assert.Equal(MachineState.Stopped, machine.State);
    }

    [KvmFact]
    public async Task A_guest_that_spins_in_native_code_is_stopped()
    {
        await using TestMachine machine = await new TestVm(Guest.Assemble(a => a.Spin())) { User = true }.StartAsync();
        await machine.StopAsync().WaitAsync(Patience.Limit);
        Assert.IsType<MachineOutcome.Stopped>(await machine.Completion);
    }

    [KvmFact]
    public async Task A_halted_guest_is_stopped()
    {
        await using TestMachine machine = await new TestVm(Guest.Assemble(a => a.hlt())).StartAsync();
        await machine.StopAsync().WaitAsync(Patience.Limit);
        Assert.IsType<MachineOutcome.Stopped>(await machine.Completion);
    }

    [KvmFact]
    public async Task A_device_that_throws_ends_its_machine_and_nothing_else()
    {
        TestVm vm = new(Guest.Assemble(a =>
        {
            a.OutByte(ScratchDevice.Port, 1);
            a.Spin();
        }));
        await using TestMachine machine = await MachineHost.StartAsync(
            vm.Plan,
            null,
            host => new TestMachine(host, vm) { Scratch = { OnWrite = static (_, _, _) => throw new InvalidDataException("scratched") } },
            CancellationToken.None);
        var failure = Assert.IsType<MachineOutcome.HostFailure>(await machine.Completion.WaitAsync(Patience.Limit));
        Assert.Equal("vCPU 0 failed: scratched", failure.Description);
        Assert.Equal(122, failure.ExitCode);
    }
}
