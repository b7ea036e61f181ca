namespace KvmSdk;

/// <summary>
/// Declares a virtio file system device (virtio 1.2, section 5.11) on a property of type <see cref="HostDirectory"/>: a directory of the host
/// that the guest mounts, in Linux by <c>mount -t virtiofs TAG DIRECTORY</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class SharedDirectoryAttribute : Attribute
{
    /// <summary>The name by which the guest mounts it, 1 to 36 bytes of UTF-8, another for each of the machine's. Left out, it is the property's name.</summary>
    public string Tag { get; init; } = "";

    /// <summary>The register window's guest-physical address, a multiple of 4 KiB. Left out, it is assigned.</summary>
    public ulong Address { get; init; }

    /// <summary>The interrupt line, an I/O APIC input. Left out, it is assigned.</summary>
    public int Irq { get; init; }
}
