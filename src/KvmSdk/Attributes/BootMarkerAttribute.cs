namespace KvmSdk;

/// <summary>
/// Declares a boot marker on a property of type <see cref="BootMarker"/>: a port at which a guest tells how far its start has come, each value being a stage.
/// The machine says when each was reached.
/// </summary>
/// <remarks>
/// A shell script in a Linux guest, as root, for stage 1 at the port 0x5F0, if the kernel has <c>/dev/port</c> (<c>CONFIG_DEVPORT</c>); else a program by
/// <c>ioperm</c> and <c>outb</c>:
/// <code>printf '\001' | dd of=/dev/port bs=1 seek=$((0x5F0)) conv=notrunc status=none</code>
/// </remarks>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class BootMarkerAttribute : Attribute
{
    /// <summary>Its I/O port. Left out, 0x5F0, or the first that is free.</summary>
    public int Port { get; init; }
}
