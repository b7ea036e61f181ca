namespace KvmSdk.EndToEnd.Tests.HelloLinux;

/// <summary>The sample as a user runs it: on hardware KVM here, otherwise by itself in the lab.</summary>
[Collection("Lab")]
public sealed class HelloLinuxTests
{
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(15);

    [LabFact]
    public async Task A_command_sees_Debians_kernel_two_CPUs_and_the_disk_and_the_guest_powers_off()
    {
        // Last comes more than a terminal holds back, which was lost about every third time when it hung up too early.
        ProcessRun run = await Run("--execute", "uname -r; nproc; head -c 16 /dev/vda; head -c 8 /dev/hwrng | wc -c; seq 1 4000");

        Assert.True(run.ExitCode == 0, run.Transcript);
        string[] lines = run.Output.Split('\n');
        Assert.Matches(@"^\d+\.\d+\S*-cloud-amd64$", lines[0]);
        Assert.Equal(["2", "Hello from disk", "8", .. Enumerable.Range(1, 4000).Select(number => $"{number}"), ""], lines[1..]);
    }

    [LabFact]
    public async Task The_commands_status_is_the_exit_code()
    {
        ProcessRun run = await Run("--cpus=1", "--memory=128M", "--execute", "nproc; exit 7");

        Assert.True(run.ExitCode == 7, run.Transcript);
        Assert.Equal("1\n", run.Output);
    }

    [Fact]
    public async Task What_the_host_lacks_is_one_sentence_with_the_command_that_installs_it()
    {
        // A path with nothing on it but .NET, and a cache with nothing in it.
        string bare = Directory.CreateTempSubdirectory("bare-").FullName;
        try
        {
            string dotnet = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(directory => Path.Combine(directory, "dotnet")).First(File.Exists);
            File.CreateSymbolicLink(Path.Combine(bare, "dotnet"), File.ResolveLinkTarget(dotnet, returnFinalTarget: true)?.FullName ?? dotnet);

            ProcessRun run = await ProcessRun.Of("env", [$"PATH={bare}", $"KVMSDK_CACHE={bare}", "dotnet", Repository.Assembly("HelloLinux"), "--execute", "true"]);

            Assert.True(run.ExitCode == 1, run.Transcript);
            string complaint = run.Error.TrimEnd('\n').Split('\n')[^1];
            Assert.Matches("^HelloLinux: .*: not found, and .*(sudo apt-get install qemu-system-x86 cpio clang|--kernel)", complaint);
        }
        finally
        {
            Directory.Delete(bare, recursive: true);
        }
    }

    [Theory]
    [InlineData("--execute")]
    [InlineData("--execute=true", "--kernel=vmlinuz")]
    [InlineData("--execute=true", "--cpus=9")]
    [InlineData("--colour", "red")]
    public async Task Wrong_usage_is_one_sentence_before_anything_is_fetched(params string[] arguments)
    {
        ProcessRun run = await Run(arguments);

        Assert.True(run.ExitCode == 2, run.Transcript);
        Assert.Empty(run.Output);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
    }

    private static Task<ProcessRun> Run(params string[] arguments) =>
        ProcessRun.Of("dotnet", ["run", "--no-build", "-c", Repository.Configuration, "--project", "samples/HelloLinux", "--", .. arguments], _limit);
}
