using KvmSdk.CommandLine;

namespace KvmSdk.Runtime.Tests.CommandLine;

public sealed class MachineSettingsTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("kvmsdk-settings-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private string ConfigurationOf(string json)
    {
        string path = Path.Combine(_directory, "vm.json");
        File.WriteAllText(path, json);
        return path;
    }

    private static MachineSettings Settings(params string[] arguments)
    {
        OptionTable table = SampleMachine.Table();
        return MachineSettings.Of(CommandParser.Parse(table, arguments), table, SampleMachine.Plan);
    }

    private static string Refused(params string[] arguments) => Assert.Throws<UsageException>(() => Settings(arguments)).Message;

    [Fact]
    public void Without_settings_the_declaration_holds()
    {
        MachineSettings settings = Settings();
        Assert.Equal(SampleMachine.Plan, settings.Plan);
        Assert.Equal(new StartOptions(), settings.Start);
        Assert.Empty(settings.Texts);
    }

    [Fact]
    public void The_file_wins_over_the_declaration()
    {
        string path = ConfigurationOf("""{ "cpus": 2, "memoryMiB": 256, "rootImage": "a.img" }""");
        MachineSettings settings = Settings("--config", path);
        Assert.Equal(new StartOptions { Cpus = 2, MemoryMiB = 256 }, settings.Start);
        Assert.Equal(2, settings.Plan.Cpus.Count);
        Assert.Equal(256, settings.Plan.Memory.MiB);
        Assert.Equal(("a.img", $"{path}:1:45"), settings.Texts["RootImage"]);
    }

    [Fact]
    public void An_option_wins_over_the_file()
    {
        string path = ConfigurationOf("""{ "cpus": 2, "memoryMiB": 256, "rootImage": "a.img" }""");
        MachineSettings settings = Settings("--root-image", "b.img", "--cpus", "3", "--config", path);
        Assert.Equal(new StartOptions { Cpus = 3, MemoryMiB = 256 }, settings.Start);
        Assert.Equal(("b.img", "--root-image"), settings.Texts["RootImage"]);
    }

    [Theory]
    [InlineData("--cpus", "1")]
    [InlineData("--cpus", "4")]
    [InlineData("--memory", "2")]
    [InlineData("--memory", "1023G")]
    public void Values_at_the_edge_of_the_rules_are_taken(string option, string value) => Assert.NotNull(Settings(option, value));

    [Theory]
    [InlineData("--cpus", "0", "--cpus: KVM0110: Cpus = 0 is outside 1 to 254; choose a count in that range")]
    [InlineData("--cpus", "-1", "--cpus: KVM0110: Cpus = -1 is outside 1 to 254; choose a count in that range")]
    [InlineData("--cpus", "255", "--cpus: KVM0110: Cpus = 255 is outside 1 to 254; choose a count in that range")]
    [InlineData("--cpus", "5", "--cpus: KVM0111: 5 CPUs are more than the declared maximum of 4; lower Cpus or raise MaxCpus")]
    [InlineData("--cpus", "two", "--cpus: 'two' is not a count; give a whole number, such as 2")]
    [InlineData("--memory", "1", "--memory: KVM0120: MemoryMiB = 1 is outside 2 to 1047552; choose a size in that range")]
    [InlineData("--memory", "1024G", "--memory: KVM0120: MemoryMiB = 1048576 is outside 2 to 1047552; choose a size in that range")]
    public void A_value_beyond_the_rules_is_told_with_the_rule(string option, string value, string message) =>
        Assert.Equal(message, Refused(option, value));

    [Fact]
    public void A_value_beyond_the_rules_in_the_file_is_told_with_its_place()
    {
        string path = ConfigurationOf("{\n  \"memoryMiB\": -5\n}");
        Assert.Equal($"{path}:2:16: KVM0120: MemoryMiB = -5 is outside 2 to 1047552; choose a size in that range", Refused("--config", path));
    }

    [Fact]
    public void A_missing_file_a_directory_and_an_endless_file_are_told()
    {
        string missing = Path.Combine(_directory, "none.json");
        Assert.Equal($"--config: '{missing}' does not exist; check the path", Refused("--config", missing));
        Assert.Equal(
            $"--config: '{_directory}' may not be read by this user, or is a directory; check its permissions", Refused("--config", _directory));
        Assert.Equal("--config: '/dev/zero' is larger than 1 MiB; give the path of a JSON file of settings", Refused("--config", "/dev/zero"));
        Assert.StartsWith("--config: '' cannot be read", Refused("--config="), StringComparison.Ordinal);
    }

    [Fact]
    public void A_required_property_without_a_value_is_told_with_both_ways_to_give_it()
    {
        UsageException e = Assert.Throws<UsageException>(() => Settings().RequireValues(SampleMachine.Table().Properties));
        Assert.Equal("--root-image is required: give --root-image PATH, or the key \"rootImage\" in a --config file", e.Message);
        Assert.NotNull(Settings("--root-image=x").RequireValues(SampleMachine.Table().Properties));
    }
}
