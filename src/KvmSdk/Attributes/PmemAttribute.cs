namespace KvmSdk;

/// <summary>
/// Declares virtio persistent memory (virtio 1.2, section 5.19) on a property of type <see cref="DiskImage"/>: a raw image or one inside this program, which is mapped
/// into the guest's memory. Its processor reads and writes the file's pages, without a request, and programs of all machines share them with the host's page cache.
/// Linux calls them <c>/dev/pmem0</c>, <c>/dev/pmem1</c> and so on, in order of declaration; mounted with <c>-o dax</c>, files need no page cache of the guest's.
/// </summary>
/// <remarks>
/// A guest cannot be told that it may only read. What it writes to a read-only image is dropped, counted, and told of once. Other devices do not reach this memory: a guest must not
/// have a disk read into a file that it has mapped from here past its page cache (O_DIRECT).
/// </remarks>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class PmemAttribute : Attribute
{
    /// <summary>
    /// The largest file that an instance may have, in MiB: a multiple of 2 up to 786432. So many addresses are set aside, which costs nothing; a start uses as many as its file is long.
    /// Left out, 16384 (16 GiB).
    /// </summary>
    public int MaxMiB { get; init; }

    /// <summary>The guest-physical address at which the memory begins: a multiple of 2 MiB above RAM. Left out, it is assigned, from 256 GiB on.</summary>
    public ulong MemoryAddress { get; init; }

    /// <summary>The register window's guest-physical address, a multiple of 4 KiB. Left out, it is assigned.</summary>
    public ulong Address { get; init; }

    /// <summary>The interrupt line, an I/O APIC input. Left out, it is assigned.</summary>
    public int Irq { get; init; }
}
