using KvmSdk.Runtime.Tests.Support;

namespace KvmSdk.Runtime.Tests.Life;

public sealed class ConcurrencyTests
{
    private const int Workers = 6;
    private const int Rounds = 10;
    private const int StepsEach = 100;

    [KvmFact]
    public async Task Steps_from_many_threads_leave_the_machine_in_a_state_it_can_have()
    {
        for (int round = 0; round < Rounds; round++)
        {
            await using TestMachine machine = await new TestVm(Guest.Assemble(a => a.Spin())) { Cpus = 2, User = true }.StartAsync();
            int pauses = 0;
            await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(async () =>
            {
                for (int step = 0; step < StepsEach; step++)
                {
                    try
                    {
                        if (((worker + step) & 1) == 0)
                        {
                            await machine.PauseAsync();
                            Interlocked.Increment(ref pauses);
                        }
                        else
                        {
                            await machine.ResumeAsync();
                        }
                    }
                    catch (InvalidOperationException)
                    {
                        // Somebody else was first; the step is illegal now.
                    }

                    Assert.True(machine.State is MachineState.Running or MachineState.Paused);
                }
            }))).WaitAsync(Patience.Limit);
            Assert.True(pauses > 0);
            await machine.StopAsync().WaitAsync(Patience.Limit);
            Assert.IsType<MachineOutcome.Stopped>(await machine.Completion);
        }
    }

    [KvmFact]
    public async Task Stop_pause_resume_and_dispose_at_once_end_in_stopped()
    {
        for (int round = 0; round < Rounds; round++)
        {
            TestMachine machine = await new TestVm(Guest.Assemble(a => a.Spin())) { Cpus = 2 }.StartAsync();
            Func<Task>[] steps =
            [
                () => machine.PauseAsync(), () => machine.ResumeAsync(), () => machine.StopAsync(),
                () => machine.PauseAsync(), () => machine.DisposeAsync().AsTask(), () => machine.StopAsync(),
            ];
            await Task.WhenAll(steps.Select(step => Task.Run(async () =>
            {
                Exception? e = await Record.ExceptionAsync(step);
                Assert.True(e is null or InvalidOperationException, e?.ToString());
            }))).WaitAsync(Patience.Limit);
            await machine.DisposeAsync();
            Assert.IsType<MachineOutcome.Stopped>(await machine.Completion);
            Assert.Equal(MachineState.Stopped, machine.State);
        }
    }

    [KvmFact]
    public async Task Machines_started_at_once_do_not_disturb_each_other()
    {
        MachineOutcome[] outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
            new TestVm(Guest.Assemble(a =>
            {
                a.Print(new string('x', i));
                a.Exit((uint)i);
            })).RunAsync()));
        Assert.Equal([.. Enumerable.Range(0, 8).Select(i => new MachineOutcome.DebugExit((uint)i, i))], outcomes);
    }

    [KvmFact]
    public async Task Dispose_from_a_handler_on_the_event_loop_does_not_lock_up()
    {
        TestMachine machine = await new TestVm(Guest.Assemble(a => a.Spin())).StartAsync();
        TaskCompletionSource disposed = new();
        using Kernel.TestEvent bell = new();
        machine.Host.Events.Register(bell.Number, Interop.Libc.EPOLLIN | Interop.Libc.EPOLLET, new Kernel.TestHandler(async () =>
        {
            await machine.DisposeAsync();
            disposed.SetResult();
        }));
        bell.Ring();
        await disposed.Task.WaitAsync(Patience.Limit);
    }
}
