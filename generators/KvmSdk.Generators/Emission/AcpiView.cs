using KvmSdk.Model.Acpi;
using KvmSdk.Model.Plan;

namespace KvmSdk.Generators.Emission;

/// <summary>A machine's ACPI tables as the templates print them.</summary>
internal sealed class AcpiView
{
    private const int BytesPerLine = 16;

    private AcpiView(AcpiTables tables)
    {
        Base = DeviceView.Hex(tables.Base, 8);
        CpuLists = [.. tables.CpuLists.Select(list => $"new({DeviceView.Text(list.Offset)}, [{string.Join(", ", list.Lengths.Select(DeviceView.Text))}])")];
        Tables = [.. tables.Tables.Select((table, i) => TableView.From(tables, i))];
    }

    public string Base { get; }

    public IReadOnlyList<string> CpuLists { get; }

    public IReadOnlyList<TableView> Tables { get; }

    /// <summary>The tables of a planned machine, with the maximum of CPUs listed.</summary>
    public static AcpiView From(MachinePlan plan)
    {
        AcpiResult result = AcpiTables.Build(AcpiDescription.Of(plan) with { Cpus = plan.Cpus.Maximum });
        return new(result.Tables ?? throw new InvalidOperationException(result.Problem));
    }

    /// <summary>One table, with the gap behind it.</summary>
    internal sealed record TableView(string Title, IReadOnlyList<string> Lines)
    {
        public static TableView From(AcpiTables tables, int index)
        {
            int start = tables.Tables[index].Offset;
            int end = index + 1 < tables.Tables.Count ? tables.Tables[index + 1].Offset : tables.Bytes.Count;
            List<string> lines = [];
            for (int offset = start; offset < end; offset += BytesPerLine)
            {
                IEnumerable<string> bytes = Enumerable.Range(offset, Math.Min(BytesPerLine, end - offset)).Select(i => DeviceView.Hex(tables.Bytes[i], 2) + ",");
                lines.Add(string.Join(" ", bytes));
            }

            return new($"{tables.Tables[index].Signature.Trim()} at {DeviceView.Hex(tables.Base + (ulong)start, 8)}", lines);
        }
    }
}
