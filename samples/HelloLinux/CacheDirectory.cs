namespace HelloLinux;

/// <summary>Where the project keeps what it has fetched; tests/lab and the tests look for their part in the same place.</summary>
internal static class CacheDirectory
{
    /// <summary><c>$KVMSDK_CACHE</c>, or <c>kvmsdk</c> in the user's cache directory.</summary>
    public static string Root => Variable("KVMSDK_CACHE") ?? Path.Combine(
        Variable("XDG_CACHE_HOME") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"), "kvmsdk");

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? Path.GetFullPath(value) : null;
}
