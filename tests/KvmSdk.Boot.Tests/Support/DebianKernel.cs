using System.Collections.Concurrent;
using HelloLinux;

namespace KvmSdk.Boot.Tests.Support;

/// <summary>Debian's current kernels, from the cache of samples/HelloLinux.</summary>
internal static class DebianKernel
{
    /// <summary>The kernel for virtual machines: LZ4 payload.</summary>
    public const string Cloud = KernelCache.Cloud;

    /// <summary>The generic kernel: xz payload with the x86 branch filter.</summary>
    public const string Generic = KernelCache.Generic;

    private static readonly ConcurrentDictionary<string, Lazy<(string? Path, string? Reason)>> s_found = new();

    public static (string? Path, string? Reason) Find(string flavour) =>
        s_found.GetOrAdd(flavour, static name => new Lazy<(string?, string?)>(() => FindOrFetch(name))).Value;

    public static FileImage Open(string flavour) => new(Find(flavour).Path!);

    private static (string? Path, string? Reason) FindOrFetch(string flavour)
    {
        try
        {
            // On the pool, where nothing waits for this thread: attributes have constructors, which cannot be asynchronous.
            return (Task.Run(() => new KernelCache(CacheDirectory.Root, flavour, install: false).GetAsync()).GetAwaiter().GetResult().Kernel, null);
        }
        catch (HostException e)
        {
            return (null, e.Message);
        }
    }
}
