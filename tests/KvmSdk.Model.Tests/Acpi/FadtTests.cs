using KvmSdk.Devices.Rtc;
using KvmSdk.Model.Acpi;
using static KvmSdk.Model.Tests.Acpi.TableBytes;

namespace KvmSdk.Model.Tests.Acpi;

/// <summary>Offsets and bits as in ACPI 6.5, tables 5.9 to 5.11.</summary>
public sealed class FadtTests
{
    [Fact]
    public void The_machine_is_hardware_reduced_and_has_a_reset_register()
    {
        ReadOnlySpan<byte> fadt = Of(Machines.Build(Machines.Bare), "FACP");
        Assert.Equal(276, fadt.Length);
        Assert.Equal(6, fadt[8]);
        Assert.Equal(5, fadt[131]);
        Assert.Equal((1u << 20) | (1 << 10) | (1 << 6) | (1 << 5) | (1 << 4) | 1, U32(fadt, 112));
    }

    [Fact]
    public void The_power_registers_are_byte_ports()
    {
        ReadOnlySpan<byte> fadt = Of(Machines.Build(Machines.Bare with { PowerPort = 0xB004 }), "FACP");
        AssertPort(fadt, 244, 0xB004);
        AssertPort(fadt, 256, 0xB005);
        AssertPort(fadt, 116, 0xB006);
        Assert.Equal(1, fadt[128]);
    }

    [Fact]
    public void Fixed_hardware_is_absent()
    {
        ReadOnlySpan<byte> fadt = Of(Machines.Build(Machines.Full), "FACP");
        Assert.True(fadt[45..108].IndexOfAnyExcept((byte)0) < 0, "SCI_INT to MON_ALRM");
        Assert.True(fadt[132..140].IndexOfAnyExcept((byte)0) < 0, "X_FIRMWARE_CTRL");
        Assert.True(fadt[148..244].IndexOfAnyExcept((byte)0) < 0, "X_PM1a_EVT_BLK to X_GPE1_BLK");
    }

    [Theory]
    [InlineData(false, false, false, false, 0b110100)]
    [InlineData(true, false, false, false, 0b110110)]
    [InlineData(false, true, false, false, 0b010100)]
    [InlineData(false, false, true, false, 0b110101)]
    [InlineData(false, false, false, true, 0b110100)]
    [InlineData(true, true, true, true, 0b010111)]
    public void Boot_flags_claim_only_what_is_declared(bool keyboard, bool clock, bool portSerial, bool windowSerial, ushort flags)
    {
        List<AcpiSerialPort> ports = [];
        if (portSerial)
        {
            ports.Add(Machines.Com(0x3F8, 4));
        }

        if (windowSerial)
        {
            ports.Add(new(null, new(0xD000_0000, 0x1000), 5));
        }

        AcpiDescription machine = Machines.Bare with { HasI8042 = keyboard, HasCmosClock = clock, SerialPorts = [.. ports] };
        Assert.Equal(flags, U16(Of(Machines.Build(machine), "FACP"), 109));
    }

    [Fact]
    public void The_century_is_where_the_CMOS_clock_has_it_and_nowhere_without_one()
    {
        Assert.Equal(RtcRegister.Century, Of(Machines.Build(Machines.Bare with { HasCmosClock = true }), "FACP")[108]);
        Assert.Equal(0, Of(Machines.Build(Machines.Bare), "FACP")[108]);
    }

    /// <summary>A Generic Address Structure: system I/O, 8 bits wide, accessed by bytes.</summary>
    private static void AssertPort(ReadOnlySpan<byte> fadt, int offset, ulong port)
    {
        Assert.Equal([1, 8, 0, 1], fadt.Slice(offset, 4).ToArray());
        Assert.Equal(port, U64(fadt, offset + 4));
    }
}
