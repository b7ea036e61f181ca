namespace KvmSdk.Boot;

/// <summary>What stands in for a PC's firmware below 1 MiB: the ACPI tables, and code at the place where firmware is entered.</summary>
public static class FirmwareArea
{
    /// <summary>The ACPI reset register, from the first of the power registers.</summary>
    private const int ResetRegister = 2;

    /// <summary>Copies the ACPI tables to <see cref="BootLayout.AcpiTables"/>.</summary>
    /// <param name="ram">Guest RAM.</param>
    /// <param name="tables">The tables, made for that address; at most <see cref="BootLayout.AcpiTablesSize"/> bytes.</param>
    /// <returns>The copy, in place.</returns>
    /// <exception cref="BootException">There is no RAM there.</exception>
    public static Span<byte> WriteAcpiTables(IGuestRam ram, ReadOnlySpan<byte> tables)
    {
        Span<byte> place = GuestRamAccess.Span(ram, BootLayout.AcpiTables, (ulong)tables.Length, "the ACPI tables");
        tables.CopyTo(place);
        return place;
    }

    /// <summary>
    /// Writes code that resets the machine where real mode enters firmware, FFFF:0000. A kernel that finds no other way to restart
    /// jumps there; Linux does so by default on a hardware-reduced ACPI machine, whose reset register it uses only when told (<c>reboot=a</c>).
    /// </summary>
    /// <param name="ram">Guest RAM.</param>
    /// <param name="powerPort">The first port of the power registers.</param>
    /// <exception cref="BootException">There is no RAM there.</exception>
    public static void WriteEntry(IGuestRam ram, ushort powerPort)
    {
        int port = powerPort + ResetRegister;
        ReadOnlySpan<byte> code =
        [
            0xBA, (byte)port, (byte)(port >> 8), // mov dx, reset register
            0xB0, 0x01, //                          mov al, 1
            0xEE, //                                out dx, al
            0xF4, //                                hlt
            0xEB, 0xFD, //                          jmp hlt
        ];
        code.CopyTo(GuestRamAccess.Span(ram, BootLayout.FirmwareEntry, (ulong)code.Length, "the firmware entry"));
    }
}
