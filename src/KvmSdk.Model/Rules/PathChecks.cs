// Why warnings: every text without a NUL is a file's name on Linux, and somebody may mean what it says.

namespace KvmSdk.Model.Rules;

/// <summary>The rules on paths that would be understood otherwise elsewhere.</summary>
public static class PathChecks
{
    /// <summary>What is doubtful about a path, or null.</summary>
    /// <param name="who">What is given it, at the beginning of a sentence: a factory as C# writes it, or a property in quotation marks.</param>
    /// <param name="path">The path.</param>
    /// <param name="target">Where it stands.</param>
    public static Violation? Check(string who, string path, Target target)
    {
        if (HasDrive(path))
        {
            return new(PortabilityRules.ForeignPath, target, [who, path, "name a file of the host, which has no drives"]);
        }

        if (path.Contains('\\') && !path.Contains('/'))
        {
            string linux = path.Replace('\\', '/');
            return new(PortabilityRules.ForeignPath, target, [who, path, $"write '{linux}'"], Suggestion: Quoted(linux));
        }

        return Unexpanded(path) is { } word ? new(PortabilityRules.UnexpandedPath, target, [who, path, word]) : null;
    }

    private static bool HasDrive(string path) =>
        path is [(>= 'A' and <= 'Z') or (>= 'a' and <= 'z'), ':', '\\' or '/', ..];

    /// <summary>The first part of <paramref name="path"/> that a shell, or the command processor of Windows, would put something else for.</summary>
    private static string? Unexpanded(string path)
    {
        if (path is ['~', ..])
        {
            int end = path.IndexOf('/');
            return end < 0 ? path : path.Substring(0, end);
        }

        for (int at = path.IndexOf('$'); at >= 0 && at + 1 < path.Length; at = path.IndexOf('$', at + 1))
        {
            bool isBraced = path[at + 1] == '{';
            int first = isBraced ? at + 2 : at + 1;
            int end = EndOfName(path, first);
            if (end > first && (!isBraced || (end < path.Length && path[end] == '}')))
            {
                return path.Substring(at, end - at + (isBraced ? 1 : 0));
            }
        }

        int percent = path.IndexOf('%');
        int last = percent < 0 ? -1 : EndOfName(path, percent + 1);
        return last > percent + 1 && last < path.Length && path[last] == '%' ? path.Substring(percent, last - percent + 1) : null;
    }

    // The names of environment variables (POSIX.1-2017, section 3.235).
    private static int EndOfName(string text, int start)
    {
        int end = start;
        while (end < text.Length && (text[end] is '_' or (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') || (end > start && text[end] is >= '0' and <= '9')))
        {
            end++;
        }

        return end;
    }

    private static string Quoted(string text) => "\"" + text.Replace("\"", "\\\"") + "\"";
}
