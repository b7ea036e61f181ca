using KvmSdk.Events;

namespace KvmSdk.Runtime.Tests.Kernel;

public sealed class DoorbellThreadTests
{
    [Fact]
    public void Every_ring_reaches_the_handler_on_the_thread()
    {
        using SemaphoreSlim heard = new(0);
        string? name = null;
        using DoorbellThread thread = new("kvm-test", static e => Assert.Fail(e.ToString()));
        thread.Serve(new TestHandler(() =>
        {
            name = Thread.CurrentThread.Name;
            heard.Release();
        }));
        thread.Start();
        for (int i = 0; i < 1000; i++)
        {
            thread.Doorbell.Ring();
            Assert.True(heard.Wait(Support.Patience.Limit));
        }

        Assert.Equal("kvm-test", name);
    }

    [Fact]
    public void A_ring_before_the_start_is_not_lost()
    {
        using SemaphoreSlim heard = new(0);
        using DoorbellThread thread = new("kvm-test", static e => Assert.Fail(e.ToString()));
        thread.Serve(new TestHandler(() => heard.Release()));
        thread.Doorbell.Ring();
        thread.Start();
        Assert.True(heard.Wait(Support.Patience.Limit));
    }

    [Fact]
    public void A_handler_that_throws_is_reported_and_called_again()
    {
        using SemaphoreSlim failed = new(0);
        using DoorbellThread thread = new("kvm-test", e =>
        {
            Assert.Equal("bad handler", e.Message);
            failed.Release();
        });
        thread.Serve(new TestHandler(static () => throw new InvalidDataException("bad handler")));
        thread.Start();
        for (int i = 0; i < 2; i++)
        {
            thread.Doorbell.Ring();
            Assert.True(failed.Wait(Support.Patience.Limit));
        }
    }

    [Fact]
    public void Disposing_ends_a_thread_that_waits_and_one_that_never_started()
    {
        DoorbellThread waiting = new("kvm-test", static e => Assert.Fail(e.ToString()));
        waiting.Serve(new TestHandler(static () => { }));
        waiting.Start();
        waiting.Dispose();
        new DoorbellThread("kvm-test", static e => Assert.Fail(e.ToString())).Dispose();
    }
}
