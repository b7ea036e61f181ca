using System.Text.Json;
using KvmSdk.CommandLine;
using KvmSdk.Model.Rules;

namespace KvmSdk.Runtime.Tests.CommandLine;

/// <summary>The rule on option names knows the options that there are.</summary>
public sealed class OptionNamesTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_property_is_warned_of_exactly_if_its_option_or_key_is_taken(bool hasKernel)
    {
        OptionTable table = new(hasKernel ? SampleMachine.LinuxPlan : SampleMachine.Plan, []);
        string[] properties = ["Cpus", "Memory", "MemoryMiB", "HugePages", "Prefault", "Profile", "Append", "KernelEntry", "Config", "Json", "Help", "Version", "Retries", "Cpu"];

        Assert.All(properties, property => Assert.Equal(
            table.Named(Option(property)) is not null || table.Keyed(JsonNamingPolicy.CamelCase.ConvertName(property)) is not null,
            OptionNames.Taken(property, hasKernel) is not null));
        Assert.All(table.BuiltIn, option => Assert.Equal(option.Name, OptionNames.Taken(Pascal(option.Name), hasKernel)));
        Assert.All(
            table.BuiltIn.Where(option => option.Key.Length > 0),
            option => Assert.NotNull(OptionNames.Taken(char.ToUpperInvariant(option.Key[0]) + option.Key[1..], hasKernel)));
    }

    [Fact]
    public void The_option_named_in_the_warning_is_the_one_that_the_property_gets()
    {
        OptionTable table = new(SampleMachine.Plan, [new("Cpus", typeof(int), false), new("MemoryMiB", typeof(int), false)]);

        Assert.Equal(
            [OptionNames.Taken("Cpus", false) + "-value", OptionNames.Taken("MemoryMiB", false) + "-value"],
            table.Properties.Select(option => option.Name));
    }

    private static string Option(string property) => "--" + JsonNamingPolicy.KebabCaseLower.ConvertName(property);

    private static string Pascal(string option) =>
        string.Concat(option[2..].Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}
