namespace KvmSdk.Model.Acpi;

/// <summary>What is fixed about the machine: its power registers and what it lacks (ACPI 6.5, 5.2.9 "Fixed ACPI Description Table").</summary>
internal static class Fadt
{
    public const string Signature = "FACP";

    public const int Size = 276;

    private const byte Revision = 6;

    private const byte MinorRevision = 5;

    /// <summary>The byte of the CMOS clock that holds the century.</summary>
    private const byte Century = 0x32;

    public static byte[] Write(AcpiDescription machine, uint dsdt) => TableWriter.Table(Signature, Revision)
        .U32(0) // FIRMWARE_CTRL: no FACS, there is no sleep state to wake up from
        .U32(dsdt)
        .Zeros(1) // Reserved
        .U8(0) // Preferred_PM_Profile: unspecified
        .Zeros(62) // SCI_INT to MON_ALRM: fixed hardware, which a hardware-reduced machine lacks
        .U8(machine.HasCmosClock ? Century : (byte)0) // CENTURY, offset 108
        .U16((ushort)BootFlags(machine)) // IAPC_BOOT_ARCH, offset 109
        .Zeros(1) // Reserved
        .U32((uint)Flags) // offset 112
        .PortRegister(machine.PowerPort + PowerRegisters.Reset) // RESET_REG
        .U8(PowerRegisters.ResetValue)
        .U16(0) // ARM_BOOT_ARCH
        .U8(MinorRevision)
        .U64(0) // X_FIRMWARE_CTRL
        .U64(dsdt) // X_DSDT, offset 140
        .Zeros(96) // X_PM1a_EVT_BLK to X_GPE1_BLK: fixed hardware again
        .PortRegister(machine.PowerPort + PowerRegisters.SleepControl) // SLEEP_CONTROL_REG, offset 244
        .PortRegister(machine.PowerPort + PowerRegisters.SleepStatus) // SLEEP_STATUS_REG
        .Text("KVMSDK\0\0") // Hypervisor Vendor Identity
        .ToTable();

    private const FadtFlags Flags = FadtFlags.Wbinvd | FadtFlags.NoFixedPowerButton | FadtFlags.NoFixedSleepButton | FadtFlags.NoFixedRtc
        | FadtFlags.ResetRegister | FadtFlags.HardwareReduced;

    private static BootArchitecture BootFlags(AcpiDescription machine) =>
        BootArchitecture.NoVga
        | BootArchitecture.NoPcieAspm
        | (machine.SerialPorts.Any(port => port.Ports is not null) ? BootArchitecture.LegacyDevices : 0)
        | (machine.HasI8042 ? BootArchitecture.I8042 : 0)
        | (machine.HasCmosClock ? 0 : BootArchitecture.NoCmosClock);
}
