using HelloLinux;
using KvmSdk;

namespace WebServer;

/// <summary>The disk with the site: a directory as an ext4 file system, made without root.</summary>
internal static class SiteDisk
{
    private const long Spare = 8 << 20;

    /// <summary>Makes the disk.</summary>
    /// <param name="directory">What to serve; null for a page of this sample's.</param>
    /// <param name="scratch">Where it may lie.</param>
    /// <exception cref="HostException">There is no such directory, or the file system cannot be made.</exception>
    public static async Task<DiskImage> MakeAsync(string? directory, ScratchDirectory scratch)
    {
        directory ??= WritePage(scratch);
        if (!Directory.Exists(directory))
        {
            throw new HostException(directory, "there is no such directory", "name the one that holds the site: --www=DIRECTORY");
        }

        string path = scratch.PathOf("site.img");
        long bytes = new DirectoryInfo(directory).EnumerateFiles("*", SearchOption.AllDirectories).Sum(static file => file.Length);
        using (FileStream file = File.Create(path))
        {
            file.SetLength(((bytes + (bytes / 8) + Spare) >> 20) << 20);
        }

        await Command.RequireAsync("mke2fs", ["-q", "-t", "ext4", "-O", "^has_journal", "-d", directory, path], "look whether all of the directory can be read");
        return DiskImage.Raw(path, readOnly: true);
    }

    private static string WritePage(ScratchDirectory scratch)
    {
        string directory = scratch.PathOf("www");
        Directory.CreateDirectory(directory);
        File.WriteAllBytes(Path.Combine(directory, "index.html"), GuestFiles.Read("index.html"));
        return directory;
    }
}
