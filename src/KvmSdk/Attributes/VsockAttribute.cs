namespace KvmSdk;

/// <summary>
/// Declares a virtio socket device (virtio 1.2, section 5.10) on a property of type <see cref="VsockBackend"/>: connections between programs
/// of the guest and of the host, without a network. A machine has one at most.
/// </summary>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class VsockAttribute : Attribute
{
    /// <summary>The guest's address, its context id: 3 to 4294967294. Left out, it is 3. An instance may have another (<see cref="VsockBackend.Cid"/>).</summary>
    public uint Cid { get; init; }

    /// <summary>The most descriptors in each of the three queues: a power of two from 4 to 512. Left out, it is 128.</summary>
    public int QueueSize { get; init; }

    /// <summary>The register window's guest-physical address, a multiple of 4 KiB. Left out, it is assigned.</summary>
    public ulong Address { get; init; }

    /// <summary>The interrupt line, an I/O APIC input. Left out, it is assigned.</summary>
    public int Irq { get; init; }
}
