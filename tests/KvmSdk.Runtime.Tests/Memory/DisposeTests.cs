using KvmSdk.Runtime.Tests.Support;

namespace KvmSdk.Runtime.Tests.Memory;

public sealed class DisposeTests
{
    [KvmFact]
    public async Task Disposing_a_machine_waits_for_an_access_to_its_memory()
    {
        TestMachine machine = await new TestVm(Guest.Assemble(a => a.Spin())).StartAsync();
        using ManualResetEventSlim inside = new();
        using ManualResetEventSlim leave = new();
        Task access = Task.Factory.StartNew(
            () => machine.Memory.Access(0x20_0000, 8, 0, (bytes, _) =>
            {
                inside.Set();
                leave.Wait();
                bytes.Fill(0x5A);
            }),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        inside.Wait();
        Task disposing = machine.DisposeAsync().AsTask();
        while (await Record.ExceptionAsync(() => Task.Run(() => machine.Memory.Read<byte>(0))) is not ObjectDisposedException)
        {
            Assert.False(disposing.IsCompleted);
        }

        Assert.False(disposing.IsCompleted);
        leave.Set();
        await access.WaitAsync(Patience.Limit);
        await disposing.WaitAsync(Patience.Limit);
    }

    [KvmFact]
    public async Task Disposing_stops_joins_and_may_be_repeated()
    {
        TestMachine machine = await new TestVm(Guest.Assemble(a => a.Spin())).StartAsync();
        Task first = machine.DisposeAsync().AsTask();
        Task second = machine.DisposeAsync().AsTask();
        await Task.WhenAll(first, second).WaitAsync(Patience.Limit);
        await machine.DisposeAsync();
        Assert.IsType<MachineOutcome.Stopped>(await machine.Completion);
        Assert.Equal(MachineState.Stopped, machine.State);
        Assert.Throws<ObjectDisposedException>(() => machine.Memory.Read<byte>(0));
        Assert.True(machine.Counters.Exits > 0);
        await machine.StopAsync();
    }

    [KvmFact]
    public async Task Output_can_still_be_read_after_dispose_and_input_is_refused()
    {
        TestMachine machine = await new TestVm(Guest.Assemble(a =>
        {
            a.Print("late");
            a.PowerOff();
        })).StartAsync();
        await machine.Completion.WaitAsync(Patience.Limit);
        await machine.DisposeAsync();
        using StreamReader reader = new(machine.Console.Output);
        Assert.Equal("late", await reader.ReadToEndAsync());
        await Assert.ThrowsAsync<IOException>(() => machine.Console.Input.WriteAsync(new byte[1]).AsTask());
    }
}
