// Why here: the tables name these registers to the guest and the device answers them. The layers do not know each other, so
// each states the registers, and a test holds the two statements against each other.

namespace KvmSdk.Model.Acpi;

/// <summary>The three ports through which a guest turns itself off or resets itself (ACPI 6.5, 4.8.3.6 and 4.8.3.7).</summary>
public static class PowerRegisters
{
    /// <summary>How many ports.</summary>
    public const int Count = 3;

    /// <summary>Offset of SLEEP_CONTROL_REG.</summary>
    public const int SleepControl = 0;

    /// <summary>Offset of SLEEP_STATUS_REG.</summary>
    public const int SleepStatus = 1;

    /// <summary>Offset of RESET_REG.</summary>
    public const int Reset = 2;

    /// <summary>What a guest writes to <see cref="Reset"/>: RESET_VALUE.</summary>
    public const byte ResetValue = 1;

    /// <summary>SLP_TYP of S5, soft off: the only sleep state.</summary>
    public const byte SoftOffSleepType = 5;
}
