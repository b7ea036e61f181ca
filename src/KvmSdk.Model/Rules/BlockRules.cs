namespace KvmSdk.Model.Rules;

/// <summary>Family 04: disks, as their attributes declare them.</summary>
public static class BlockRules
{
    /// <summary>Linux takes a power of two from 512 bytes to a page (<c>blk_validate_block_size</c>).</summary>
    public static Rule SectorSizeUnusable { get; } = new("KVM0432", "Sector size unusable",
        "SectorSize {0} of '{1}' is not 512, 1024, 2048 or 4096; use {2}, or leave SectorSize out");
}
