using KvmSdk.Boot;
using KvmSdk.Devices.Power;
using KvmSdk.Model.Acpi;
using KvmSdk.Model.Layout;

namespace KvmSdk.Model.Tests.Acpi;

/// <summary>What the tables say must be what the device answers and what the boot code leaves free; the layers cannot see each other.</summary>
public sealed class AgreementTests
{
    [Fact]
    public void The_power_device_answers_where_the_tables_say()
    {
        Assert.Equal(AcpiPowerRegister.WindowSize, (uint)PowerRegisters.Count);
        Assert.Equal(AcpiPowerRegister.SleepControl, (uint)PowerRegisters.SleepControl);
        Assert.Equal(AcpiPowerRegister.SleepStatus, (uint)PowerRegisters.SleepStatus);
        Assert.Equal(AcpiPowerRegister.Reset, (uint)PowerRegisters.Reset);
        Assert.Equal(AcpiPowerRegister.ResetValue, PowerRegisters.ResetValue);
        Assert.Equal(AcpiPowerRegister.SoftOffSleepType, PowerRegisters.SoftOffSleepType);
    }

    [Fact]
    public void The_boot_layout_keeps_the_tables_room_free()
    {
        Assert.Equal(BootLayout.AcpiTables, X86Layout.AcpiTablesBase);
        Assert.InRange(AcpiTables.Room, 1, BootLayout.AcpiTablesSize);
    }

    [Fact]
    public void The_generation_ID_has_a_page_that_neither_tables_nor_the_firmwares_entry_nor_an_image_reach()
    {
        Assert.Equal(0UL, X86Layout.GenerationIdPage % X86Layout.PageSize);
        Assert.True(X86Layout.GenerationIdPage >= X86Layout.AcpiTablesBase + AcpiTables.Room);
        Assert.True(X86Layout.GenerationIdPage + X86Layout.PageSize <= BootLayout.FirmwareEntry);
        Assert.True(X86Layout.GenerationIdPage + X86Layout.PageSize <= X86Layout.LowestLoadAddress);
    }

    [Fact]
    public void The_interrupt_controllers_stand_where_no_device_may()
    {
        Assert.Contains(ReservedRanges.Windows, window => window.Range.Base == X86Layout.IoApicAddress);
        Assert.Contains(ReservedRanges.Windows, window => window.Range.Base == X86Layout.LocalApicAddress);
    }
}
