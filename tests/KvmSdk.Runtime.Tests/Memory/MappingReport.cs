using System.Globalization;

namespace KvmSdk.Runtime.Tests.Memory;

/// <summary>What the kernel says of the mapping around an address (proc_pid_smaps(5)).</summary>
internal sealed class MappingReport
{
    private readonly Dictionary<string, string> _fields;

    private MappingReport(nint start, Dictionary<string, string> fields)
    {
        Start = start;
        _fields = fields;
    }

    /// <summary>Its first address.</summary>
    public nint Start { get; }

    /// <summary>Bytes that are resident.</summary>
    public long Resident => Bytes("Rss");

    /// <summary>The size of its pages in bytes.</summary>
    public long PageSize => Bytes("KernelPageSize");

    /// <summary>Its flags, two letters each: <c>hg</c> huge pages advised, <c>nh</c> advised against, <c>dd</c> not in core dumps, <c>ht</c> hugetlb.</summary>
    public string[] Flags => _fields["VmFlags"].Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public static MappingReport Of(nint address)
    {
        nint start = 0;
        Dictionary<string, string>? fields = null;
        foreach (string line in File.ReadLines("/proc/self/smaps"))
        {
            string[] parts = line.Split([':'], 2);
            if (parts[0].Contains(' ', StringComparison.Ordinal))
            {
                if (fields is not null)
                {
                    break;
                }

                string[] range = line.Split(' ')[0].Split('-');
                start = nint.Parse(range[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                if (address >= start && address < nint.Parse(range[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture))
                {
                    fields = [];
                }
            }
            else
            {
                fields?.Add(parts[0], parts[1].Trim());
            }
        }

        return new(start, fields ?? throw new InvalidOperationException($"nothing is mapped at 0x{address:X}"));
    }

    private long Bytes(string field) => long.Parse(_fields[field].Split(' ')[0], CultureInfo.InvariantCulture) << 10;
}
