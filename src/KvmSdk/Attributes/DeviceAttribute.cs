namespace KvmSdk;

/// <summary>
/// Declares a device of a class of yours, on a property of type <see cref="Device{T}"/>. The running machine has the device itself under
/// the property's name.
/// </summary>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class DeviceAttribute : Attribute
{
    /// <summary>The window's guest-physical address, a multiple of its size. Left out, it is assigned. Only for a memory-mapped device.</summary>
    public ulong Address { get; init; }

    /// <summary>The first I/O port. Left out, it is assigned. Only for a device on ports.</summary>
    public int Port { get; init; }

    /// <summary>The interrupt line, an I/O APIC input. Left out, it is assigned. Only for a device with an <see cref="InterruptAttribute"/>.</summary>
    public int Irq { get; init; }
}
