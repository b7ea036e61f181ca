namespace KvmSdk;

/// <summary>
/// Declares a virtio memory balloon (virtio 1.2, section 5.5) on a property of type <see cref="Balloon"/>: memory that the guest does not need
/// goes back to the host. A machine has at most one.
/// </summary>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class BalloonAttribute : Attribute
{
    /// <summary>Whether a guest that is short of memory may take it back from the balloon without being asked, rather than end a process.</summary>
    public bool DeflateOnOutOfMemory { get; init; } = true;

    /// <summary>
    /// Whether the guest tells which memory it has free, so that the host has it until the guest uses it again: without a balloon's size to
    /// choose, at the price of a page fault for each page that comes back. Without effect where RAM is prefaulted, which promises that there are none.
    /// </summary>
    public bool PageReporting { get; init; } = true;

    /// <summary>The register window's guest-physical address, a multiple of 4 KiB. Left out, it is assigned.</summary>
    public ulong Address { get; init; }

    /// <summary>The interrupt line, an I/O APIC input. Left out, it is assigned.</summary>
    public int Irq { get; init; }
}
