using KvmSdk.Runtime.Tests.Support;

namespace KvmSdk.Runtime.Tests.Life;

/// <summary>What becomes of a machine, and of its definition, that is used once more than it should be.</summary>
public sealed class DisposalTests
{
    [KvmFact]
    public async Task A_definition_is_started_as_often_as_one_likes_and_each_machine_is_one_of_its_own()
    {
        TestVm definition = new(Guest.Assemble(a => a.Spin()));
        await using TestMachine first = await definition.StartAsync();
        await using TestMachine second = await definition.StartAsync();
        await first.StopAsync().WaitAsync(Patience.Limit);
        Assert.Equal((MachineState.Stopped, MachineState.Running), (first.State, second.State));
        await second.PauseAsync().WaitAsync(Patience.Limit);
        Assert.Equal(MachineState.Paused, second.State);
    }

    [KvmFact]
    public async Task Disposing_a_running_machine_stops_it_first()
    {
        TestMachine machine = await new TestVm(Guest.Assemble(a => a.Spin())) { Cpus = 2 }.StartAsync();
        await machine.DisposeAsync().AsTask().WaitAsync(Patience.Limit);
        Assert.IsType<MachineOutcome.Stopped>(await machine.Completion);
        Assert.Equal(MachineState.Stopped, machine.State);
    }

    [KvmFact]
    public async Task Disposing_a_paused_machine_stops_it_first()
    {
        TestMachine machine = await new TestVm(Guest.Assemble(a => a.Spin())) { Cpus = 2 }.StartAsync();
        await machine.PauseAsync().WaitAsync(Patience.Limit);
        await machine.DisposeAsync().AsTask().WaitAsync(Patience.Limit);
        Assert.IsType<MachineOutcome.Stopped>(await machine.Completion);
    }

    [KvmFact]
    public async Task After_its_end_a_machine_tells_how_it_went_and_refuses_the_rest()
    {
        TestMachine machine = await new TestVm(Guest.Assemble(a => a.Exit(7))).StartAsync();
        MachineOutcome outcome = await machine.Completion.WaitAsync(Patience.Limit);
        await machine.DisposeAsync();

        // Once more, and after it: nothing happens.
        await machine.DisposeAsync();
        await machine.StopAsync().WaitAsync(Patience.Limit);
        Assert.Equal(new MachineOutcome.DebugExit(7, 7), outcome);
        Assert.Same(outcome, await machine.Completion);
        Assert.Equal(MachineState.Stopped, machine.State);
        Assert.True(machine.Counters.PortExits > 0);
        Assert.Contains("paused", (await Assert.ThrowsAsync<InvalidOperationException>(() => machine.PauseAsync())).Message, StringComparison.Ordinal);
        Assert.Contains("resumed", (await Assert.ThrowsAsync<InvalidOperationException>(() => machine.ResumeAsync())).Message, StringComparison.Ordinal);
        Assert.ThrowsAny<InvalidOperationException>(() => machine.Memory.Read<byte>(0));
    }
}
