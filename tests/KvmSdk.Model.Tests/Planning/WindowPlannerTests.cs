using KvmSdk.Model.Planning;
using KvmSdk.Model.Rules;
using KvmSdk.Model.Spec;
using KvmSdk.Model.Tests.Support;

namespace KvmSdk.Model.Tests.Planning;

public sealed class WindowPlannerTests
{
    [Fact]
    public void Windows_are_assigned_from_below_around_declared_ones() => Assert.Equal(
        [0xD000_0000, 0xD000_2000, 0xD000_1000],
        WindowsOf(Specs.With(Specs.MmioSerial("A"), Specs.MmioSerial("B"), Specs.MmioSerial("C", 0xD000_1000))));

    [Theory]
    [InlineData(0xC000_0000)]
    [InlineData(0xDFFF_F000)]
    [InlineData(0xF000_0000)]
    [InlineData(0xFEBF_F000)]
    [InlineData(0xFEC0_1000)]
    [InlineData(0xFEFF_F000)]
    [InlineData(0xFFFB_B000)]
    public void Pages_of_the_hole_beside_reserved_ones_are_free(ulong address) =>
        Assert.Equal([address], WindowsOf(Specs.With(Specs.MmioSerial("A", address))));

    [Theory]
    [InlineData(0xBFFF_F000, "is outside the hole for devices, 0xC0000000-0xFFFFFFFF")]
    [InlineData(0x1_0000_0000, "is outside the hole for devices")]
    [InlineData(0, "is outside the hole for devices")]
    [InlineData(ulong.MaxValue - 0xFFF, "is outside the hole for devices")]
    [InlineData(0xE000_0000, "overlaps PCI Express configuration space")]
    [InlineData(0xEFFF_F000, "overlaps PCI Express configuration space")]
    [InlineData(0xFEC0_0000, "overlaps the I/O APIC")]
    [InlineData(0xFED0_0000, "overlaps the HPET")]
    [InlineData(0xFEE0_0000, "overlaps the local APIC")]
    [InlineData(0xFFFB_C000, "overlaps KVM's identity map")]
    [InlineData(0xFFFF_F000, "overlaps the firmware and reset vector")]
    public void Other_pages_are_refused(ulong address, string words)
    {
        Violation violation = Specs.TheViolation(Specs.With(Specs.MmioSerial("A", address)));

        Assert.Equal(AddressRules.WindowReserved, violation.Rule);
        Assert.Equal(Target.OfProperty("A", "Serial", "Address"), violation.Target);
        Assert.Contains(words, violation.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0xD000_0001, "0xD0000000")]
    [InlineData(0xD000_0FFF, "0xD0000000")]
    [InlineData(0xD000_1001, "0xD0001000")]
    [InlineData(0xE000_0800, "0xD0000000")]
    [InlineData(1, "0xD0000000")]
    public void A_misaligned_window_is_moved_to_the_page_it_begins_in_if_that_can_be_had(ulong address, string suggestion)
    {
        Violation violation = Specs.TheViolation(Specs.With(Specs.MmioSerial("A", address)));

        Assert.Equal(AddressRules.WindowMisaligned, violation.Rule);
        Assert.Equal(suggestion, violation.Suggestion);
        Assert.EndsWith($"does not start at a multiple of 0x1000; use {suggestion}", violation.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Windows_misaligned_in_the_same_page_are_offered_pages_of_their_own() => Assert.Equal(
        ["0xD0001000", "0xD0002000"],
        MachinePlanner.Plan(Specs.With(
            Specs.MmioSerial("A", 0xD000_0000), Specs.MmioSerial("B", 0xD000_0800), Specs.MmioSerial("C", 0xD000_0900)))
            .Violations.Select(violation => violation.Suggestion));

    [Fact]
    public void The_same_window_declared_twice_is_an_overlap()
    {
        Violation violation = Specs.TheViolation(Specs.With(Specs.MmioSerial("A", 0xC000_0000), Specs.MmioSerial("B", 0xC000_0000)));

        Assert.Equal(AddressRules.WindowsOverlap, violation.Rule);
        Assert.Equal(Target.OfProperty("B", "Serial", "Address"), violation.Target);
        Assert.Equal(Target.OfProperty("A", "Serial", "Address"), violation.Related);
        Assert.Equal("0xD0000000", violation.Suggestion);
    }

    private static IEnumerable<ulong> WindowsOf(MachineSpec spec) =>
        MachinePlanner.Plan(spec).Plan!.Devices.Where(device => !device.IsPlatform).Select(device => device.Window!.Value.Base);
}
