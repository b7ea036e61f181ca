using Iced.Intel;
using KvmSdk.Runtime.Tests.Support;
using static Iced.Intel.AssemblerRegisters;

namespace KvmSdk.Runtime.Tests.Guests;

public sealed class PauseTests
{
    private const ulong Counter = 0x20_0000;

    /// <summary>Counts in memory for ever.</summary>
    private static byte[] Count => Guest.Assemble(a =>
    {
        Label next = a.CreateLabel();
        a.mov(rdi, Counter);
        a.Label(ref next);
        a.inc(__qword_ptr[rdi]);
        a.jmp(next);
    });

    [KvmTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_paused_guest_stands_still_and_goes_on_where_it_was(bool user)
    {
        await using TestMachine machine = await new TestVm(Count) { User = user }.StartAsync();
        for (int round = 0; round < 20; round++)
        {
            ulong before = machine.Memory.Read<ulong>(Counter);
            await Patience.UntilAsync(machine, () => machine.Memory.Read<ulong>(Counter) != before);
            await machine.PauseAsync().WaitAsync(Patience.Limit);
            Assert.Equal(MachineState.Paused, machine.State);
            ulong atPause = machine.Memory.Read<ulong>(Counter);

            // The vCPU has parked; nothing runs that could count. Yielding gives anything that wrongly ran its chance.
            for (int i = 0; i < 100; i++)
            {
                await Task.Yield();
            }

            Assert.Equal(atPause, machine.Memory.Read<ulong>(Counter));
            await machine.ResumeAsync();
            Assert.Equal(MachineState.Running, machine.State);
        }

        await machine.StopAsync().WaitAsync(Patience.Limit);
    }

    [KvmFact]
    public async Task A_paused_machine_can_be_stopped()
    {
        await using TestMachine machine = await new TestVm(Count).StartAsync();
        await machine.PauseAsync().WaitAsync(Patience.Limit);
        await machine.StopAsync().WaitAsync(Patience.Limit);
        Assert.IsType<MachineOutcome.Stopped>(await machine.Completion);
    }

    [KvmFact]
    public async Task A_read_under_way_is_complete_before_the_pause_is()
    {
        TestVm vm = new(Guest.Assemble(a =>
        {
            a.mov(rdi, Counter);
            a.mov(dx, ScratchDevice.Port);
            a.@in(eax, dx);
            a.mov(__dword_ptr[rdi], eax);
            a.Spin();
        }));
        Task? pausing = null;
        TestMachine? built = null;
        await using TestMachine machine = await MachineHost.StartAsync(
            vm.Plan,
            null,
            host =>
            {
                built = new TestMachine(host, vm);
                built.Scratch.OnRead = (_, _) =>
                {
                    // The vCPU is inside the access: the pause cannot be complete before the register has the value.
                    pausing = built.PauseAsync();
                    Assert.False(pausing.IsCompleted);
                    return 0xC0FFEE;
                };
                return built;
            },
            CancellationToken.None);
        await Patience.UntilAsync(machine, () => Volatile.Read(ref pausing) is not null);
        await pausing!.WaitAsync(Patience.Limit);
        await machine.ResumeAsync();
        await Patience.UntilAsync(machine, () => machine.Memory.Read<uint>(Counter) != 0);
        Assert.Equal(0xC0FFEEu, machine.Memory.Read<uint>(Counter));
    }

    [KvmFact]
    public async Task A_machine_that_ends_while_it_is_being_paused_says_so()
    {
        TestVm vm = new(Guest.Assemble(a =>
        {
            a.OutByte(ScratchDevice.Port, 1);
            a.Spin();
        }));
        Task? pausing = null;
        await using TestMachine machine = await MachineHost.StartAsync(
            vm.Plan,
            null,
            host =>
            {
                TestMachine built = new(host, vm);
                built.Scratch.OnWrite = (_, _, _) =>
                {
                    pausing = built.PauseAsync();
                    built.Result.Write(0, 4, 9);
                };
                return built;
            },
            CancellationToken.None);
        await machine.Completion.WaitAsync(Patience.Limit);
        InvalidOperationException e = await Assert.ThrowsAsync<InvalidOperationException>(() => pausing!.WaitAsync(Patience.Limit));
        Assert.Contains("exit code 9", e.Message, StringComparison.Ordinal);
    }

    [KvmFact]
    public async Task Steps_that_the_state_forbids_are_refused_with_the_state()
    {
        await using TestMachine machine = await new TestVm(Count).StartAsync();
        InvalidOperationException running = await Assert.ThrowsAsync<InvalidOperationException>(() => machine.ResumeAsync());
        Assert.Equal("the machine cannot be resumed because it is running", running.Message);
        await machine.PauseAsync().WaitAsync(Patience.Limit);
        InvalidOperationException paused = await Assert.ThrowsAsync<InvalidOperationException>(() => machine.PauseAsync());
        Assert.Equal("the machine cannot be paused because it is paused", paused.Message);
        await machine.StopAsync().WaitAsync(Patience.Limit);
        InvalidOperationException ended = await Assert.ThrowsAsync<InvalidOperationException>(() => machine.PauseAsync());
        Assert.Equal("the machine cannot be paused because it has ended: the host stopped the machine", ended.Message);
        await machine.StopAsync().WaitAsync(Patience.Limit);
    }
}
