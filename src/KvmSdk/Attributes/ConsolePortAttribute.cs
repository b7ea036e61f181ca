namespace KvmSdk;

/// <summary>
/// Declares a named port on a property of type <see cref="Terminal"/>: a channel for bytes between the guest and the host, e.g. for an agent. All ports of a machine
/// are on one virtio console device (virtio 1.2, section 5.3).
/// </summary>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class ConsolePortAttribute : Attribute
{
    /// <summary>
    /// The name by which the guest finds the port, e.g. <c>org.example.agent.0</c>: 1 to 128 letters, digits, dots, hyphens, underscores and colons. Left out, the property's.
    /// </summary>
    public string Name { get; init; } = "";

    /// <summary>The guest-physical address of the device's register window, a multiple of 4 KiB; at the first port only. Left out, it is assigned.</summary>
    public ulong Address { get; init; }

    /// <summary>The device's interrupt line, an I/O APIC input; at the first port only. Left out, it is assigned.</summary>
    public int Irq { get; init; }
}
