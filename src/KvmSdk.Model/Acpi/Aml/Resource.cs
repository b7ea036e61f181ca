using KvmSdk.Model.Layout;

namespace KvmSdk.Model.Acpi.Aml;

/// <summary>One resource descriptor of a device (ACPI 6.5, 6.4 "Resource Data Types for ACPI").</summary>
internal readonly struct Resource
{
    private Resource(TableWriter writer) => Bytes = writer.ToArray();

    public byte[] Bytes { get; }

    /// <summary>I/O ports that cannot be moved, decoded by 16 address lines (6.4.2.5).</summary>
    /// <param name="port">The first port.</param>
    /// <param name="count">How many.</param>
    public static Resource Io(ushort port, byte count) => new(new TableWriter()
        .U8(0x47)
        .U8(1) // Decode16
        .U16(port) // Minimum
        .U16(port) // Maximum
        .U8(1) // Alignment
        .U8(count));

    /// <summary>A memory-mapped window that cannot be moved, readable and writable (6.4.3.4).</summary>
    /// <param name="window">The window, below 4 GiB.</param>
    public static Resource Memory32Fixed(AddressRange window) => new(new TableWriter()
        .U8(0x86)
        .U16(9) // bytes that follow
        .U8(1) // ReadWrite
        .U32(checked((uint)window.Base))
        .U32(checked((uint)window.Size)));

    /// <summary>
    /// An interrupt that the device raises alone: edge-triggered, active high (6.4.3.6, "Extended Interrupt Descriptor"). The one form
    /// for all: the short descriptor reaches no further than 15, and guests let a table's ISA defaults override what it says.
    /// </summary>
    /// <param name="gsi">The global system interrupt.</param>
    public static Resource Interrupt(int gsi) => new(new TableWriter()
        .U8(0x89)
        .U16(6) // bytes that follow
        .U8(0b0011) // ResourceConsumer, Edge, ActiveHigh, Exclusive
        .U8(1) // one interrupt
        .U32((uint)gsi));
}
