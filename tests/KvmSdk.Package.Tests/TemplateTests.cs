namespace KvmSdk.Package.Tests;

/// <summary>The templates as a new user meets them: installed, instantiated, built without a warning, and run by the commands of the README.</summary>
[Collection(Packages.Name)]
public sealed class TemplateTests(PackageFeed feed)
{
    [KvmFact]
    public async Task A_virtual_machine_runs()
    {
        string directory = await NewAsync("kvm-vm", "Greeter");
        CommandRun run = await feed.DotnetAsync(directory, "run", "--project", "Greeter");
        Assert.True(run is { ExitCode: 0, Output: "Hello from a virtual machine.\n" }, run.Transcript);
        await AssertNoWarningsAsync(directory, "Greeter");
    }

    [KvmFact]
    public async Task A_device_is_tested_on_the_bench_and_in_a_machine()
    {
        // A name that is no identifier.
        string directory = await NewAsync("kvm-device", "my-sensor.v2");
        CommandRun run = (await feed.DotnetAsync(directory, "test", "my-sensor.v2", "-nologo")).Succeeded();
        Assert.Matches(@"Passed!\s+- Failed:\s+0, Passed:\s+3, Skipped:\s+0, Total:\s+3", run.Output);
        Assert.True(File.Exists(Path.Combine(directory, "my-sensor.v2", "my-sensor.v2.Tests", "my-sensor.v2.Tests.csproj")), run.Transcript);
        await AssertNoWarningsAsync(directory, "my-sensor.v2");
    }

    [KvmFact]
    public async Task An_appliance_is_one_native_executable()
    {
        string directory = await NewAsync("kvm-appliance", "Box");
        CommandRun publish = (await feed.DotnetAsync(directory, "publish", "Box", "-nologo")).Succeeded();
        Assert.DoesNotContain("warning", publish.Output, StringComparison.OrdinalIgnoreCase);

        string program = Assert.Single(Directory.GetFiles(Path.Combine(directory, "Box", "bin", "Release", "net10.0", "linux-x64", "publish")));
        CommandRun run = await CommandRun.Of(directory, feed.Variables, program, "--booted", "print");
        Assert.True(run is { ExitCode: 0, Output: "At your service.\n" }, run.Transcript);
        Assert.Matches(@"reached stage 1 after \d", run.Error);
        Assert.InRange(new FileInfo(program).Length, 1, 4 << 20);
    }

    [Fact]
    public void The_README_has_the_commands()
    {
        string readme = File.ReadAllText(Repository.PathOf("README.md"));
        Assert.All(
            ["dotnet new install KvmSdk.Templates", "dotnet new kvm-vm -n Greeter", "dotnet run --project Greeter", "dotnet new kvm-device -n Sensor", "dotnet test Sensor", "dotnet new kvm-appliance -n Box", "dotnet publish Box"],
            command => Assert.Contains(command, readme, StringComparison.Ordinal));
    }

    /// <summary>Makes a project by a template, in a directory of its own.</summary>
    private async Task<string> NewAsync(string template, string name)
    {
        string directory = feed.NewDirectory($"new-{template}");
        string hive = Path.Combine(directory, ".hive");
        (await feed.DotnetAsync(directory, "new", "install", feed.PathOf("KvmSdk.Templates"), "--debug:custom-hive", hive)).Succeeded();
        (await feed.DotnetAsync(directory, "new", template, "-n", name, "--debug:custom-hive", hive)).Succeeded();
        return directory;
    }

    private async Task AssertNoWarningsAsync(string directory, string project)
    {
        CommandRun build = (await feed.DotnetAsync(directory, "build", project, "--no-restore", "--no-incremental", "-nologo", "-warnaserror")).Succeeded();
        Assert.Contains("0 Warning(s)", build.Output, StringComparison.Ordinal);
    }
}
