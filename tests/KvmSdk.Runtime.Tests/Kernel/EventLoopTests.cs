using KvmSdk.Events;
using KvmSdk.Interop;

namespace KvmSdk.Runtime.Tests.Kernel;

public sealed class EventLoopTests
{
    private const uint Edges = Libc.EPOLLIN | Libc.EPOLLET;

    [Fact]
    public void Every_ring_reaches_its_handler()
    {
        using EventLoop loop = new(static e => Assert.Fail(e.ToString()));
        loop.Start();
        using TestEvent bell = new();
        using SemaphoreSlim heard = new(0);
        loop.Register(bell.Number, Edges, new TestHandler(() => heard.Release()));
        for (int i = 0; i < 1000; i++)
        {
            bell.Ring();
            Assert.True(heard.Wait(Support.Patience.Limit));
        }
    }

    [Fact]
    public void A_handler_that_throws_is_reported_and_the_others_go_on()
    {
        using ManualResetEventSlim failed = new();
        using ManualResetEventSlim heard = new();
        Exception? seen = null;
        using EventLoop loop = new(e =>
        {
            seen = e;
            failed.Set();
        });
        loop.Start();
        using TestEvent bad = new();
        using TestEvent good = new();
        loop.Register(bad.Number, Edges, new TestHandler(static () => throw new InvalidDataException("bad handler")));
        loop.Register(good.Number, Edges, new TestHandler(heard.Set));
        bad.Ring();
        Assert.True(failed.Wait(Support.Patience.Limit));
        Assert.Equal("bad handler", seen!.Message);
        good.Ring();
        Assert.True(heard.Wait(Support.Patience.Limit));
    }

    [Fact]
    public void After_unregistering_a_slot_serves_its_next_owner_only()
    {
        using EventLoop loop = new(static e => Assert.Fail(e.ToString()));
        loop.Start();
        using TestEvent first = new();
        using TestEvent second = new();
        using ManualResetEventSlim heard = new();
        EventRegistration gone = loop.Register(first.Number, Edges, new TestHandler(static () => throw new InvalidOperationException("not mine")));
        loop.Unregister(gone);
        EventRegistration next = loop.Register(second.Number, Edges, new TestHandler(heard.Set));
        Assert.Equal(gone.Slot, next.Slot);
        Assert.NotEqual(gone.Generation, next.Generation);
        loop.Unregister(gone);
        first.Ring();
        second.Ring();
        Assert.True(heard.Wait(Support.Patience.Limit));
    }

    [Fact]
    public void Many_registrations_fit()
    {
        using EventLoop loop = new(static e => Assert.Fail(e.ToString()));
        loop.Start();
        using CountdownEvent all = new(100);
        List<TestEvent> bells = [.. Enumerable.Range(0, 100).Select(static _ => new TestEvent())];
        bells.ForEach(bell => loop.Register(bell.Number, Edges, new TestHandler(() => all.Signal())));
        bells.ForEach(static bell => bell.Ring());
        Assert.True(all.Wait(Support.Patience.Limit));
        bells.ForEach(static bell => bell.Dispose());
    }

    [Fact]
    public void A_regular_file_is_refused()
    {
        using EventLoop loop = new(static e => Assert.Fail(e.ToString()));
        string path = Path.GetTempFileName();
        using (FileStream file = File.OpenRead(path))
        {
            HostException e = Assert.Throws<HostException>(
                () => loop.Register((int)file.SafeFileHandle.DangerousGetHandle(), Edges, new TestHandler(static () => { })));
            Assert.Equal("epoll_ctl", e.Where);
            Assert.Contains("EPERM", e.What, StringComparison.Ordinal);
        }

        File.Delete(path);
    }
}
