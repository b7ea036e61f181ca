using System.Runtime.InteropServices;

namespace KvmSdk.Runtime.Tests.Memory;

/// <summary>What the kernel says of single pages of this process (<c>/proc/self/pagemap</c>, Documentation/admin-guide/mm/pagemap.rst).</summary>
internal static class PageMap
{
    private const int PageSize = 4096;
    private const ulong Present = 1UL << 63;

    /// <summary>How many pages of some memory are resident.</summary>
    /// <param name="memory">Whole pages.</param>
    public static unsafe int CountPresent(ReadOnlySpan<byte> memory)
    {
        ulong[] entries = new ulong[memory.Length / PageSize];
        fixed (byte* start = memory)
        {
            using FileStream map = new("/proc/self/pagemap", FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            map.Position = (long)((nuint)start / PageSize * sizeof(ulong));
            map.ReadExactly(MemoryMarshal.AsBytes(entries.AsSpan()));
        }

        return entries.Count(static entry => (entry & Present) != 0);
    }
}
