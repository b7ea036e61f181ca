namespace KvmSdk.Package.Tests;

/// <summary>The package in the hands of a user: new projects, outside this source tree, that know nothing but its name and version.</summary>
[Collection(Packages.Name)]
public sealed class UseTests(PackageFeed feed)
{
    private const string Greeting = "Hello from one file of C#.\n";

    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
            <PublishAot>true</PublishAot>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="KvmSdk" Version="VERSION" />
          </ItemGroup>
        </Project>
        """;

    private static string Hello => File.ReadAllText(Repository.PathOf("samples/hello.cs"));

    [KvmFact]
    public async Task A_fresh_project_runs_and_is_published_as_one_small_native_file()
    {
        string directory = feed.NewDirectory("fresh", ("fresh.csproj", Project), ("Program.cs", Hello));
        CommandRun run = await feed.DotnetAsync(directory, "run");
        Assert.True(run is { ExitCode: 0, Output: Greeting }, run.Transcript);

        (await feed.DotnetAsync(directory, "publish", "-o", "out", "-p:CopyOutputSymbolsToPublishDirectory=false")).Succeeded();
        string program = Assert.Single(Directory.GetFiles(Path.Combine(directory, "out")));
        Assert.InRange(new FileInfo(program).Length, 1, 4 << 20);
        CommandRun native = await CommandRun.Of(directory, feed.Variables, program);
        Assert.True(native is { ExitCode: 0, Output: Greeting }, native.Transcript);

        // The targets came with the package: the linker binds the C library, and ICU is not even looked for.
        CommandRun symbols = (await CommandRun.Of(directory, feed.Variables, "nm", "-D", "--undefined-only", program)).Succeeded();
        Assert.Contains(" ioctl", symbols.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("libicuuc", File.ReadAllText(program, System.Text.Encoding.Latin1), StringComparison.Ordinal);
    }

    [Fact]
    public void The_README_names_this_version() =>
        Assert.Contains($"`#:package KvmSdk@{Repository.Version}`", File.ReadAllText(Repository.PathOf("README.md")), StringComparison.Ordinal);

    [KvmFact]
    public async Task One_file_with_a_package_line_is_a_machine()
    {
        string directory = feed.NewDirectory("file", ("hello.cs", "#:package KvmSdk@VERSION\n" + Hello));
        CommandRun run = await feed.DotnetAsync(directory, "run", "hello.cs");
        Assert.True(run is { ExitCode: 0, Output: Greeting }, run.Transcript);
    }

    [Fact]
    public async Task A_mistake_is_one_error_of_ours_at_its_place_and_the_build_fails()
    {
        const string mistake = "    [Serial]\n    public Terminal Log { get; init; } = Terminal.Standard;\n\n    private const string Text";
        string directory = feed.NewDirectory("mistake", ("mistake.csproj", Project), ("Program.cs", Hello.Replace("    private const string Text", mistake, StringComparison.Ordinal)));
        CommandRun run = await feed.DotnetAsync(directory, "build", "-nologo");
        Assert.NotEqual(0, run.ExitCode);
        string[] errors = [.. run.Output.Split('\n').Where(static line => line.Contains(": error ", StringComparison.Ordinal)).Select(static line => line.Trim()).Distinct()];
        Assert.True(errors.Length == 1, run.Transcript);
        Assert.Matches(@"Program\.cs\(\d+,\d+\): error KVM0\d\d\d: .*'Log'", errors[0]);
    }

    [Fact]
    public async Task Another_platform_is_refused_with_a_sentence()
    {
        // Without a host program, so that nothing is fetched for that platform.
        string directory = feed.NewDirectory(
            "arm", ("arm.csproj", Project.Replace("<PublishAot>true</PublishAot>", "<UseAppHost>false</UseAppHost>", StringComparison.Ordinal)), ("Program.cs", Hello));
        CommandRun run = await feed.DotnetAsync(directory, "build", "-r", "linux-arm64", "--self-contained", "false", "-nologo");
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains(
            "error KVMSDK001: a machine of KvmSdk runs on Linux on x86-64 only, not on 'linux-arm64'; build and publish with '-r linux-x64'", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_toolchain_publishing_ends_with_the_SDKs_error_and_the_remedy()
    {
        string directory = feed.NewDirectory("toolchain", ("toolchain.csproj", Project), ("Program.cs", Hello));
        string dotnet = Environment.ProcessPath is { } path && Path.GetFileName(path) == "dotnet" ? path : "/usr/bin/dotnet";
        string bin = Directory.CreateDirectory(Path.Combine(directory, "path")).FullName;
        File.CreateSymbolicLink(Path.Combine(bin, "sh"), "/bin/sh");
        Dictionary<string, string> environment = new(feed.Variables) { ["PATH"] = bin };
        CommandRun without = await CommandRun.Of(directory, environment, dotnet, "publish", "-nologo");
        Assert.NotEqual(0, without.ExitCode);
        Assert.Contains("error KVMSDK002: a native program needs a linker, and neither 'clang' nor 'gcc' was found; install a C toolchain: 'apt-get install clang", without.Output, StringComparison.Ordinal);
        Assert.Contains("Platform linker ('clang' or 'gcc') not found in PATH", without.Output, StringComparison.Ordinal);

        // One that is there, and lacks what it links with. Only the targets are run that look for it: compiling comes after them.
        WriteProgram(Path.Combine(bin, "clang"), "echo 'ld: cannot find crt1.o' >&2\nexit 1");
        WriteProgram(Path.Combine(bin, "objcopy"), "exit 0");
        string[] look = ["msbuild", "-t:ResolveFrameworkReferences;SetupOSSpecificProps", "-p:RuntimeIdentifier=linux-x64", "-nologo"];
        CommandRun lacking = await CommandRun.Of(directory, environment, dotnet, look);
        Assert.Contains("warning KVMSDK003: 'clang' cannot link an empty program (ld: cannot find crt1.o); install a C toolchain", lacking.Output, StringComparison.Ordinal);

        CommandRun whole = await feed.DotnetAsync(directory, look);
        Assert.DoesNotContain("KVMSDK003", whole.Succeeded().Output, StringComparison.Ordinal);
    }

    private static void WriteProgram(string path, string script)
    {
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
#pragma warning disable CA1416 // Not on Windows, where nothing of this runs.
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
#pragma warning restore CA1416
    }
}
