using System.Text;

namespace KvmSdk.Boot.Initramfs;

/// <summary>
/// The paths an archive has so far. The kernel unpacks in order and says nothing about a file whose directory is missing or whose name
/// comes twice; here both are settled while the archive is written.
/// </summary>
internal sealed class CpioPaths
{
    private const int PathMax = 4096;
    private readonly Dictionary<string, bool> _directoryByPath = [];

    /// <summary>Takes the path in.</summary>
    /// <param name="path">As the caller gave it; a leading slash is allowed.</param>
    /// <param name="directory">Whether it is a directory.</param>
    /// <param name="missingParents">Directories to be written first, outermost first.</param>
    /// <returns>The path as it stands in the archive: relative, without empty parts.</returns>
    /// <exception cref="BootException">The path is malformed, taken, or below something that is no directory.</exception>
    public string Add(string path, bool directory, List<string> missingParents)
    {
        string[] parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        string clean = string.Join('/', parts);
        if (parts.Length == 0 || parts.Any(static part => part is "." or "..") || clean.Contains('\0', StringComparison.Ordinal)
            || clean == CpioWriter.TrailerName || Encoding.UTF8.GetByteCount(clean) >= PathMax)
        {
            throw new BootException($"initramfs path '{Printable(path)}'", "it does not name a file below the root", "give a path such as /bin/sh");
        }

        for (int i = 1; i < parts.Length; i++)
        {
            string parent = string.Join('/', parts, 0, i);
            if (_directoryByPath.TryAdd(parent, true))
            {
                missingParents.Add(parent);
            }
            else if (!_directoryByPath[parent])
            {
                throw new BootException($"initramfs path '{path}'", $"/{parent} is in the archive and is no directory", "put the file elsewhere");
            }
        }

        return _directoryByPath.TryAdd(clean, directory)
            ? clean
            : throw new BootException($"initramfs path '{path}'", "it is in the archive already (a directory is added before the first file in it)",
                "add each path once, directories with their modes first");
    }

    private static string Printable(string path) =>
        string.Concat((path.Length > 80 ? path[..80] + "..." : path).Select(static c => char.IsControl(c) ? '?' : c));
}
