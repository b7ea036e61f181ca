namespace KvmSdk.Devices.Tests;

/// <summary>Measures what an action allocates on this thread once its code is compiled and its caches are warm.</summary>
internal static class AllocationMeter
{
    public static long Measure(Action action)
    {
        action();
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
