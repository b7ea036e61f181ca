using KvmSdk.Model.Acpi;
using static KvmSdk.Model.Tests.Acpi.TableBytes;

namespace KvmSdk.Model.Tests.Acpi;

/// <summary>Structures as in ACPI 6.5, 5.2.12.</summary>
public sealed class MadtTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 8)]
    [InlineData(254, 254)]
    public void Every_cpu_is_listed_enabled_and_no_other_is_listed(int cpus, int maximum)
    {
        List<byte[]> structures = Structures(Of(Machines.Build(Machines.Bare with { Cpus = cpus, MaxCpus = maximum }), "APIC"));
        byte[][] processors = [.. structures.Where(structure => structure[0] == 0)];
        Assert.Equal(Enumerable.Range(0, cpus).Select(cpu => new byte[] { 0, 8, (byte)cpu, (byte)cpu, 1, 0, 0, 0 }), processors);
    }

    [Fact]
    public void The_controllers_are_kvms()
    {
        ReadOnlySpan<byte> madt = Of(Machines.Build(Machines.Bare), "APIC");
        Assert.Equal(6, madt[8]);
        Assert.Equal(0xFEE0_0000, U32(madt, 36));
        Assert.Equal(1u, U32(madt, 40));
        List<byte[]> structures = Structures(madt);
        Assert.Equal([1, 12, 0, 0, 0x00, 0x00, 0xC0, 0xFE, 0, 0, 0, 0], Assert.Single(structures, structure => structure[0] == 1));
        Assert.Equal([4, 6, 0xFF, 0, 0, 1], Assert.Single(structures, structure => structure[0] == 4));
    }

    [Fact]
    public void Other_controller_addresses_can_be_stated()
    {
        AcpiDescription machine = Machines.Bare with { LocalApicAddress = 0xFEE0_1000, IoApicAddress = 0xFEC0_2000 };
        ReadOnlySpan<byte> madt = Of(Machines.Build(machine), "APIC");
        Assert.Equal(0xFEE0_1000, U32(madt, 36));
        Assert.Equal(0xFEC0_2000, U32(Structures(madt).Single(structure => structure[0] == 1), 4));
    }

    [Fact]
    public void The_timer_is_overridden_only_where_it_is_routed_to_another_input()
    {
        Assert.DoesNotContain(Structures(Of(Machines.Build(Machines.Bare), "APIC")), structure => structure[0] == 2);
        List<byte[]> routed = Structures(Of(Machines.Build(Machines.Bare with { TimerInput = 2 }), "APIC"));
        Assert.Equal([2, 10, 0, 0, 2, 0, 0, 0, 0, 0], Assert.Single(routed, structure => structure[0] == 2));
    }
}
