using KvmSdk.Events;
using KvmSdk.Runtime.Tests.Support;

namespace KvmSdk.Runtime.Tests.Kernel;

public sealed class LaterCallsTests
{
    [Fact]
    public void Nothing_is_due_when_nothing_was_put_off()
    {
        LaterCalls calls = new();
        Assert.Equal(-1, calls.MillisecondsLeft);
        Assert.False(calls.TryTakeDue(out _));
    }

    [Fact]
    public void Calls_become_due_in_their_order_however_many_there_are()
    {
        LaterCalls calls = new();
        Named[] handlers = [.. Enumerable.Range(0, 40).Select(static number => new Named(number))];

        // Taken and added by turns first, so that the places are used round.
        foreach (Named handler in handlers[..5])
        {
            calls.Add(handler);
        }

        Assert.Equal(handlers[..5], TakeAll(calls, 5));
        foreach (Named handler in handlers)
        {
            calls.Add(handler);
        }

        Assert.Equal(handlers, TakeAll(calls, handlers.Length));
        Assert.Equal(-1, calls.MillisecondsLeft);
    }

    [Fact]
    public void The_wait_never_exceeds_the_delay()
    {
        LaterCalls calls = new();
        calls.Add(new Named(0));
        Assert.InRange(calls.MillisecondsLeft, 0, LaterCalls.Milliseconds);
    }

    [Fact]
    public void An_event_loop_makes_the_call_on_its_thread_and_once()
    {
        using EventLoop loop = new(static e => Assert.Fail(e.ToString()));
        loop.Start();
        using SemaphoreSlim called = new(0);
        using TestEvent bell = new();
        Counting later = new(called);
        loop.Register(bell.Number, Interop.Libc.EPOLLIN | Interop.Libc.EPOLLET, new TestHandler(() => loop.CallLater(later)));
        for (int round = 1; round <= 3; round++)
        {
            bell.Ring();
            Assert.True(called.Wait(Patience.Limit));
            Assert.Equal(round, later.Calls);
            Assert.Equal("kvm-events", later.Thread);
        }
    }

    private static List<ILaterHandler> TakeAll(LaterCalls calls, int count)
    {
        List<ILaterHandler> taken = [];
        while (taken.Count < count)
        {
            Thread.Sleep(Math.Max(calls.MillisecondsLeft, 0));
            while (calls.TryTakeDue(out ILaterHandler? handler))
            {
                taken.Add(handler);
            }
        }

        return taken;
    }

    private sealed record Named(int Number) : ILaterHandler
    {
        public void OnLater()
        {
        }
    }

    private sealed class Counting(SemaphoreSlim called) : ILaterHandler
    {
        public int Calls { get; private set; }

        public string? Thread { get; private set; }

        public void OnLater()
        {
            Calls++;
            Thread = System.Threading.Thread.CurrentThread.Name;
            called.Release();
        }
    }
}
