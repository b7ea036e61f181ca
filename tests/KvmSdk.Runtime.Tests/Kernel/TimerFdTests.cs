using KvmSdk.Events;
using KvmSdk.Interop;
using KvmSdk.Kernel;

namespace KvmSdk.Runtime.Tests.Kernel;

public sealed class TimerFdTests
{
    private const uint Edges = Libc.EPOLLIN | Libc.EPOLLET;

    [Fact]
    public void Every_deadline_that_has_passed_calls_at_once_though_nobody_reads_the_descriptor()
    {
        using EventLoop loop = new(static e => Assert.Fail(e.ToString()));
        loop.Start();
        using TimerFd timer = new();
        using SemaphoreSlim called = new(0);
        loop.Register(timer.Number, Edges, new TestHandler(() => called.Release()));
        foreach (DateTime deadline in (DateTime[])[DateTime.UtcNow, DateTime.UnixEpoch, DateTime.MinValue, DateTime.UnixEpoch.AddTicks(1)])
        {
            timer.Arm(deadline);
            Assert.True(called.Wait(Support.Patience.Limit));
        }
    }

    [Fact]
    public void A_deadline_that_is_far_is_replaced_by_one_that_is_near()
    {
        using EventLoop loop = new(static e => Assert.Fail(e.ToString()));
        loop.Start();
        using TimerFd timer = new();
        using SemaphoreSlim called = new(0);
        loop.Register(timer.Number, Edges, new TestHandler(() => called.Release()));
        timer.Arm(DateTime.MaxValue);
        timer.Arm(DateTime.UtcNow.AddMilliseconds(5));
        Assert.True(called.Wait(Support.Patience.Limit));
        Assert.Equal(0, called.CurrentCount);
    }

    /// <summary>Another timer, armed later for later, says when the first one's time has passed.</summary>
    [Fact]
    public void Disarmed_it_does_not_call()
    {
        using EventLoop loop = new(static e => Assert.Fail(e.ToString()));
        loop.Start();
        using TimerFd witness = new();
        using ManualResetEventSlim done = new();
        loop.Register(witness.Number, Edges, new TestHandler(done.Set));
        bool disarmedInTime = false;
        while (!disarmedInTime)
        {
            using TimerFd timer = new();
            bool called = false;
            EventRegistration registration = loop.Register(timer.Number, Edges, new TestHandler(() => Volatile.Write(ref called, true)));
            DateTime deadline = DateTime.UtcNow.AddMilliseconds(20);
            timer.Arm(deadline);
            timer.Disarm();

            // On a busy machine the deadline may pass before the call that takes it back.
            disarmedInTime = DateTime.UtcNow < deadline;
            done.Reset();
            witness.Arm(deadline.AddMilliseconds(5));
            Assert.True(done.Wait(Support.Patience.Limit));
            Assert.False(disarmedInTime && Volatile.Read(ref called));
            loop.Unregister(registration);
        }
    }

    [Fact]
    public void Arming_allocates_nothing()
    {
        using TimerFd timer = new();
        DateTime far = DateTime.UtcNow.AddDays(1);
        timer.Arm(far);
        timer.Disarm();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10_000; i++)
        {
            timer.Arm(far);
            timer.Disarm();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
