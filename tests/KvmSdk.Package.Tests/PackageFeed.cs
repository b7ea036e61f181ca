using System.IO.Compression;
using System.Security;

namespace KvmSdk.Package.Tests;

/// <summary>All of the packages, made once by the documented command, and a place where projects use them without leaving anything in the user's own caches.</summary>
public sealed class PackageFeed : IAsyncLifetime
{
    private readonly string _root = Directory.CreateTempSubdirectory("kvmsdk-package-").FullName;

    /// <summary>The packages' version: one of this run's own, so that no cache of the machine can answer for it.</summary>
    public string Version { get; } = $"{Repository.Version}-test.{Environment.ProcessId}";

    /// <summary>What the commands under test find in their environment.</summary>
    internal Dictionary<string, string> Variables => new()
    {
        ["NUGET_PACKAGES"] = Path.Combine(_root, "packages"),
        ["XDG_DATA_HOME"] = Path.Combine(_root, "data"),
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_NOLOGO"] = "1",
    };

    private string Feed => Path.Combine(_root, "feed");

    public async Task InitializeAsync()
    {
        Dictionary<string, string> environment = new() { ["MSBUILDDISABLENODEREUSE"] = "1", ["DOTNET_NOLOGO"] = "1" };
        (await CommandRun.Of(Repository.Root, environment, "dotnet", "pack", "KvmSdk.sln", "-c", "Release", "-o", Feed, $"-p:PackageVersion={Version}", "-nologo", "-v", "quiet")).Succeeded();

        // What is not of KvmSdk comes from the machine's own folder where it is there.
        string machine = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        string fallback = Directory.Exists(machine) ? $"""<fallbackPackageFolders><add key="machine" value="{SecurityElement.Escape(machine)}" /></fallbackPackageFolders>""" : "";
        await File.WriteAllTextAsync(Path.Combine(_root, "nuget.config"), $"""
            <?xml version="1.0" encoding="utf-8"?>
            <configuration>
              <packageSources><add key="kvmsdk-under-test" value="{SecurityElement.Escape(Feed)}" /></packageSources>
              {fallback}
            </configuration>
            """);
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_root, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>The names of everything in a package, in ordinal order.</summary>
    internal string[] Entries(string id, string extension = "nupkg")
    {
        using ZipArchive archive = Open(id, extension);
        return [.. archive.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal)];
    }

    /// <summary>Opens a package.</summary>
    internal ZipArchive Open(string id, string extension = "nupkg") => ZipFile.OpenRead(PathOf(id, extension));

    /// <summary>The ids of all packages.</summary>
    internal string[] Ids() =>
        [.. Directory.EnumerateFiles(Feed, "*.nupkg").Select(file => Path.GetFileName(file).Replace($".{Version}.nupkg", "", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    /// <summary>A package's file.</summary>
    internal string PathOf(string id, string extension = "nupkg") => Path.Combine(Feed, $"{id}.{Version}.{extension}");

    /// <summary>A text of a package's.</summary>
    internal string ReadText(string id, string entry)
    {
        using ZipArchive archive = Open(id);
        using var reader = new StreamReader((archive.GetEntry(entry) ?? throw new FileNotFoundException($"{id} has no {entry}")).Open());
        return reader.ReadToEnd();
    }

    /// <summary>Makes a directory for a user's project, which finds the packages.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="files">File name and text of what is in it; <c>VERSION</c> stands for the packages' version.</param>
    internal string NewDirectory(string name, params (string Name, string Text)[] files)
    {
        string directory = Directory.CreateDirectory(Path.Combine(_root, name)).FullName;
        foreach ((string file, string text) in files)
        {
            File.WriteAllText(Path.Combine(directory, file), text.Replace("VERSION", Version, StringComparison.Ordinal));
        }

        return directory;
    }

    /// <summary>Runs the .NET command line in a directory of a user's.</summary>
    internal Task<CommandRun> DotnetAsync(string directory, params string[] arguments) => CommandRun.Of(directory, Variables, "dotnet", arguments);
}

/// <summary>The tests of the packages, one after the other: they build, and would only be in each other's way.</summary>
[CollectionDefinition(Name)]
public sealed class Packages : ICollectionFixture<PackageFeed>
{
    public const string Name = "Packages";
}
