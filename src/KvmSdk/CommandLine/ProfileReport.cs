using System.Globalization;
using System.Text;

namespace KvmSdk.CommandLine;

/// <summary>A machine's profile as a text: which accesses cost what, and what KVM counted.</summary>
internal static class ProfileReport
{
    private const int MostRows = 24;

    /// <summary>The text.</summary>
    public static string Of(MachineProfile profile)
    {
        StringBuilder text = new();
        ulong exits = profile.Exits.Aggregate(profile.Others, static (sum, row) => sum + row.Count);
        TimeSpan time = profile.Exits.Aggregate(TimeSpan.Zero, static (sum, row) => sum + row.Time);
        text.Append(CultureInfo.InvariantCulture, $"\nprofile: {Seconds(profile.Elapsed)} s from the guest's first instruction; {Number(exits)} accesses to devices took {Milliseconds(time)} ms of them\n\n");
        List<string[]> rows = [["device", "access", "count", "ms", "us each", "first s", "last s"]];
        rows.AddRange(profile.Exits.Take(MostRows).Select(Row));
        if (profile.Exits.Count > MostRows)
        {
            ExitRow[] rest = [.. profile.Exits.Skip(MostRows)];
            rows.Add(["", $"{rest.Length} more", Number(rest.Aggregate(profile.Others, static (sum, row) => sum + row.Count)), Milliseconds(rest.Aggregate(TimeSpan.Zero, static (sum, row) => sum + row.Time)), "", "", ""]);
        }

        TextTable.Write(text, 2, rows);
        if (profile.Kernel.Count == 0)
        {
            return text.Append("\n  KVM tells nothing of itself here: that came with Linux 5.14\n").ToString();
        }

        text.Append("\n  counted by KVM\n");
        TextTable.Write(text, 4, [.. profile.Kernel.OrderByDescending(static count => count.Value).Select(static count => new[] { count.Name, Number(count.Value) })]);
        return text.ToString();
    }

    private static string[] Row(ExitRow row) =>
    [
        row.Device.Length == 0 ? "(nobody)" : row.Device,
        string.Create(CultureInfo.InvariantCulture, $"{Words(row.Kind)} 0x{row.Address:x}"),
        Number(row.Count),
        Milliseconds(row.Time),
        (row.Time.TotalMicroseconds / row.Count).ToString("0.0", CultureInfo.InvariantCulture),
        Seconds(row.First),
        Seconds(row.Last),
    ];

    private static string Words(ExitKind kind) => kind switch
    {
        ExitKind.PortRead => "in",
        ExitKind.PortWrite => "out",
        ExitKind.MemoryRead => "read",
        _ => "write",
    };

    private static string Number(ulong value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Milliseconds(TimeSpan time) => time.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture);
}
