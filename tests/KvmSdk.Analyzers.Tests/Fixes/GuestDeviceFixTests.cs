using KvmSdk.Analyzers.Tests.Support;
using KvmSdk.CodeFixes;

namespace KvmSdk.Analyzers.Tests.Fixes;

/// <summary>The repairs of devices that a user's class declares.</summary>
public sealed class GuestDeviceFixTests
{
    [Theory]
    [InlineData("[MmioDevice(Size = 0x1800)]", "[MmioDevice(Size = 0x2000)]", "Set Size to 0x2000")]
    [InlineData("[MmioDevice(Size = 1)]", "[MmioDevice(Size = 0x1000)]", "Set Size to 0x1000")]
    public async Task A_size_becomes_the_next_one_that_fits(string before, string after, string title) =>
        Assert.Equal([title], await ExpectFix.TurnsAsync(new UseSuggestedValueFix(), Device("", before), Device("", after)));

    [Theory]
    [InlineData("[Register(0x02)] public uint A { get; set; }", "[Register(0x04)] public uint A { get; set; }", "Set offset to 0x04")]
    [InlineData("[Register(offset: 0x2000)] public uint A { get; set; }", "[Register(offset: 0x00)] public uint A { get; set; }", "Set offset to 0x00")]
    [InlineData("[Register(0, Reset = 0x123)] public partial byte A { get; set; }", "[Register(0, Reset = 0x23)] public partial byte A { get; set; }", "Set Reset to 0x23")]
    [InlineData("[Register(0, Stride = 3)] public uint A(int index) => 0;", "[Register(0, Stride = 4)] public uint A(int index) => 0;", "Set Stride to 4")]
    public async Task An_argument_takes_the_value_that_is_suggested(string before, string after, string title) =>
        Assert.Equal([title], await ExpectFix.TurnsAsync(new UseSuggestedValueFix(), Device(before), Device(after)));

    [Fact]
    public async Task Registers_at_one_place_are_each_offered_another() => await ExpectFix.TurnsAsync(
        new UseSuggestedValueFix(),
        Device("[Register(4)] public uint A { get; set; }\n    [Register(4)] public uint B { get; set; }\n    [Register(6)] public ushort C { get; set; }\n    [Register(5)] public ulong D { get; set; }"),
        Device("[Register(4)] public uint A { get; set; }\n    [Register(0x00)] public uint B { get; set; }\n    [Register(0x0E)] public ushort C { get; set; }\n    [Register(0x10)] public ulong D { get; set; }"));

    [Fact]
    public async Task A_field_moves_behind_the_one_that_it_overlaps() => await ExpectFix.TurnsAsync(
        new UseSuggestedValueFix(),
        Device("[Register(0)] public uint A { get; set; }\n    [BitField(nameof(A), 0, Width = 4)] public partial byte B { get; set; }\n    [BitField(nameof(A), 2)] public partial bool C { get; set; }"),
        Device("[Register(0)] public uint A { get; set; }\n    [BitField(nameof(A), 0, Width = 4)] public partial byte B { get; set; }\n    [BitField(nameof(A), 4)] public partial bool C { get; set; }"));

    [Theory]
    [InlineData("[Register(0, Access = GuestAccess.ReadWrite)] public uint A => 1;", "[Register(0)] public uint A => 1;", "Remove Access")]
    [InlineData("[Register(0, Reset = 5)] public uint A { get; set; }", "[Register(0)] public uint A { get; set; }", "Remove Reset")]
    [InlineData("[Register(0, Count = 5)] public uint A { get; set; }", "[Register(0)] public uint A { get; set; }", "Remove Count")]
    public async Task An_argument_that_cannot_hold_goes(string before, string after, string title) =>
        Assert.Equal([title], await ExpectFix.TurnsAsync(new RemoveArgumentFix(), Device(before), Device(after)));

    [Fact]
    public async Task The_second_bus_goes() => Assert.Equal(
        ["Remove [PortDevice] from 'Thermometer'"],
        await ExpectFix.TurnsAsync(new RemoveAttributeFix(), Device("", "[MmioDevice, PortDevice]"), Device("", "[MmioDevice]")));

    [Fact]
    public async Task A_device_is_made_partial() => Assert.Equal(
        ["Make 'Thermometer' partial"],
        await ExpectFix.TurnsAsync(new MakePartialFix(), Device("").Replace("partial ", "", StringComparison.Ordinal), Device("")));

    [Fact]
    public async Task No_value_is_suggested_where_there_is_no_room() =>
        await ExpectFix.NothingAsync(new UseSuggestedValueFix(), Device("[Register(0, Count = 2000)] public uint A(int index) => 0;"));

    private static string Device(string members, string attributes = "[MmioDevice]") => $$"""
        using KvmSdk;
        using KvmSdk.Model.Spec;

        {{attributes}}
        public sealed partial class Thermometer
        {
            {{members}}
        }
        """;
}
