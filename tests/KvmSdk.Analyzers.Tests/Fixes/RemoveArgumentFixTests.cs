using KvmSdk.Analyzers.Tests.Support;
using KvmSdk.CodeFixes;

namespace KvmSdk.Analyzers.Tests.Fixes;

public sealed class RemoveArgumentFixTests
{
    [Theory]
    [InlineData("Serial(Mmio = true, Port = 0x3F8)", "Serial(Mmio = true)", "Remove Port")]
    [InlineData("Serial(Port = 0x3F8, Mmio = true)", "Serial(Mmio = true)", "Remove Port")]
    [InlineData("Serial(Address = 0xD000_0000)", "Serial", "Remove Address")]
    [InlineData("Serial(Port = 0x20)", "Serial", "Remove Port, to have it assigned")]
    [InlineData("Serial(Mmio = true, Address = 0xE000_0000, Irq = 9)", "Serial(Mmio = true, Irq = 9)", "Remove Address, to have it assigned")]
    [InlineData("Serial(Irq = 2)", "Serial", "Remove Irq, to have it assigned")]
    public async Task The_argument_goes_and_an_empty_list_with_it(string before, string after, string title) => Assert.Equal(
        [title],
        await ExpectFix.TurnsAsync(new RemoveArgumentFix(), Source(before), Source(after)));

    [Fact]
    public async Task Several_arguments_of_one_attribute_go_at_once() =>
        await ExpectFix.TurnsAsync(new RemoveArgumentFix(), Source("Serial(Port = -1, Irq = -1, Address = 5)"), Source("Serial"));

    [Fact]
    public async Task The_machines_own_attributes_are_repaired_too() => await ExpectFix.TurnsAsync(
        new RemoveArgumentFix(),
        Source("Serial").Replace("[VirtualMachine]", "[VirtualMachine, Platform(PowerPort = 0x40)]", StringComparison.Ordinal),
        Source("Serial").Replace("[VirtualMachine]", "[VirtualMachine, Platform]", StringComparison.Ordinal));

    private static string Source(string attribute) => $$"""
        using KvmSdk;

        [VirtualMachine]
        public partial record Vm
        {
            [FlatImage] public required GuestImage Program { get; init; }

            [{{attribute}}] public required Terminal Console { get; init; }
        }
        """;
}
