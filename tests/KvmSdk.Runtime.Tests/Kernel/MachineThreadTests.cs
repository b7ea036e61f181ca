using KvmSdk.Kernel;

namespace KvmSdk.Runtime.Tests.Kernel;

/// <summary>Threads that the runtime did not make, and nobody can tell.</summary>
public sealed class MachineThreadTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_has_its_name_keeps_the_process_or_not_and_runs_when_the_start_returns(bool keepsProcess)
    {
        using ManualResetEventSlim mayEnd = new();
        Thread? inside = null;
        string kernelName = "";
        MachineThread thread = new(
            () =>
            {
                inside = Thread.CurrentThread;
                kernelName = File.ReadAllText("/proc/thread-self/comm").TrimEnd();
                mayEnd.Wait();
            },
            "machine-thread-of-a-test",
            keepsProcess);

        thread.Start();
        Assert.True(SpinWait.SpinUntil(() => kernelName.Length > 0, TimeSpan.FromSeconds(30)));
        Assert.Equal("machine-thread-", kernelName);
        Assert.Equal(("machine-thread-of-a-test", !keepsProcess, false), (inside!.Name, inside.IsBackground, inside.IsThreadPoolThread));
        Assert.NotSame(Thread.CurrentThread, inside);

        mayEnd.Set();
        thread.Join();
        Assert.True(SpinWait.SpinUntil(() => !inside.IsAlive, TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void What_it_holds_lives_as_long_as_it_does_and_garbage_is_collected_meanwhile()
    {
        using ManualResetEventSlim mayEnd = new();
        int sum = 0;
        MachineThread thread = Made();
        thread.Start();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        mayEnd.Set();
        thread.Join();
        Assert.Equal(3 * 1000, sum);

        MachineThread Made()
        {
            int[] held = [1, 2];
            return new(
                () =>
                {
                    mayEnd.Wait();
                    for (int i = 0; i < 1000; i++) sum += held[0] + new[] { held[1] }[0];
                },
                "holder",
                keepsProcess: false);
        }
    }

    [Fact]
    public void Hundreds_come_and_go()
    {
        int ran = 0;
        for (int i = 0; i < 300; i++)
        {
            MachineThread thread = new(() => Interlocked.Increment(ref ran), "short", keepsProcess: i % 2 == 0);
            thread.Start();
            thread.Join();
        }

        Assert.Equal(300, ran);
    }
}
