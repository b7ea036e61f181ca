using System.Runtime.InteropServices;
using KvmSdk.Interop;
using KvmSdk.Runtime.Tests.Support;
using static Iced.Intel.AssemblerRegisters;

namespace KvmSdk.Runtime.Tests.CommandLine;

/// <summary>Runs with real guests. One class, hence one test at a time: a signal reaches every program in the process.</summary>
public class RunCommandTests
{
    private static Task<ProgramRun> RunAsync(TestVm machine) => RunAsync(machine, static _ => { });

    private static Task<ProgramRun> RunAsync(TestVm vm, Action<TestMachine> started)
    {
        SampleMachine.OnStart.Value = async (_, options) =>
        {
            TestMachine machine = await vm.StartAsync(options);
            started(machine);
            return machine;
        };
        return ProgramRun.OfAsync("--root-image=unused").WaitAsync(Patience.Limit);
    }

    [KvmFact]
    public async Task A_guest_that_switches_itself_off_gives_0_and_no_words() =>
        Assert.Equal(new ProgramRun(0, "", ""), await RunAsync(new TestVm(Guest.Assemble(a => a.PowerOff()))));

    [KvmFact]
    public async Task A_guest_gives_its_own_code_through_the_debug_exit_port() =>
        Assert.Equal(new ProgramRun(42, "", ""), await RunAsync(new TestVm(Guest.Assemble(a => a.Exit(42)))));

    [KvmFact]
    public async Task A_guest_that_crashes_is_told_in_one_sentence()
    {
        ProgramRun run = await RunAsync(new TestVm(Guest.Assemble(a =>
        {
            a.mov(rax, 0x1234_5678_9ABC_DEF0);
            a.lidt(__[rsp]);
            a.ud2();
        })));
        Assert.NotEqual(0, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Matches(@"^sample: [^\n]+\n$", run.Error);
    }

    [KvmFact]
    public async Task A_guest_that_panics_gives_110_and_one_sentence_and_the_stages_it_marked_before_are_printed()
    {
        PvpanicDevice? panic = null;
        BootMarkerPort? marker = null;
        ProgramRun run = await RunAsync(new TestVm(Guest.Assemble(a =>
        {
            a.mov(rdi, TestVm.DeviceWindow);
            a.mov(__byte_ptr[rdi + 1], 7);
            a.mov(__byte_ptr[rdi], 1);
            a.Spin();
        }))
        {
            DeviceWrite = (offset, width, value) => (offset == 0 ? panic! : (IBusDevice)marker!).Write(0, width, value),
            Prepare = host => (panic, marker) = (new PvpanicDevice(host, "Panic", PanicPolicy.Stop), new BootMarkerPort(host, "Booted", BootMarker.Print)),
        });
        Assert.Equal((110, ""), (run.ExitCode, run.Output));
        Assert.Matches(
            @"^sample: the guest reached stage 7 after [\d]+\.\d{3} ms, [\d]+\.\d{3} ms of them its own\nsample: the guest's kernel panicked; its console tells more\n$", run.Error);
    }

    [KvmFact]
    public async Task The_empty_image_is_one_sentence_and_a_wrong_configuration()
    {
        ProgramRun run = await RunAsync(new TestVm([]));
        Assert.Equal(2, run.ExitCode);
        Assert.Matches(@"^sample: KVM\d{4}: [^\n]+\n$", run.Error);
    }

    [Fact]
    public async Task A_host_without_KVM_is_one_sentence_and_exit_code_1()
    {
        SampleMachine.OnStart.Value = async (_, options) =>
            await new TestVm([0xF4]).StartAsync((options ?? new StartOptions()) with { KvmDevice = "/dev/no-such-device" });
        ProgramRun run = await ProgramRun.OfAsync("--root-image=unused");
        Assert.Equal(1, run.ExitCode);
        Assert.Matches(@"^sample: /dev/no-such-device: ENOENT [^\n]+\n$", run.Error);
    }

    [KvmTheory]
    [InlineData(Libc.SIGHUP)]
    [InlineData(Libc.SIGINT)]
    [InlineData(Libc.SIGTERM)]
    public async Task A_signal_stops_the_machine_and_is_told_by_the_exit_code(int signal)
    {
        TaskCompletionSource<TestMachine> started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<ProgramRun> running = RunAsync(new TestVm(Guest.Assemble(a => a.Spin())), started.SetResult);
        await started.Task.WaitAsync(Patience.Limit);

        // The program listens from some moment after the start on. Until then, and for the signals after the first, the guard keeps the
        // default action from ending the tests; it must stay until every signal sent has arrived.
        int sent = 0;
        using SemaphoreSlim arrived = new(0);
        using PosixSignalRegistration guard = PosixSignalRegistration.Create((PosixSignal)signal, context =>
        {
            context.Cancel = true;
            arrived.Release();
        });
        while (!running.IsCompleted)
        {
            Assert.Equal(0, Libc.tgkill(Libc.getpid(), Libc.getpid(), signal));
            sent++;
            await arrived.WaitAsync().WaitAsync(Patience.Limit);
        }

        Assert.True(sent > 0);
        Assert.Equal(new ProgramRun(128 + signal, "", ""), await running);
    }
}
