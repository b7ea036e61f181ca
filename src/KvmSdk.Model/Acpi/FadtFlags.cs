namespace KvmSdk.Model.Acpi;

/// <summary>Fixed feature flags (ACPI 6.5, table 5.10) that these machines set.</summary>
[Flags]
internal enum FadtFlags : uint
{
    /// <summary>WBINVD writes back and invalidates all caches.</summary>
    Wbinvd = 1 << 0,

    /// <summary>There is no power button in the fixed register space.</summary>
    NoFixedPowerButton = 1 << 4,

    /// <summary>There is no sleep button in the fixed register space.</summary>
    NoFixedSleepButton = 1 << 5,

    /// <summary>There is no clock wake-up in the fixed register space.</summary>
    NoFixedRtc = 1 << 6,

    /// <summary>RESET_REG works.</summary>
    ResetRegister = 1 << 10,

    /// <summary>Hardware-reduced: there is no fixed register space, neither SCI nor PM timer.</summary>
    HardwareReduced = 1 << 20,
}

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

    /// <summary>There is no CMOS clock. Without this, Linux waits a second for its update bit.</summary>
    NoCmosClock = 1 << 5,
}
