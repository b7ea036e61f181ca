using KvmSdk.Model.Rules;
using Microsoft.Win32.SafeHandles;

namespace KvmSdk.Kernel;

/// <summary>Opens the files that a machine names, with errors that say which file and what to do.</summary>
internal static class HostFile
{
    /// <summary>Opens an existing file for reading.</summary>
    /// <exception cref="HostException">It cannot be opened.</exception>
    public static SafeFileHandle OpenRead(string path) => Open(path, FileMode.Open, FileAccess.Read, "for reading");

    /// <summary>Creates a file for writing, or empties it.</summary>
    /// <exception cref="HostException">It cannot be opened.</exception>
    public static SafeFileHandle Create(string path) => Open(path, FileMode.Create, FileAccess.Write, "for writing");

    /// <summary>Opens a disk image, for reading and, unless it is read-only, for writing.</summary>
    /// <exception cref="HostException">It cannot be opened.</exception>
    public static SafeFileHandle OpenDisk(string path, bool readOnly) => readOnly
        ? Open(path, FileMode.Open, FileAccess.Read, "for reading")
        : Open(path, FileMode.Open, FileAccess.ReadWrite, "for reading and writing");

    private static SafeFileHandle Open(string path, FileMode mode, FileAccess access, string purpose)
    {
        try
        {
            return File.OpenHandle(path, mode, access, FileShare.ReadWrite);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            // A path that is not what it seems has found its victim here; a machine that does not start gives no warnings.
            string remedy = PathChecks.Check("this start", path, Target.OfFactory("path")) is { } doubt
                ? doubt.ToString()
                : "check the path; a relative one starts at the working directory";
            throw new HostException(path, "no such file or directory", remedy, e);
        }
        catch (UnauthorizedAccessException e)
        {
            string what = Directory.Exists(path) ? "it is a directory" : "permission denied";
            throw new HostException(path, what, $"name a file that you may open {purpose}", e);
        }
        catch (IOException e)
        {
            throw new HostException(path, $"it cannot be opened {purpose}: {e.Message}", "check the file and the file system", e);
        }
    }
}
