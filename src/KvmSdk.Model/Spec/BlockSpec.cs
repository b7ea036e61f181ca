namespace KvmSdk.Model.Spec;

/// <summary>What a disk's attribute says besides its place and queues.</summary>
/// <param name="SectorSize">The logical sector in bytes as declared, unchecked; null for the default.</param>
public sealed record BlockSpec(int? SectorSize)
{
    /// <summary>The sector where none is declared: virtio's unit of capacity, and what every file system on an image expects.</summary>
    public const int DefaultSectorSize = 512;
}
