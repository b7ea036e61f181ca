using System.Text.Json;
using KvmSdk.CommandLine;
using KvmSdk.Model.Layout;
using KvmSdk.Model.Spec;

namespace KvmSdk.Runtime.Tests.CommandLine;

/// <summary>The options that only a machine with a Linux kernel has.</summary>
public sealed class KernelOptionTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("kvmsdk-kernel-options-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static Task<ProgramRun> RunAsync(params string[] arguments) => ProgramRun.OfAsync(SampleMachine.Program(SampleMachine.LinuxPlan), arguments);

    private static async Task<StartOptions> StartedAsync(params string[] arguments)
    {
        StartOptions? started = null;
        SampleMachine.OnStart.Value = (_, options) =>
        {
            started = options;
            throw new HostException("here", "enough is known", "none");
        };
        ProgramRun run = await RunAsync(["--root-image=vmlinuz", .. arguments]);
        return started ?? throw new InvalidOperationException(run.Error);
    }

    private string ConfigurationOf(string json)
    {
        string path = Path.Combine(_directory, "vm.json");
        File.WriteAllText(path, json);
        return path;
    }

    [Fact]
    public async Task They_reach_the_machine()
    {
        Assert.Equal(
            new StartOptions { AppendCommandLine = "quiet root=LABEL=a", KernelEntry = KernelEntry.Kernel64 },
            await StartedAsync("--append", "quiet root=LABEL=a", "--kernel-entry=kernel64"));
        Assert.Equal(new StartOptions(), await StartedAsync());
    }

    [Theory]
    [InlineData("auto", KernelEntry.Automatic)]
    [InlineData("decompressor", KernelEntry.Decompressor)]
    [InlineData("kernel64", KernelEntry.Kernel64)]
    [InlineData("pvh", KernelEntry.Pvh)]
    public async Task Every_entry_has_its_word(string word, KernelEntry entry)
    {
        Assert.Equal(entry, (await StartedAsync("--kernel-entry", word)).KernelEntry);
        Assert.Equal(word, KernelEntrySyntax.Of(entry));
        Assert.Contains(word, KernelEntrySyntax.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_configuration_file_gives_them_too_and_an_option_wins()
    {
        string path = ConfigurationOf("""{ "append": "quiet", "kernelEntry": "pvh" }""");
        Assert.Equal(new StartOptions { AppendCommandLine = "quiet", KernelEntry = KernelEntry.Pvh }, await StartedAsync("--config", path));
        Assert.Equal(
            new StartOptions { AppendCommandLine = "debug", KernelEntry = KernelEntry.Pvh }, await StartedAsync("--config", path, "--append=debug"));
    }

    [Theory]
    [InlineData("{\"append\": 5}", "1:12: \"append\" needs a text in quotes: \"TEXT\"")]
    [InlineData("{\"kernelEntry\": true}", "1:17: \"kernelEntry\" needs a text in quotes: \"ENTRY\"")]
    [InlineData("{\"kernelEntry\": \"bios\"}", "1:17: 'bios' is no way into a kernel; give auto, decompressor, kernel64 or pvh")]
    public async Task A_mistake_in_the_file_is_told_with_its_place(string json, string message)
    {
        string path = ConfigurationOf(json);
        Assert.Equal(new ProgramRun(2, "", $"sample: {path}:{message}\n"), await RunAsync("inspect", "--config", path));
    }

    [Theory]
    [InlineData("--append: KVM0507: The command line of 'RootImage' has U+000A at position 20; use printable ASCII only", "--append=quiet\nx")]
    [InlineData("--append: KVM0507: The command line of 'RootImage' has U+00F6 at position 15; use printable ASCII only", "--append=ö")]
    [InlineData("--append: KVM0509: Kernel parameter 'root=/dev/vda' names disk 1 of the machine, which declares none; declare a [Block] for it", "--append=root=/dev/vda")]
    [InlineData("--append: KVM0510: Kernel parameter 'noapic' contradicts the machine: the interrupt of 'Console' comes through the I/O APIC; remove it", "--append=noapic")]
    [InlineData("--kernel-entry: 'PVH' is no way into a kernel; give auto, decompressor, kernel64 or pvh", "--kernel-entry=PVH")]
    [InlineData("--kernel-entry: '' is no way into a kernel; give auto, decompressor, kernel64 or pvh", "--kernel-entry=")]
    public async Task A_mistake_is_one_sentence_and_exit_code_2(string message, string argument) =>
        Assert.Equal(new ProgramRun(2, "", $"sample: {message}\n"), await RunAsync("--root-image=vmlinuz", argument));

    [Fact]
    public async Task The_CPUs_that_are_asked_for_are_held_against_the_command_line_in_any_order()
    {
        Assert.Equal("nr_cpus=2", (await StartedAsync("--append=nr_cpus=2", "--cpus=2")).AppendCommandLine);
        ProgramRun run = await RunAsync("--root-image=vmlinuz", "--append=nr_cpus=2", "--cpus=3");
        Assert.Contains("KVM0510: Kernel parameter 'nr_cpus=2' contradicts the machine: the kernel would use 2 of 3 CPUs; remove it", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_whole_command_line_counts_against_the_limit()
    {
        int room = X86Layout.MaxCommandLine - "console=ttyS0 ".Length;
        Assert.Equal(room, (await StartedAsync("--append", new string('x', room))).AppendCommandLine?.Length);
        ProgramRun tooLong = await RunAsync("--root-image=vmlinuz", "--append", new string('x', room + 1));
        Assert.Equal(2, tooLong.ExitCode);
        Assert.StartsWith("sample: --append: KVM0507: The command line of 'RootImage' has 2048 characters; ", tooLong.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--append=quiet")]
    [InlineData("--kernel-entry=pvh")]
    public async Task A_machine_without_a_kernel_has_none_of_them(string argument)
    {
        ProgramRun run = await ProgramRun.OfAsync("inspect", argument);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("is no option", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_lists_them_with_what_is_declared()
    {
        string help = (await RunAsync("--help")).Output;
        Assert.Contains(
            """
              --append TEXT         "append"       added to the kernel's command line, after a space
              --kernel-entry ENTRY  "kernelEntry"  where the kernel is entered: auto, decompressor, kernel64 or pvh; declared: decompressor

            """,
            help,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("console=ttyS0", "decompressor")]
    [InlineData("console=ttyS0 quiet", "decompressor", "--append=quiet")]
    [InlineData("console=ttyS0", "decompressor", "--append=")]
    [InlineData("console=ttyS0", "pvh", "--kernel-entry=pvh")]
    public async Task Inspect_shows_what_the_kernel_would_get(string commandLine, string entry, params string[] arguments)
    {
        string text = (await RunAsync(["inspect", .. arguments])).Output;
        Assert.Contains($"Command line  {commandLine}\nEntry         {entry}\n", text, StringComparison.Ordinal);

        using JsonDocument document = JsonDocument.Parse((await RunAsync(["inspect", "--json", .. arguments])).Output);
        JsonElement boot = document.RootElement.GetProperty("boot");
        Assert.Equal(commandLine, boot.GetProperty("commandLine").GetString());
        Assert.Equal(entry, boot.GetProperty("entry").GetString());
    }
}
