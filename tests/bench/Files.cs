using System.Reflection;

namespace KvmSdk.BuildCost;

/// <summary>Where the build put what is measured.</summary>
internal static class Files
{
    /// <summary>Where the projects under measurement are written.</summary>
    public static string Workspace { get; } = Path.Combine(Metadata("ArtifactsDirectory"), "build-cost");

    /// <summary>A file of one of the repository's projects.</summary>
    public static string Built(string project, string file) => Path.Combine(Metadata("ArtifactsDirectory"), "bin", project, Metadata("BuildConfiguration"), file);

    private static string Metadata(string key) =>
        typeof(Files).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
