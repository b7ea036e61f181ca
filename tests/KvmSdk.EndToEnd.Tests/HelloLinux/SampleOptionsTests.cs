using HelloLinux;

namespace KvmSdk.EndToEnd.Tests.HelloLinux;

public sealed class SampleOptionsTests
{
    [Fact]
    public void The_sample_takes_its_own_options_and_leaves_the_rest_in_order()
    {
        SampleOptions options = SampleOptions.Parse(["--cpus", "4", "--install", "--disk=raw:x", "--execute", "uname -r; nproc", "--memory", "1G"]);

        Assert.True(options.Install);
        Assert.Equal("uname -r; nproc", options.Execute);
        Assert.False(options.IsHelpWanted);
        Assert.Equal(["--cpus", "4", "--disk=raw:x", "--memory", "1G"], options.Rest);
    }

    [Fact]
    public void Without_options_there_is_a_shell_and_nothing_is_installed()
    {
        SampleOptions options = SampleOptions.Parse([]);

        Assert.False(options.Install);
        Assert.Null(options.Execute);
        Assert.Empty(options.Rest);
    }

    [Theory]
    [InlineData("-x --install", "--execute", "-x --install")]
    [InlineData("a=b", "--execute=a=b")]
    public void A_command_may_look_like_anything(string command, params string[] arguments)
    {
        SampleOptions options = SampleOptions.Parse(arguments);

        Assert.Equal(command, options.Execute);
        Assert.False(options.Install);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    public void The_request_for_help_is_seen_and_passed_on(string word)
    {
        SampleOptions options = SampleOptions.Parse([word]);

        Assert.True(options.IsHelpWanted);
        Assert.Equal([word], options.Rest);
    }

    [Theory]
    [InlineData("--execute")]
    [InlineData("--execute", " ")]
    [InlineData("--execute=")]
    [InlineData("--execute", "true", "--execute=false")]
    public void A_wrong_command_is_told_in_one_sentence(params string[] arguments) =>
        Assert.StartsWith("--execute ", Assert.Throws<FormatException>(() => SampleOptions.Parse(arguments)).Message, StringComparison.Ordinal);
}
