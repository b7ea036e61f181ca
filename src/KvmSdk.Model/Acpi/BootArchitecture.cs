namespace KvmSdk.Model.Acpi;

/// <summary>IA-PC boot architecture flags (ACPI 6.5, table 5.11) that these machines may set; each answers one probe of the guest's.</summary>
[Flags]
internal enum BootArchitecture : ushort
{
    /// <summary>Devices a user sees, such as serial ports, answer at ISA ports.</summary>
    LegacyDevices = 1 << 0,

    /// <summary>There is a keyboard controller.</summary>
    I8042 = 1 << 1,

    /// <summary>There is no VGA: probing for one would find nothing.</summary>
    NoVga = 1 << 2,

    /// <summary>There is no PCI Express power state for the guest to control.</summary>
    NoPcieAspm = 1 << 4,

    /// <summary>There is no CMOS clock. Linux, unless told so, spends about a second on finding that out.</summary>
    NoCmosClock = 1 << 5,
}
