using System.Reflection;

namespace KvmSdk.EndToEnd.Tests;

/// <summary>Where things of the source tree are.</summary>
internal static class Repository
{
    public static string Root { get; } = Metadata("RepositoryRoot");

    public static string Configuration { get; } = Metadata("BuildConfiguration");

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>A built assembly of one of the projects.</summary>
    public static string Assembly(string project, string? file = null) =>
        PathOf("artifacts", "bin", project, Configuration.ToLowerInvariant(), file ?? project + ".dll");

    private static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
