using KvmSdk.Kernel;

namespace KvmSdk.Runtime.Tests.Kernel;

public sealed class FutexLockTests
{
    private const int Threads = 4;
    private const int Rounds = 200_000;

    private FutexLock _lock;
    private long _guarded;

    [Fact]
    public void It_excludes_and_allocates_nothing_under_contention()
    {
        long allocated = 0;
        using Barrier start = new(Threads);
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(_ => new Thread(() =>
        {
            start.SignalAndWait();
            Contend(10);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Contend(Rounds);
            Interlocked.Add(ref allocated, GC.GetAllocatedBytesForCurrentThread() - before);
        }))];
        Array.ForEach(threads, static thread => thread.Start());
        Array.ForEach(threads, static thread => thread.Join());
        Assert.Equal(Threads * (Rounds + 10L), _guarded);
        Assert.Equal(0, allocated);
    }

    [Fact]
    public void It_can_be_tried()
    {
        Assert.True(_lock.TryEnter());
        Assert.False(_lock.TryEnter());
        _lock.Exit();
        Assert.True(_lock.TryEnter());
        _lock.Exit();
    }

    private void Contend(int rounds)
    {
        for (int i = 0; i < rounds; i++)
        {
            _lock.Enter();
            _guarded++;
            if ((i & 1023) == 0)
            {
                // Holding it across a switch makes the others go to sleep, which is the path under test.
                Thread.Yield();
            }

            _lock.Exit();
        }
    }
}
