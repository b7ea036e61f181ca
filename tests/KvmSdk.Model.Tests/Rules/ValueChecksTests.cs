using KvmSdk.Model.Rules;
using KvmSdk.Model.Spec;

namespace KvmSdk.Model.Tests.Rules;

public sealed class ValueChecksTests
{
    [Fact]
    public void Every_port_on_the_terminal_after_the_first_is_one_too_many()
    {
        ValueChecks checks = new();

        Assert.Null(checks.AddStandardTerminal("A"));
        Violation violation = Assert.IsType<Violation>(checks.AddStandardTerminal("B"));
        Assert.Equal(ValueRules.SharedTerminal, violation.Rule);
        Assert.Equal(Target.ValueOf("A"), violation.Related);
        Assert.Equal(Target.ValueOf("A"), checks.AddStandardTerminal("C")?.Related);
    }

    [Theory]
    [InlineData("a.img", false, "b.img", false, false)]
    [InlineData("a.img", true, "a.img", true, false)]
    [InlineData("a.img", true, "a.img", false, true)]
    [InlineData("a.img", false, "a.img", true, true)]
    [InlineData("a.img", false, "a.img", false, true)]
    public void Only_disks_that_nobody_writes_to_may_be_one_file(string first, bool firstReadOnly, string second, bool secondReadOnly, bool isWrong)
    {
        ValueChecks checks = new();

        Assert.Null(checks.AddDisk("A", first, firstReadOnly));
        Assert.Equal(isWrong ? ValueRules.ImageAttachedTwice : null, checks.AddDisk("B", second, secondReadOnly)?.Rule);
    }

    [Theory]
    [InlineData("Data", null, "Data")]
    [InlineData("MeasurementsArchiveOf2025", null, "MeasurementsArchiveO")]
    [InlineData("Größe", null, "Gr__e")]
    [InlineData("Data", "given by me", "given by me")]
    public void A_disk_without_a_serial_number_has_the_beginning_of_its_name(string property, string? given, string serial) =>
        Assert.Equal(serial, DiskSerial.Of(property, given));

    [Fact]
    public void Every_disk_with_the_serial_number_of_another_is_compared_to_the_first()
    {
        ValueChecks checks = new();

        Assert.Null(checks.AddSerial("A", "1"));
        Assert.Null(checks.AddSerial("B", "2"));
        Assert.Equal(Target.ValueOf("A"), checks.AddSerial("C", "1")?.Related);
        Violation violation = Assert.IsType<Violation>(checks.AddSerial("D", "1"));
        Assert.Equal((ValueRules.SerialTwice, Target.ValueOf("D"), Target.ValueOf("A")), (violation.Rule, violation.Target, violation.Related));
    }

    [Fact]
    public void A_writer_is_found_among_readers_of_the_same_file()
    {
        ValueChecks checks = new();
        checks.AddDisk("A", "a.img", true);
        checks.AddDisk("B", "a.img", true);

        Assert.Equal(Target.ValueOf("A"), checks.AddDisk("C", "a.img", false)?.Related);
    }

    [Fact]
    public void A_tap_has_one_device()
    {
        ValueChecks checks = new();

        Assert.Null(checks.AddTap("A", "tap0"));
        Assert.Null(checks.AddTap("B", "tap1"));
        Violation violation = Assert.IsType<Violation>(checks.AddTap("C", "tap0"));
        Assert.Equal((NetRules.TapShared, Target.ValueOf("A")), (violation.Rule, violation.Related));
    }

    [Fact]
    public void An_address_has_one_device_and_each_other_is_offered_one_of_its_own()
    {
        ValueChecks checks = new();
        Assert.True(MacAddress.TryParse("52:54:00:00:00:ff", out MacAddress address));

        Assert.Null(checks.AddMac("A", address));
        Violation second = Assert.IsType<Violation>(checks.AddMac("B", address));
        Violation third = Assert.IsType<Violation>(checks.AddMac("C", address));
        Assert.Equal((NetRules.MacTaken, Target.ValueOf("B"), Target.ValueOf("A")), (second.Rule, second.Target, second.Related));
        Assert.Equal(["52:54:00:00:00:ff", "B", "A", "52:54:00:00:01:00"], second.Arguments);
        Assert.Equal(["52:54:00:00:00:ff", "C", "A", "52:54:00:00:01:01"], third.Arguments);
    }
}
