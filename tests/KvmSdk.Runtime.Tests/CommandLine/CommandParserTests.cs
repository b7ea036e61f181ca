using KvmSdk.CommandLine;

namespace KvmSdk.Runtime.Tests.CommandLine;

public class CommandParserTests
{
    private static ParsedCommand Parse(params string[] arguments) => CommandParser.Parse(SampleMachine.Table(), arguments);

    [Theory]
    [InlineData("Run")]
    [InlineData("Run", "run")]
    [InlineData("Run", "--")]
    [InlineData("Run", "--", "run")]
    [InlineData("Inspect", "inspect")]
    [InlineData("Inspect", "inspect", "--json")]
    [InlineData("Inspect", "--json", "inspect")]
    [InlineData("Inspect", "--cpus", "2", "inspect")]
    [InlineData("Doctor", "doctor")]
    [InlineData("Help", "--help")]
    [InlineData("Help", "-h")]
    [InlineData("Help", "run", "--help", "--nonsense")]
    [InlineData("Version", "--version")]
    public void The_verb_may_stand_anywhere_and_run_is_the_default(string verb, params string[] arguments) =>
        Assert.Equal(verb, Parse(arguments).Verb.ToString());

    [Theory]
    [InlineData("--root-image", "disk.img")]
    [InlineData("--root-image=disk.img")]
    [InlineData("run", "--root-image", "disk.img")]
    [InlineData("--root-image", "disk.img", "run")]
    public void A_value_follows_its_option_or_an_equals_sign(params string[] arguments)
    {
        (CommandOption option, string text) = Assert.Single(Parse(arguments).Values);
        Assert.Equal("RootImage", option.Property!.Property);
        Assert.Equal("disk.img", text);
    }

    [Theory]
    [InlineData("--root-image=", "")]
    [InlineData("--root-image=a=b", "a=b")]
    [InlineData("--root-image=--help", "--help")]
    public void After_an_equals_sign_any_text_is_the_value(string argument, string text) =>
        Assert.Equal(text, Assert.Single(Parse(argument).Values).Text);

    [Fact]
    public void A_value_may_begin_with_one_dash() => Assert.Equal("-1", Parse("--memory", "-1").TextOf(OptionTarget.Memory));

    [Fact]
    public void Every_option_reaches_its_target()
    {
        ParsedCommand command = Parse("inspect", "--cpus", "2", "--memory=1G", "--config", "vm.json", "--json", "--verbose", "true");
        Assert.Equal("2", command.TextOf(OptionTarget.Cpus));
        Assert.Equal("1G", command.TextOf(OptionTarget.Memory));
        Assert.Equal("vm.json", command.TextOf(OptionTarget.Config));
        Assert.Equal("true", command.TextOf(OptionTarget.Property));
        Assert.True(command.Json);
    }

    [Theory]
    [InlineData("'--cpsu' is no option; did you mean '--cpus'?", "--cpsu", "2")]
    [InlineData("'--rootimage' is no option; did you mean '--root-image'?", "--rootimage=x")]
    [InlineData("'--frobnicate' is no option; --help shows the options", "--frobnicate")]
    [InlineData("'-x' is no option; --help shows the options", "-x")]
    [InlineData("'-' is no option; --help shows the options", "-")]
    [InlineData("'inspekt' is no command; did you mean 'inspect'?", "inspekt")]
    [InlineData("'vm.json' is no command; the commands are run, inspect and doctor, and --help shows the options", "vm.json")]
    [InlineData("'--json' is no command; the commands are run, inspect and doctor, and --help shows the options", "--", "--json")]
    [InlineData("'doctor' is one word too many after 'inspect'; values go with their option, as in --memory 512", "inspect", "doctor")]
    [InlineData("--cpus needs a value: --cpus COUNT", "--cpus")]
    [InlineData("--cpus needs a value, but '--memory' follows; write --cpus=--memory if that is the value", "--cpus", "--memory", "5")]
    [InlineData("--json takes no value; leave out '=yes'", "inspect", "--json=yes")]
    [InlineData("--cpus is given twice; give it once", "--cpus", "1", "--cpus=2")]
    [InlineData("--json belongs to inspect and doctor; leave it out, or name one of them", "--json")]
    public void A_mistake_is_told_with_its_remedy(string message, params string[] arguments) =>
        Assert.Equal(message, Assert.Throws<UsageException>(() => Parse(arguments)).Message);
}
