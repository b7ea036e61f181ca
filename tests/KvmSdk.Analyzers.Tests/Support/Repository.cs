using System.Reflection;

namespace KvmSdk.Analyzers.Tests.Support;

/// <summary>Where the build put and found things, as the project file tells.</summary>
internal static class Repository
{
    /// <summary>The directory with the runtime's assemblies.</summary>
    public static string RuntimeDirectory { get; } = Metadata(nameof(RuntimeDirectory));

    /// <summary>The rule pages.</summary>
    public static string RulePages { get; } = Path.Combine(Metadata("RepositoryDirectory"), "docs", "rules");

    /// <summary>The release files of the analyzers.</summary>
    public static string Analyzers { get; } = Path.Combine(Metadata("RepositoryDirectory"), "analyzers", "KvmSdk.Analyzers");

    /// <summary>The programs that a user would write.</summary>
    public static string Samples { get; } = Path.Combine(Metadata("RepositoryDirectory"), "samples");

    private static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
