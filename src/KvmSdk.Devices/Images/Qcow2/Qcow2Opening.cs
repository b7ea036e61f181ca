namespace KvmSdk.Devices.Images.Qcow2;

/// <summary>Opens images. Apart from what is done with an open one, since opening may allocate and throw.</summary>
public static class Qcow2Opening
{
    /// <summary>Opens an image.</summary>
    /// <param name="file">The file.</param>
    /// <param name="header">Its header.</param>
    /// <param name="options">How it is to be used.</param>
    /// <exception cref="Qcow2Exception">It cannot be used so; nothing was written to it.</exception>
    public static Qcow2Image Open(IImageFile file, Qcow2Header header, Qcow2Options options)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(options);
        Require(header, options);
        ulong[] l1 = TableReader.Read(file, "L1 table", header.L1Offset, (int)header.L1Size);
        RequireTablesInside(file, header, l1);
        if (!options.Writable) return new Qcow2Image(file, header, l1, counts: null, options);
        Qcow2Refcounts counts = new(file, header, SlicesOfCounts(header, options));
        new Qcow2Check(file, header, l1, counts).Run();
        return new Qcow2Image(file, header, l1, counts, options);
    }

    private static void Require(Qcow2Header header, Qcow2Options options)
    {
        if (header.BackingName is null != options.Backing is null)
            throw new Qcow2Exception(options.Backing is null ? "it has a backing file, and none is given" : "it has no backing file, and one is given", "declare what it has");
        if (header.UsesZstd && options.Zstd is null)
            throw new Qcow2Exception("its clusters are compressed with zstd", "'qemu-img convert -O qcow2' makes an image without");
        if (options.Writable && header.IsCorrupt)
            throw new Qcow2Exception("it is marked as corrupt by whoever used it last", "run 'qemu-img check -r all FILE', or attach it read-only");
        if (options.Writable && header.IsDirty)
            throw new Qcow2Exception("it was not closed properly, so that its reference counts may be wrong", "run 'qemu-img check -r all FILE', or attach it read-only");
    }

    private static void RequireTablesInside(IImageFile file, Qcow2Header header, ulong[] l1)
    {
        for (int i = 0; i < l1.Length; i++)
        {
            Qcow2Entry entry = new(l1[i]);
            if (entry.Value == 0) continue;
            if (entry.HasReservedBits(hasZeroFlag: false) || entry.Offset == 0 || !header.Geometry.IsAligned(entry.Offset) || entry.Offset >= file.Length)
            {
                throw Qcow2Exception.Damaged(
                    $"its L1 table at 0x{header.L1Offset:x} has the entry 0x{entry.Value:x} at index {i}, where no L2 table can be (the file ends at 0x{file.Length:x})");
            }
        }
    }

    // All that a disk without snapshots can need, if that is less.
    private static ulong SlicesOfCounts(Qcow2Header header, Qcow2Options options)
    {
        ulong counts = (ulong)Math.Max(options.CountCacheSize / header.Geometry.SliceSize, 1);
        return Math.Min(counts, ((header.Size >> header.Geometry.ClusterBits) * 2 / (ulong)header.Geometry.SliceCounts) + 2);
    }
}
