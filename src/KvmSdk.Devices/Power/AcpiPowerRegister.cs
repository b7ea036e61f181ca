namespace KvmSdk.Devices.Power;

// Offsets and bits that two sides must agree on: the device below and the tables that describe it to the guest (FADT fields
// SLEEP_CONTROL_REG, SLEEP_STATUS_REG, RESET_REG and RESET_VALUE, and the \_S5 package of the DSDT).

/// <summary>Registers of the ACPI power device: ACPI 6.5, 4.8.3.7 "Sleep Control and Status Registers" and 4.8.3.6 "Reset Register".</summary>
public static class AcpiPowerRegister
{
    /// <summary>Ports the device occupies.</summary>
    public const uint WindowSize = 3;

    /// <summary>SLEEP_CONTROL_REG.</summary>
    public const uint SleepControl = 0;

    /// <summary>SLEEP_STATUS_REG.</summary>
    public const uint SleepStatus = 1;

    /// <summary>RESET_REG.</summary>
    public const uint Reset = 2;

    /// <summary>Sleep control, bits 2 to 4: SLP_TYPx, the sleep state to enter.</summary>
    public const byte SleepTypeMask = 0x1C;

    /// <summary>Position of SLP_TYPx.</summary>
    public const int SleepTypeShift = 2;

    /// <summary>Sleep control, bit 5: SLP_EN, enter the state now. Write only, reads as 0.</summary>
    public const byte SleepEnable = 0x20;

    /// <summary>Sleep status, bit 7: WAK_STS, the machine has woken up; written as 1 to clear.</summary>
    public const byte WakeStatus = 0x80;

    /// <summary>SLP_TYPx of S5, soft off: the value the \_S5 package must hold. It is the only sleep state there is.</summary>
    public const byte SoftOffSleepType = 5;

    /// <summary>RESET_VALUE: what to write to <see cref="Reset"/>.</summary>
    public const byte ResetValue = 1;
}
