using System.Reflection;

namespace KvmSdk.Package.Tests;

/// <summary>The source tree that the packages are made of.</summary>
internal static class Repository
{
    public static string Root { get; } = Metadata("RepositoryRoot");

    /// <summary>The version in Directory.Build.props.</summary>
    public static string Version { get; } = Metadata("Version");

    public static string PathOf(string path) => Path.Combine(Root, path);

    private static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
