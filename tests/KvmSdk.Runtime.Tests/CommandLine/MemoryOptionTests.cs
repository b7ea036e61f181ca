using System.Text.Json;
using KvmSdk.CommandLine;
using KvmSdk.Model.Spec;

namespace KvmSdk.Runtime.Tests.CommandLine;

/// <summary>The options for the host's pages behind RAM.</summary>
public sealed class MemoryOptionTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("kvmsdk-memory-options-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static async Task<StartOptions> StartedAsync(params string[] arguments)
    {
        StartOptions? started = null;
        SampleMachine.OnStart.Value = (_, options) =>
        {
            started = options;
            throw new HostException("here", "enough is known", "none");
        };
        ProgramRun run = await ProgramRun.OfAsync(["--root-image=x", .. arguments]);
        return started ?? throw new InvalidOperationException(run.Error);
    }

    private string ConfigurationOf(string json)
    {
        string path = Path.Combine(_directory, "vm.json");
        File.WriteAllText(path, json);
        return path;
    }

    [Theory]
    [InlineData("auto", HugePages.Automatic)]
    [InlineData("none", HugePages.None)]
    [InlineData("transparent", HugePages.Transparent)]
    [InlineData("2M", HugePages.HugeTlb2MiB)]
    public async Task Every_kind_of_pages_has_its_word(string word, HugePages pages)
    {
        Assert.Equal(new StartOptions { HugePages = pages }, await StartedAsync("--huge-pages", word));
        Assert.Equal(word, HugePagesSyntax.Of(pages));
        Assert.Contains(word, HugePagesSyntax.Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--prefault", true)]
    [InlineData("--prefault=true", true)]
    [InlineData("--prefault=false", false)]
    public async Task Prefault_stands_alone_or_takes_a_value_after_an_equals_sign(string argument, bool prefault) =>
        Assert.Equal(new StartOptions { Prefault = prefault, Cpus = 2 }, await StartedAsync(argument, "--cpus", "2"));

    [Fact]
    public async Task The_configuration_file_gives_them_too_and_an_option_wins()
    {
        string path = ConfigurationOf("""{ "hugePages": "2M", "prefault": true }""");
        Assert.Equal(new StartOptions { HugePages = HugePages.HugeTlb2MiB, Prefault = true }, await StartedAsync("--config", path));
        Assert.Equal(
            new StartOptions { HugePages = HugePages.None, Prefault = false }, await StartedAsync("--config", path, "--prefault=false", "--huge-pages=none"));
    }

    [Theory]
    [InlineData("{\"hugePages\": 2}", "1:15: \"hugePages\" needs a text in quotes: \"PAGES\"")]
    [InlineData("{\"prefault\": 1}", "1:14: \"prefault\" needs true or false")]
    [InlineData("{\"prefault\": \"perhaps\"}", "1:14: 'perhaps' is neither true nor false; give one of them")]
    public async Task A_mistake_in_the_file_is_told_with_its_place(string json, string message)
    {
        string path = ConfigurationOf(json);
        Assert.Equal(new ProgramRun(2, "", $"sample: {path}:{message}\n"), await ProgramRun.OfAsync("inspect", "--config", path));
    }

    [Theory]
    [InlineData("--huge-pages: '1G' names no pages; give auto, none, transparent or 2M", "--huge-pages=1G")]
    [InlineData("--prefault: 'yes' is neither true nor false; give one of them", "--prefault=yes")]
    [InlineData("--prefault is given twice; give it once", "--prefault", "--prefault=false")]
    [InlineData("KVM0121: MemoryMiB = 65 is no multiple of 2 MiB, as pages of HugePages.HugeTlb2MiB need; choose 66, or other pages", "--memory=65", "--huge-pages=2M")]
    public async Task A_mistake_is_one_sentence_and_exit_code_2(string message, params string[] arguments) =>
        Assert.Equal(new ProgramRun(2, "", $"sample: {message}\n"), await ProgramRun.OfAsync(["--root-image=x", .. arguments]));

    [Fact]
    public void A_program_that_starts_itself_elsewhere_passes_them_on()
    {
        string[] arguments = [.. Request("--huge-pages=transparent", "--prefault").ToArguments()];
        Assert.Equal(["--cpus=1", "--memory=64", "--huge-pages=transparent", "--prefault=true"], arguments);
        Assert.Equal(arguments, Request(arguments).ToArguments());

        static LaunchRequest Request(params string[] arguments)
        {
            OptionTable table = SampleMachine.Table();
            return new(SampleMachine.Program(), MachineSettings.Of(CommandParser.Parse(table, arguments), table, SampleMachine.Plan), table);
        }
    }

    [Theory]
    [InlineData("64 MiB", "auto", false)]
    [InlineData("64 MiB, 4 KiB pages", "none", false, "--huge-pages=none")]
    [InlineData("64 MiB, transparent huge pages, prefaulted", "transparent", true, "--huge-pages=transparent", "--prefault")]
    [InlineData("64 MiB, reserved 2 MiB pages", "2M", false, "--huge-pages=2M")]
    public async Task Inspect_shows_them(string text, string word, bool prefault, params string[] arguments)
    {
        Assert.Contains($"Memory   {text}\n", (await ProgramRun.OfAsync(["inspect", .. arguments])).Output, StringComparison.Ordinal);
        using JsonDocument document = JsonDocument.Parse((await ProgramRun.OfAsync(["inspect", "--json", .. arguments])).Output);
        JsonElement memory = document.RootElement.GetProperty("memory");
        Assert.Equal(word, memory.GetProperty("hugePages").GetString());
        Assert.Equal(prefault, memory.GetProperty("prefault").GetBoolean());
    }

    [Fact]
    public async Task A_start_that_takes_long_says_why_once()
    {
        TaskCompletionSource<int> start = new();
        TaskCompletionSource silence = new();
        int said = 0;
        Task<int> watched = SlowStart.WatchAsync(start.Task, silence.Task, () => said++);
        Assert.Equal(0, said);
        silence.SetResult();
        start.SetResult(5);
        Assert.Equal(5, await watched);
        Assert.Equal(1, said);
    }

    [Fact]
    public async Task A_start_that_is_quick_says_nothing()
    {
        int said = 0;
        Assert.Equal(5, await SlowStart.WatchAsync(Task.FromResult(5), new TaskCompletionSource().Task, () => said++));
        Assert.Equal(0, said);
    }
}
