namespace KvmSdk.Package.Tests;

/// <summary>The harness in users' test projects, with either xunit: what passes, what a failure says, what is kept, and what is skipped.</summary>
[Collection(Packages.Name)]
public sealed class HarnessTests(PackageFeed feed)
{
    [KvmTheory]
    [InlineData("Xunit", "xunit", "2.9.3", "Library")]
    [InlineData("Xunit3", "xunit.v3", "3.2.2", "Exe")]
    public async Task Machines_are_tested(string package, string framework, string version, string output)
    {
        string project = $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <OutputType>{output}</OutputType>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <IsPackable>false</IsPackable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="KvmSdk.Testing.{package}" Version="VERSION" />
                <PackageReference Include="{framework}" Version="{version}" />
                <PackageReference Include="xunit.runner.visualstudio" Version="3.1.5" />
                <PackageReference Include="Microsoft.NET.Test.Sdk" Version="18.11.0" />
              </ItemGroup>
            </Project>
            """;
        string directory = feed.NewDirectory(package, ("machines.csproj", project), ("HelloTests.cs", Source));
        CommandRun run = await feed.DotnetAsync(directory, "test", "-nologo", "--logger", "console;verbosity=detailed");

        Assert.True(run.ExitCode == 1, run.Transcript);
        Assert.Contains("Passed HelloTests.It_greets_and_powers_off_without_allocating", run.Output, StringComparison.Ordinal);
        Assert.Contains("Failed HelloTests.Its_assertion_fails", run.Output, StringComparison.Ordinal);
        Assert.Contains("'never' did not come from 'Console' before the machine ended; the machine has ended: ", run.Output, StringComparison.Ordinal);
        Assert.Contains("'Console' said last:\n", run.Output, StringComparison.Ordinal);

        // The consoles of both failures, and of no other test, are in the project's results, and the output says where.
        string consoles = Path.Combine(directory, "TestResults", "consoles");
        string[] kept = [.. Directory.GetFiles(consoles, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        Assert.Equal(2, kept.Length);
        Assert.Equal(Path.Combine(consoles, "HelloTests.Its_assertion_fails", "Console.log"), kept[1]);
        Assert.StartsWith(Path.Combine(consoles, "HelloTests.It_waits_in_vain_"), kept[0], StringComparison.Ordinal);
        Assert.All(kept, path => Assert.Equal("Hello from a test.\n", File.ReadAllText(path)));
        Assert.All(kept, path => Assert.Contains($"all of the console's output: {path}", run.Output, StringComparison.Ordinal));

        CommandRun skipping = await CommandRun.Of(
            directory, new Dictionary<string, string>(feed.Variables) { [KvmHost.SkipVariable] = "1" }, "dotnet", "test", "--no-build", "-nologo", "--logger", "console;verbosity=detailed");
        Assert.True(skipping.ExitCode == 0, skipping.Transcript);
        Assert.True(skipping.Output.Split("Skipped HelloTests.").Length - 1 == 3, skipping.Transcript);
        Assert.Contains($"{KvmHost.SkipVariable} is set", skipping.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_README_shows_the_test_that_passes()
    {
        // The first test of the file, as it stands there, but not indented.
        string source = Source;
        int start = source.IndexOf("    [KvmFact]", StringComparison.Ordinal);
        string test = source[start..source.IndexOf("\n\n", start, StringComparison.Ordinal)];
        Assert.Contains("    await vm.Console.ExpectAsync", test, StringComparison.Ordinal);
        Assert.Contains("\n" + test.Replace("\n    ", "\n", StringComparison.Ordinal).TrimStart() + "\n", File.ReadAllText(Repository.PathOf("README.md")), StringComparison.Ordinal);
    }

    private static string Source => File.ReadAllText(Repository.PathOf("tests/KvmSdk.Package.Tests/Projects/HelloTests.cs"));
}
