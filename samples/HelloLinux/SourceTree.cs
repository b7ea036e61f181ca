using KvmSdk;

namespace HelloLinux;

/// <summary>The repository that this program was built in: the lab is there, and the project for a native build.</summary>
internal static class SourceTree
{
    /// <summary>The lab's entry, from the root.</summary>
    public const string LabEntry = "tests/lab/run";

    /// <summary>Looks for the root upwards from this program, which lies below it in artifacts/.</summary>
    /// <exception cref="HostException">This program has left its repository.</exception>
    public static string FindRoot()
    {
        for (DirectoryInfo? directory = new(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, LabEntry)))
            {
                return directory.FullName;
            }
        }

        throw new HostException(LabEntry, $"not found above {AppContext.BaseDirectory}", "run this from a source tree, or on a host with VT-x or AMD-V");
    }
}
