using KvmSdk.Model.Acpi;
using KvmSdk.Model.Layout;

namespace KvmSdk.Model.Tests.Acpi;

public sealed class AcpiDescriptionTests
{
    public static TheoryData<string, Func<AcpiDescription, AcpiDescription>> Contradictions => new()
    {
        { "a maximum of 0 CPUs is outside 1 to 254", machine => machine with { MaxCpus = 0 } },
        { "a maximum of 255 CPUs is outside 1 to 254", machine => machine with { MaxCpus = 255 } },
        { "0 CPUs are outside 1 to the maximum of 1", machine => machine with { Cpus = 0 } },
        { "2 CPUs are outside 1 to the maximum of 1", machine => machine with { Cpus = 2 } },
        { "the power registers at port 0xFFFE do not end below port 0x10000", machine => machine with { PowerPort = 0xFFFE } },
        { "IRQ 24 of the timer is outside the I/O APIC's inputs 0 to 23", machine => machine with { TimerInput = 24 } },
        { "serial port 0 needs either ports or a window", machine => machine with { SerialPorts = [new(null, null, 4)] } },
        {
            "serial port 0 needs either ports or a window",
            machine => machine with { SerialPorts = [new(new(0x3F8, 8), new(0xD000_0000, 8), 4)] }
        },
        {
            "serial port 1 needs either ports or a window",
            machine => machine with { SerialPorts = [Machines.Com(0x3F8, 4), new(null, null, 4)] }
        },
        {
            "ports 0xFFFC-0x10003 of serial port 0 are no range of 1 to 255 ports",
            machine => machine with { SerialPorts = [Machines.Com(0xFFFC, 4)] }
        },
        {
            "ports 0x0000-0x00FF of serial port 0 are no range of 1 to 255 ports",
            machine => machine with { SerialPorts = [new(new(0, 256), null, 4)] }
        },
        { "IRQ -1 of serial port 0 is outside the I/O APIC's inputs 0 to 23", machine => machine with { SerialPorts = [Machines.Com(0x3F8, -1)] } },
        { "the generation ID at 0xF0004 is not at a multiple of 8", machine => machine with { GenerationId = new(0xF_0004, 5) } },
        { "IRQ 24 of the generation ID is outside the I/O APIC's inputs 0 to 23", machine => machine with { GenerationId = new(0xF_0000, 24) } },
        { "IRQ 24 of virtio device 0 is outside the I/O APIC's inputs 0 to 23", machine => machine with { VirtioDevices = [Machines.Disk(0, 24)] } },
        {
            "window 0xFFFFF000-0x100000FFF of virtio device 0 does not lie below 4 GiB",
            machine => machine with { VirtioDevices = [new(new AddressRange(0xFFFF_F000, 0x2000), 5)] }
        },
        {
            "window 0x00000000-0xFFFFFFFF of virtio device 0 does not lie below 4 GiB",
            machine => machine with { VirtioDevices = [new(new AddressRange(0, 0x1_0000_0000), 5)] }
        },
        {
            "window 0xFFFFFFFFFFFFF000-0xFFFFFFFFFFFFFFFF of serial port 0 does not lie below 4 GiB",
            machine => machine with { SerialPorts = [new(null, new AddressRange(0xFFFF_FFFF_FFFF_F000, 0x1000), 5)] }
        },
    };

    [Theory]
    [MemberData(nameof(Contradictions))]
    public void What_no_table_can_say_is_a_problem_and_no_exception(string problem, Func<AcpiDescription, AcpiDescription> contradict)
    {
        AcpiResult result = AcpiTables.Build(contradict(Machines.Bare));
        Assert.Null(result.Tables);
        Assert.Equal("ACPI tables cannot describe the machine: " + problem, result.Problem);
    }

    [Fact]
    public void Ports_windows_and_lines_may_reach_their_last_value()
    {
        AcpiDescription machine = Machines.Bare with
        {
            PowerPort = 0xFFFD,
            TimerInput = 23,
            SerialPorts = [Machines.Com(0xFFF8, 23)],
            VirtioDevices = [new(new AddressRange(0xFFFF_F000, 0x1000), 23), new(new AddressRange(1, uint.MaxValue), 0)],
        };
        Assert.Null(AcpiTables.Build(machine).Problem);
    }
}
