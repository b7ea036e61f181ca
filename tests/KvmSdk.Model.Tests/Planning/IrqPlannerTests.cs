using System.Globalization;
using KvmSdk.Model.Planning;
using KvmSdk.Model.Rules;
using KvmSdk.Model.Spec;
using KvmSdk.Model.Tests.Support;

namespace KvmSdk.Model.Tests.Planning;

public sealed class IrqPlannerTests
{
    [Fact]
    public void Serial_ports_get_lines_4_and_3_and_then_any_from_5_up() => Assert.Equal(
        [4, 3, 5, 6, 7, 9],
        LinesOf(Specs.With([.. Enumerable.Range(0, 6).Select(i => Specs.Serial($"S{i}"))])));

    [Fact]
    public void A_declared_line_is_never_assigned_to_an_earlier_device() =>
        Assert.Equal([3, 4], LinesOf(Specs.With(Specs.Serial("A"), Specs.Serial("B", irq: 4))));

    [Theory]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(9)]
    [InlineData(12)]
    [InlineData(14)]
    [InlineData(23)]
    public void A_free_line_can_be_declared(int irq) => Assert.Equal([irq], LinesOf(Specs.With(Specs.Serial("A", irq: irq))));

    [Theory]
    [InlineData(-1, "is outside the I/O APIC's inputs 0 to 23")]
    [InlineData(24, "is outside the I/O APIC's inputs 0 to 23")]
    [InlineData(0, "belongs to the timer")]
    [InlineData(1, "belongs to the keyboard controller")]
    [InlineData(2, "is the PIC cascade")]
    [InlineData(8, "belongs to the CMOS clock")]
    [InlineData(13, "belongs to the floating-point unit")]
    public void A_line_of_the_platform_and_one_that_does_not_exist_are_refused(int irq, string words)
    {
        Violation violation = Specs.TheViolation(Specs.With(Specs.Serial("A", irq: irq)));

        Assert.Equal(InterruptRules.IrqUnavailable, violation.Rule);
        Assert.Equal(Target.OfProperty("A", "Serial", "Irq"), violation.Target);
        Assert.Contains(words, violation.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Line_1_is_free_without_the_keyboard_controller() =>
        Assert.Equal([1], LinesOf(Specs.WithoutI8042(Specs.Serial("A", irq: 1))));

    [Fact]
    public void The_CMOS_clock_has_line_8_and_no_other_device_can()
    {
        MachineSpec spec = Specs.With() with { Devices = [DeviceSpec.Power(null), DeviceSpec.CmosClock(), Specs.Serial("A", irq: 9)] };
        Assert.Equal([null, 8, 9], MachinePlanner.Plan(spec).Plan!.Devices.Select(device => device.Irq));

        Violation violation = Specs.TheViolation(spec with { Devices = [DeviceSpec.Power(null), DeviceSpec.CmosClock(), Specs.Serial("A", irq: 8)] });
        Assert.Equal(Target.OfProperty("A", "Serial", "Irq"), violation.Target);
        Assert.Equal("IRQ 8 of 'A' belongs to the CMOS clock; choose a free line, or leave Irq out", violation.Message);
    }

    [Fact]
    public void A_line_declared_twice_is_reported_at_the_second_with_a_free_one()
    {
        Violation violation = Specs.TheViolation(Specs.With(Specs.Serial("A", irq: 5), Specs.Serial("B", irq: 5), Specs.Serial("C", irq: 6)));

        Assert.Equal(InterruptRules.IrqClaimedTwice, violation.Rule);
        Assert.Equal(Target.OfProperty("B", "Serial", "Irq"), violation.Target);
        Assert.Equal(Target.OfProperty("A", "Serial", "Irq"), violation.Related);
        Assert.Equal("7", violation.Suggestion);
        Assert.Equal("IRQ 5 of 'B' is already used by 'A'; IRQ 7 is free", violation.Message);
    }

    [Fact]
    public void Each_conflict_is_offered_a_line_of_its_own() => Assert.Equal(
        ["6", "7"],
        MachinePlanner.Plan(Specs.With(Specs.Serial("A", irq: 5), Specs.Serial("B", irq: 5), Specs.Serial("C", irq: 5)))
            .Violations.Select(violation => violation.Suggestion));

    [Fact]
    public void Nineteen_devices_use_up_the_lines()
    {
        DeviceSpec[] devices = [.. Enumerable.Range(0, 19).Select(i => Specs.MmioSerial("S" + i.ToString(CultureInfo.InvariantCulture)))];

        Assert.Empty(Specs.BrokenRules(Specs.With(devices)));

        Violation violation = Specs.TheViolation(Specs.With([.. devices, Specs.MmioSerial("OneTooMany")]));
        Assert.Equal(InterruptRules.IrqsExhausted, violation.Rule);
        Assert.Equal(Target.OfProperty("OneTooMany", "Serial"), violation.Target);
        Assert.Contains("all 19 assignable lines are in use", violation.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_conflict_without_any_free_line_suggests_none()
    {
        int[] lines = [3, 4, 5, 6, 7, 9, 10, 11, 12, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23];
        DeviceSpec[] devices = [.. lines.Select(line => Specs.MmioSerial($"S{line}", irq: line))];

        Violation violation = Specs.TheViolation(Specs.With([.. devices, Specs.MmioSerial("OneTooMany", irq: 5)]));

        Assert.Equal(InterruptRules.IrqClaimedTwice, violation.Rule);
        Assert.Equal("", violation.Suggestion);
        Assert.EndsWith("; no line is free, declare fewer devices", violation.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<int> LinesOf(MachineSpec spec) =>
        MachinePlanner.Plan(spec).Plan!.Devices.Where(device => !device.IsPlatform).Select(device => device.Irq!.Value);
}
