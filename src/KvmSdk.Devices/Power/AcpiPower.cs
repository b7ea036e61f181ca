namespace KvmSdk.Devices.Power;

// Why not the classic PM1 blocks: a machine whose FADT says "hardware-reduced ACPI" has neither SCI nor PM timer, and needs
// exactly these two sleep registers and the reset register to be switched off and rebooted.

/// <summary>Sleep and reset registers of hardware-reduced ACPI, as a pure state machine.</summary>
/// <remarks>Not thread-safe: whoever owns it serialises accesses. No member throws, blocks or allocates.</remarks>
/// <typeparam name="TEvents">Who switches the machine off.</typeparam>
[HotPath]
public sealed class AcpiPower<TEvents> : IByteRegisters
    where TEvents : struct, IPowerEvents
{
    private readonly TEvents _events;
    private byte _sleepType;
    private byte _sleepStatus;

    /// <summary>A machine that has been switched on and never slept.</summary>
    /// <param name="events">Who acts on the guest's requests.</param>
    public AcpiPower(TEvents events) => _events = events;

    /// <summary>How often a guest tried to enter a sleep state other than S5. Such a request does nothing.</summary>
    public ulong IgnoredSleepRequests { get; private set; }

    /// <inheritdoc/>
    public byte Read(uint offset) => offset switch
    {
        AcpiPowerRegister.SleepControl => (byte)(_sleepType << AcpiPowerRegister.SleepTypeShift),
        AcpiPowerRegister.SleepStatus => _sleepStatus,
        AcpiPowerRegister.Reset => 0,
        _ => 0xFF,
    };

    /// <inheritdoc/>
    public void Write(uint offset, byte value)
    {
        switch (offset)
        {
            case AcpiPowerRegister.SleepControl: WriteSleepControl(value); break;
            case AcpiPowerRegister.SleepStatus: _sleepStatus &= (byte)~(value & AcpiPowerRegister.WakeStatus); break;
            case AcpiPowerRegister.Reset when value == AcpiPowerRegister.ResetValue: _events.Reset(); break;
            default: break;
        }
    }

    /// <summary>Records that the machine woke from sleep, for the guest to find in WAK_STS.</summary>
    public void Wake() => _sleepStatus |= AcpiPowerRegister.WakeStatus;

    private void WriteSleepControl(byte value)
    {
        _sleepType = (byte)((value & AcpiPowerRegister.SleepTypeMask) >> AcpiPowerRegister.SleepTypeShift);
        if ((value & AcpiPowerRegister.SleepEnable) == 0) return;
        if (_sleepType == AcpiPowerRegister.SoftOffSleepType) _events.PowerOff();
        else IgnoredSleepRequests++;
    }
}
