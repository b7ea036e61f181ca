namespace KvmSdk.Model.Acpi;

/// <summary>A table whose last part is one entry per CPU, for any number of them up to the maximum.</summary>
/// <param name="signature">Four characters.</param>
/// <param name="revision">The table's revision.</param>
/// <param name="beforeCpus">What stands between the header and the list.</param>
/// <param name="entries">The entry of each CPU up to the maximum.</param>
internal sealed class CpuListingTable(string signature, byte revision, byte[] beforeCpus, IReadOnlyList<byte[]> entries)
{
    public string Signature => signature;

    /// <summary>The table's length with 1 CPU, with 2, and so on.</summary>
    public EquatableArray<int> Lengths { get; } = Measure(TableHeader.Size + beforeCpus.Length, entries);

    /// <summary>The length with the most CPUs, which the layout keeps free for every number of them.</summary>
    public int Room => Lengths[Lengths.Count - 1];

    /// <summary>The table with the first <paramref name="cpus"/> CPUs.</summary>
    public byte[] Write(int cpus) =>
        TableWriter.Table(signature, revision).Bytes(beforeCpus).Bytes(entries.Take(cpus).SelectMany(entry => entry)).ToTable();

    private static EquatableArray<int> Measure(int length, IReadOnlyList<byte[]> entries) =>
        entries.Select(entry => length += entry.Length).ToEquatableArray();
}
