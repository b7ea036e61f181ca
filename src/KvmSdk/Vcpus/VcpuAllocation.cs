// Why a count of each thread's own: a process allocates for many reasons, a test runner's not the least. What a guest waits for runs on vCPU threads, and
// only a thread itself can read exactly how much it has allocated.

namespace KvmSdk.Vcpus;

/// <summary>What the calling vCPU thread has allocated.</summary>
internal static class VcpuAllocation
{
    [ThreadStatic]
    private static long t_uncounted;

    /// <summary>The guest is about to run on this thread.</summary>
    public static void Begin() => t_uncounted = GC.GetAllocatedBytesForCurrentThread();

    /// <summary>Bytes allocated since <see cref="Begin"/>, without what was <see cref="Uncounted"/>.</summary>
    public static ulong Read() => (ulong)(GC.GetAllocatedBytesForCurrentThread() - t_uncounted);

    /// <summary>What the thread allocates until the result is disposed does not count. On any thread.</summary>
    public static Stretch Uncounted() => new(GC.GetAllocatedBytesForCurrentThread());

    /// <summary>A stretch that does not count.</summary>
    public readonly ref struct Stretch(long begin)
    {
        /// <summary>Ends it.</summary>
        public void Dispose() => t_uncounted += GC.GetAllocatedBytesForCurrentThread() - begin;
    }
}
