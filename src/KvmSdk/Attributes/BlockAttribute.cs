namespace KvmSdk;

/// <summary>
/// Declares a virtio block device (virtio 1.2, section 5.2) on a property of type <see cref="DiskImage"/>. Linux names the
/// disks in order of declaration: <c>/dev/vda</c>, <c>/dev/vdb</c>, and so on. Whatever the order, a guest knows a disk again by
/// its serial number (<see cref="DiskImage.Serial"/>).
/// </summary>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class BlockAttribute : Attribute
{
    /// <summary>
    /// How many queues the guest may spread over its CPUs, 1 to the machine's <c>MaxCpus</c>, at most 64. Left out, one: all queues share one interrupt line, so
    /// that more of them spare the guest waiting for a lock and nothing else.
    /// </summary>
    public int Queues { get; init; }

    /// <summary>The most descriptors in each queue, a power of two from 4 to 1024; a request takes one for each of its pieces and two more. Left out, 256.</summary>
    public int QueueSize { get; init; }

    /// <summary>The logical sector in bytes: 512, 1024, 2048 or 4096. The image's size has to be a multiple of it. Left out, 512.</summary>
    public int SectorSize { get; init; }

    /// <summary>The register window's guest-physical address, a multiple of 4 KiB. Left out, it is assigned.</summary>
    public ulong Address { get; init; }

    /// <summary>The interrupt line, an I/O APIC input. Left out, it is assigned.</summary>
    public int Irq { get; init; }
}
