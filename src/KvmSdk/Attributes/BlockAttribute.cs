namespace KvmSdk;

/// <summary>
/// Declares a virtio block device (virtio 1.2, section 5.2) on a property of type <see cref="DiskImage"/>. Linux names the
/// disks in order of declaration: <c>/dev/vda</c>, <c>/dev/vdb</c>, and so on. Whatever the order, a guest knows a disk again by
/// its serial number (<see cref="DiskImage.Serial"/>).
/// </summary>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class BlockAttribute : Attribute
{
    /// <summary>The register window's guest-physical address, a multiple of 4 KiB. Left out, it is assigned.</summary>
    public ulong Address { get; init; }

    /// <summary>The interrupt line, an I/O APIC input. Left out, it is assigned.</summary>
    public int Irq { get; init; }
}
