namespace KvmSdk;

/// <summary>
/// Declares a virtio network device (virtio 1.2, section 5.1) on a property of type <see cref="NetBackend"/>. Linux calls the devices
/// <c>eth0</c>, <c>eth1</c>, and so on, in order of declaration.
/// </summary>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class NetAttribute : Attribute
{
    /// <summary>
    /// The station's address, e.g. <c>52:54:00:00:00:01</c>. Left out, it is a locally administered one made of the names of machine and
    /// property: the same at every build and start, and for every instance of the machine.
    /// </summary>
    public string Mac { get; init; } = "";

    /// <summary>The largest packet that the guest is told of, 68 to 65535 bytes. Left out, it is told of none, and takes Ethernet's 1500.</summary>
    public int Mtu { get; init; }

    /// <summary>
    /// Pairs of queues that the guest may spread over its CPUs, 1 to the machine's <c>MaxCpus</c>, at most 16. Left out, one. A tap needs as many
    /// (<c>ip tuntap add ... multi_queue</c>); another backend has one pair, and the guest is told so.
    /// </summary>
    public int Queues { get; init; }

    /// <summary>The most descriptors in each queue, a power of two from 4 to 512. Left out, 256.</summary>
    public int QueueSize { get; init; }

    /// <summary>The register window's guest-physical address, a multiple of 4 KiB. Left out, it is assigned.</summary>
    public ulong Address { get; init; }

    /// <summary>The interrupt line, an I/O APIC input. Left out, it is assigned.</summary>
    public int Irq { get; init; }
}
