using System.Globalization;
using KvmSdk.Model.Plan;

namespace KvmSdk.Memory;

/// <summary>The host's reserved 2 MiB pages (kernel documentation, admin-guide/mm/hugetlbpage).</summary>
/// <param name="Total">How many there are.</param>
/// <param name="Available">How many nobody has taken or been promised.</param>
internal readonly record struct HugePagePool(long Total, long Available)
{
    /// <summary>The size of one page in bytes.</summary>
    public const int PageSize = 2 << 20;

    private const string Directory = "/sys/kernel/mm/hugepages/hugepages-2048kB";

    /// <summary>Asks the kernel; null if it has no such pages.</summary>
    public static HugePagePool? Read()
    {
        try
        {
            return new(Number("nr_hugepages"), Number("free_hugepages") - Number("resv_hugepages"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            return null;
        }

        static long Number(string file) => long.Parse(File.ReadAllText(Path.Combine(Directory, file)), CultureInfo.InvariantCulture);
    }

    /// <summary>How many pages hold a machine's RAM.</summary>
    public static long PagesFor(MemoryPlan memory) => PagesFor((ulong)memory.MiB << 20);

    /// <summary>How many pages hold <paramref name="bytes"/>.</summary>
    public static long PagesFor(ulong bytes) => (long)(bytes / PageSize);

    /// <summary>What is wrong when <paramref name="needed"/> pages are not there.</summary>
    public string Shortage(long needed) =>
        string.Create(CultureInfo.InvariantCulture, $"{needed} huge pages of 2 MiB are needed, and {Available} of the host's {Total} are free");

    /// <summary>What the user can do about it.</summary>
    public string Remedy(long needed) => string.Create(
        CultureInfo.InvariantCulture,
        $"reserve more as root (echo {Total + needed - Available} > {Directory}/nr_hugepages), or choose other pages (--huge-pages)");
}
