namespace HelloLinux;

/// <summary>A program of the host and where it comes from.</summary>
/// <param name="Package">The Debian package.</param>
/// <param name="Names">The program's name; several if any one of them will do, the package's own first.</param>
internal sealed record HostTool(string Package, params string[] Names)
{
    /// <summary>Those of which no name is found.</summary>
    public static HostTool[] MissingOf(IEnumerable<HostTool> needed, Func<string, bool> isFound) => [.. needed.Where(tool => !tool.Names.Any(isFound))];

    /// <summary>Their names for people.</summary>
    public static string NamesOf(IEnumerable<HostTool> tools) => string.Join(", ", tools.Select(tool => tool.Names[0]));
}
