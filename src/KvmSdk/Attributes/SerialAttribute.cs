namespace KvmSdk;

/// <summary>Declares a 16550A UART on a property of type <see cref="Terminal"/>.</summary>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class SerialAttribute : Attribute
{
    /// <summary>The first of its eight I/O ports. Left out: the next of 0x3F8, 0x2F8, 0x3E8, 0x2E8 that is free.</summary>
    public int Port { get; init; }

    /// <summary>Whether the registers lie in a memory-mapped window instead of at I/O ports.</summary>
    public bool Mmio { get; init; }

    /// <summary>The window's guest-physical address, a multiple of 4 KiB. Left out, it is assigned. Only with <see cref="Mmio"/>.</summary>
    public ulong Address { get; init; }

    /// <summary>The interrupt line, an I/O APIC input. Left out: 4, 3, then any free line.</summary>
    public int Irq { get; init; }
}
