using KvmSdk.Devices.Pvpanic;
using KvmSdk.Runtime.Tests.Support;

namespace KvmSdk.Runtime.Tests.Guests;

/// <summary>A pvpanic port in a running machine: what each event does under each policy.</summary>
public sealed class PvpanicTests
{
    private static async Task<(TestMachine Machine, PvpanicDevice Device)> StartAsync(PanicPolicy policy)
    {
        PvpanicDevice? device = null;
        TestVm vm = new(Guest.Assemble(a => a.Spin())) { Prepare = host => device = new(host, "Panic", policy) };
        return (await vm.StartAsync(), device!);
    }

    [KvmFact]
    public async Task A_panic_ends_the_machine_where_the_policy_is_to_stop()
    {
        (TestMachine machine, PvpanicDevice device) = await StartAsync(PanicPolicy.Stop);
        await using (machine)
        {
            Assert.Equal(7UL, device.Read(0, 1));
            device.Write(0, 1, PvpanicEvent.Panicked);
            device.Write(0, 1, PvpanicEvent.Panicked);
            MachineOutcome outcome = await machine.Completion.WaitAsync(Patience.Limit);
            Assert.Equal((110, true), (Assert.IsType<MachineOutcome.GuestPanicked>(outcome).ExitCode, outcome.IsFailure));
            Assert.Equal((MachineState.Failed, new PvpanicCounters(2, 0, 0)), (machine.State, device.Counters));
        }
    }

    [KvmFact]
    public async Task A_panic_is_a_warning_where_the_policy_is_to_report_and_is_given_once()
    {
        (TestMachine machine, PvpanicDevice device) = await StartAsync(PanicPolicy.Report);
        await using (machine)
        {
            List<MachineWarning> warnings = [];
            for (int i = 0; i < 1000; i++)
            {
                device.Write(0, 1, PvpanicEvent.Panicked);
            }

            device.Write(0, 1, PvpanicEvent.CrashLoaded);
            Assert.Equal(MachineState.Running, machine.State);
            await machine.StopAsync().WaitAsync(Patience.Limit);
            machine.Warned += (_, warning) => warnings.Add(warning);
            Assert.Equal([new MachineWarning.GuestPanicked("Panic", false), new MachineWarning.GuestPanicked("Panic", true)], warnings);
            Assert.Equal(new PvpanicCounters(1000, 1, 0), device.Counters);
        }
    }

    [KvmFact]
    public async Task A_crash_kernel_that_takes_over_is_a_warning_even_where_the_policy_is_to_stop()
    {
        (TestMachine machine, PvpanicDevice device) = await StartAsync(PanicPolicy.Stop);
        await using (machine)
        {
            TaskCompletionSource<MachineWarning> warned = new();
            machine.Warned += (_, warning) => warned.TrySetResult(warning);
            device.Write(0, 1, PvpanicEvent.CrashLoaded);
            Assert.Equal(new MachineWarning.GuestPanicked("Panic", true), await warned.Task.WaitAsync(Patience.Limit));
            Assert.Equal(MachineState.Running, machine.State);
        }
    }

    [KvmFact]
    public async Task A_guest_may_switch_itself_off_there()
    {
        (TestMachine machine, PvpanicDevice device) = await StartAsync(PanicPolicy.Report);
        await using (machine)
        {
            device.Write(0, 1, PvpanicEvent.Shutdown);
            Assert.IsType<MachineOutcome.PowerOff>(await machine.Completion.WaitAsync(Patience.Limit));
        }
    }
}
