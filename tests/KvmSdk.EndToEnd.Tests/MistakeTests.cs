using System.Text.RegularExpressions;

namespace KvmSdk.EndToEnd.Tests;

/// <summary>
/// <c>dotnet build</c> of a project with one mistake: the build fails with that rule's id, at that argument, and with
/// nothing else. The generator and the analyzers run as the compiler runs them for a user.
/// </summary>
public sealed partial class MistakeTests
{
    /// <summary>The machine that every mistake is made in. Nothing is wrong with it.</summary>
    private const string Good = """
        using KvmSdk;

        return await VirtualMachine.RunAsync<Web>(args);

        [VirtualMachine(Cpus = 2, MaxCpus = 4, MemoryMiB = 64)]
        [Platform(PowerPort = 0x600)]
        public partial record Web
        {
            [FlatImage(LoadAddress = 0x10_0000)]
            public GuestImage Program { get; init; } = GuestImage.FromBytes([0xF4]);

            [Serial(Port = 0x3F8, Irq = 4)]
            public Terminal Console { get; init; } = Terminal.Standard;

            [Serial(Port = 0x2F8, Irq = 3)]
            public Terminal Log { get; init; } = Terminal.None;

            [Serial(Mmio = true, Address = 0xD000_0000)]
            public Terminal Trace { get; init; } = Terminal.None;

            [Serial(Mmio = true, Address = 0xD000_1000)]
            public Terminal Audit { get; init; } = Terminal.None;

            [SharedMemory(Address = 0x200_0000)]
            public long Clock { get; init; }
        }
        """;

    /// <summary>Each mistake: the rule, what is replaced by what, and the text that the error must point at.</summary>
    public static TheoryData<string, string, string, string> Mistakes { get; } = new()
    {
        { "KVM0104", "record Web\n", "record Web(int Size)\n", "Web" },
        { "KVM0110", "Cpus = 2", "Cpus = 0", "0" },
        { "KVM0111", "MaxCpus = 4", "MaxCpus = 1", "1" },
        { "KVM0120", "MemoryMiB = 64", "MemoryMiB = 1", "1" },
        { "KVM0121", "MemoryMiB = 64", "HugePages = KvmSdk.Model.Spec.HugePages.HugeTlb2MiB, MemoryMiB = 63", "63" },
        { "KVM0201", "Port = 0x2F8", "Port = 0x3FC", "0x3FC" },
        { "KVM0202", "Port = 0x2F8", "Port = 0x40", "0x40" },
        { "KVM0203", "Address = 0xD000_1000", "Address = 0xD000_1800", "0xD000_1800" },
        { "KVM0204", "Address = 0xD000_1000", "Address = 0xFEC0_0000", "0xFEC0_0000" },
        { "KVM0205", "Address = 0xD000_1000", "Address = 0xD000_0000", "0xD000_0000" },
        { "KVM0301", "Irq = 3", "Irq = 24", "24" },
        { "KVM0302", "Irq = 3", "Irq = 4", "4" },
        { "KVM0401", "public Terminal Log { get; init; } = Terminal.None;", "public string Log { get; init; } = \"\";", "string" },
        { "KVM0402", "Log { get; init; }", "Log { get; set; }", "Log" },
        { "KVM0405", "[Serial(Port = 0x2F8, Irq = 3)]", "[Serial(Address = 0xD000_2000, Irq = 3)]", "0xD000_2000" },
        { "KVM0501", "[FlatImage(LoadAddress = 0x10_0000)]", "", "Web" },
        { "KVM0503", "LoadAddress = 0x10_0000", "LoadAddress = 0x8_0000", "0x8_0000" },
        { "KVM0651", "Address = 0x200_0000", "Address = 0x400_0000", "0x400_0000" },
        { "KVM0654", "public long Clock", "public object? Clock", "object?" },
    };

    [Fact]
    public async Task A_machine_without_a_mistake_builds()
    {
        ProcessRun run = await Build("good", Good);

        Assert.True(run.ExitCode == 0, run.Transcript);
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task One_mistake_is_one_error_at_its_argument(string id, string before, string after, string expected)
    {
        string source = Good.Replace(before, after, StringComparison.Ordinal);
        Assert.NotEqual(Good, source);

        ProcessRun run = await Build(id, source);

        Assert.True(run.ExitCode != 0, run.Transcript);
        Match error = Assert.Single(Errors().Matches(run.Output).DistinctBy(match => match.Value));
        Assert.Equal(id, error.Groups["id"].Value);
        string line = source.Split('\n')[int.Parse(error.Groups["line"].Value) - 1];
        Assert.StartsWith(expected, line[(int.Parse(error.Groups["column"].Value) - 1)..], StringComparison.Ordinal);
    }

    [GeneratedRegex(@"Program\.cs\((?<line>\d+),(?<column>\d+)[^)]*\): (error|warning) (?<id>[A-Z]+\d+)|: (error|warning) (?<id>[A-Z]+\d+)")]
    private static partial Regex Errors();

    private static async Task<ProcessRun> Build(string name, string source)
    {
        // Under artifacts/, so that the tree's own build settings do not apply: an empty Directory.Build.props ends the search.
        string directory = Repository.PathOf("artifacts", "mistakes", name);
        Directory.CreateDirectory(directory);
        foreach (string file in new[] { "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props" })
        {
            await File.WriteAllTextAsync(Path.Combine(directory, file), "<Project />");
        }

        await File.WriteAllTextAsync(Path.Combine(directory, "Program.cs"), source);
        await File.WriteAllTextAsync(Path.Combine(directory, "Mistake.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <OutputType>Exe</OutputType>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <GenerateDocumentationFile>true</GenerateDocumentationFile>
                <NoWarn>CS1591</NoWarn>
              </PropertyGroup>
              <ItemGroup>
                <Reference Include="{Repository.Assembly("KvmSdk")}" />
                <Reference Include="{Repository.Assembly("KvmSdk", "KvmSdk.Model.dll")}" />
                <Analyzer Include="{Repository.Assembly("KvmSdk.Generators")}" />
                <Analyzer Include="{Repository.Assembly("KvmSdk.Generators", "Scriban.Signed.dll")}" />
                <Analyzer Include="{Repository.Assembly("KvmSdk.Analyzers")}" />
              </ItemGroup>
            </Project>
            """);
        return await ProcessRun.Of("dotnet", ["build", Path.Combine(directory, "Mistake.csproj"), "-nologo", "-v", "quiet"]);
    }
}
