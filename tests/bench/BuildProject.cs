using System.Globalization;

namespace KvmSdk.BuildCost;

/// <summary>Writes projects as a user has them, outside the repository's own settings.</summary>
internal static class BuildProject
{
    /// <summary>A project with generator and analyzers, restored and ready to build.</summary>
    public static string With(int machines)
    {
        string directory = Create(machines, "with");
        WriteSources(directory, machines);
        return WriteProject(directory, $"""
            <Analyzer Include="{Files.Built("KvmSdk.Generators", "KvmSdk.Generators.dll")}" />
                <Analyzer Include="{Files.Built("KvmSdk.Generators", "Scriban.Signed.dll")}" />
                <Analyzer Include="{Files.Built("KvmSdk.Analyzers", "KvmSdk.Analyzers.dll")}" />
            """);
    }

    /// <summary>The same without them: what the other's last build generated is source here.</summary>
    public static string Without(int machines)
    {
        string directory = Create(machines, "without");
        WriteSources(directory, machines);
        string generated = Path.Combine(Files.Workspace, Name(machines, "with"), "obj", "Debug", "net10.0", "generated");
        string[] files = Directory.GetFiles(Path.Combine(generated, "KvmSdk.Generators"), "*.g.cs", SearchOption.AllDirectories);
        foreach (string file in files)
        {
            File.Copy(file, Path.Combine(directory, Path.GetFileName(file)));
        }

        return files.Length >= machines ? WriteProject(directory, "") : throw new InvalidOperationException($"only {files.Length} files were generated");
    }

    private static string Create(int machines, string kind)
    {
        string directory = Path.Combine(Files.Workspace, Name(machines, kind));
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }

        Directory.CreateDirectory(directory);
        return directory;
    }

    private static string Name(int machines, string kind) => string.Create(CultureInfo.InvariantCulture, $"{machines}-{kind}");

    private static void WriteSources(string directory, int machines)
    {
        File.WriteAllText(Path.Combine(directory, "Program.cs"), MachineSources.Program);
        for (int i = 0; i < machines; i++)
        {
            File.WriteAllText(Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"Machine{i}.cs")), MachineSources.Machine(i));
        }
    }

    private static string WriteProject(string directory, string analyzers)
    {
        foreach (string file in new[] { "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props" })
        {
            File.WriteAllText(Path.Combine(directory, file), "<Project />");
        }

        string project = Path.Combine(directory, "Machines.csproj");
        File.WriteAllText(project, $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <OutputType>Exe</OutputType>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>
                <Reference Include="{Files.Built("KvmSdk", "KvmSdk.dll")}" />
                <Reference Include="{Files.Built("KvmSdk", "KvmSdk.Model.dll")}" />
                {analyzers}
              </ItemGroup>
            </Project>
            """);
        CommandRun.Dotnet("restore", project, "-nologo", "-v:quiet");
        return project;
    }
}
