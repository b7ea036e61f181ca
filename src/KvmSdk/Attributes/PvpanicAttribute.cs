namespace KvmSdk;

/// <summary>
/// Declares QEMU's pvpanic device on a property of type <see cref="PanicPolicy"/>: a port at which a guest tells that its kernel panicked. Linux finds it by
/// ACPI (module <c>pvpanic-mmio</c>). A machine has one.
/// </summary>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class PvpanicAttribute : Attribute
{
    /// <summary>Its I/O port. Left out, 0x505.</summary>
    public int Port { get; init; } = 0x505;
}
