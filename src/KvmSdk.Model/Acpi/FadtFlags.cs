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
