using KvmSdk.CommandLine;

namespace KvmSdk.Runtime.Tests.CommandLine;

public class OptionTableTests
{
    private static CommandOption OptionOf(params string[] properties) =>
        new OptionTable(SampleMachine.Plan, [.. properties.Select(name => new InstanceOption(name, typeof(string), false))]).Properties[^1];

    [Theory]
    [InlineData("RootDisk", "--root-disk", "rootDisk")]
    [InlineData("Lan", "--lan", "lan")]
    [InlineData("TTYName", "--tty-name", "ttyName")]
    [InlineData("Disk2", "--disk2", "disk2")]
    public void A_property_becomes_a_kebab_case_option_and_a_camel_case_key(string property, string name, string key)
    {
        CommandOption option = OptionOf(property);
        Assert.Equal(name, option.Name);
        Assert.Equal(key, option.Key);
    }

    [Theory]
    [InlineData("Config", "--config-value", "configValue")]
    [InlineData("Cpus", "--cpus-value", "cpusValue")]
    [InlineData("MemoryMiB", "--memory-mi-b-value", "memoryMiBValue")]
    [InlineData("Help", "--help-value", "helpValue")]
    public void A_property_whose_name_the_SDK_uses_stays_reachable(string property, string name, string key)
    {
        CommandOption option = OptionOf(property);
        Assert.Equal(name, option.Name);
        Assert.Equal(key, option.Key);
    }

    [Fact]
    public void Two_properties_that_would_share_an_option_do_not()
    {
        Assert.Equal("--root-disk-value", OptionOf("RootDisk", "RootDISK").Name);
    }
}
