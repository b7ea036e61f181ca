using System.Globalization;

namespace KvmSdk.DeviceMonitor.Lives;

/// <summary>What the kernel and the garbage collector hold for this process.</summary>
/// <param name="Mappings">Mappings of memory.</param>
/// <param name="Threads">Threads.</param>
/// <param name="AddressSpaceMiB">The size of the address space.</param>
/// <param name="Bytes">Live objects of the managed heap, after a full collection.</param>
/// <param name="Targets">What the descriptors lead to.</param>
internal sealed record Holding(string[] Targets, int Mappings, int Threads, long AddressSpaceMiB, long Bytes)
{
    /// <summary>Looks now.</summary>
    public static Holding Take()
    {
        for (int round = 0; round < 3; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return new(
            [.. Directory.GetFileSystemEntries("/proc/self/fd").Select(static path => new FileInfo(path).LinkTarget ?? "").Order(StringComparer.Ordinal)],
            File.ReadLines("/proc/self/maps").Count(),
            Directory.GetDirectories("/proc/self/task").Length,
            long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[0], CultureInfo.InvariantCulture) / 256,
            GC.GetTotalMemory(forceFullCollection: true));
    }

    /// <summary>The line that is printed.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"held {Targets.Length} {Mappings} {Threads} {AddressSpaceMiB} {Bytes}");
}
