// Why the header opens nothing: a backing file's name stands in a file that somebody made, and once in a file that a guest wrote to as a raw disk. What
// is opened is what the declaration names, in the format that it names; the header is only compared with it.

using KvmSdk.Devices.Images;
using KvmSdk.Devices.Images.Qcow2;
using KvmSdk.Interop;

namespace KvmSdk.DeviceShells.Virtio;

/// <summary>A disk's image with all that it falls back on, opened, locked and checked.</summary>
internal sealed class OpenImage : IDisposable
{
    private readonly List<DiskFile> _files = [];
    private readonly ZstdDecoder? _zstd;

    /// <summary>Opens an image.</summary>
    /// <param name="image">Which.</param>
    /// <param name="sectorSize">The disk's logical sector in bytes, of which its size is a multiple.</param>
    /// <exception cref="HostException">One of its files cannot be used.</exception>
    public OpenImage(DiskImage image, int sectorSize = DiskFile.SectorSize)
    {
        try
        {
            File = Open(image, sectorSize, isBacking: false);
            if (image.Format == DiskFormat.Qcow2)
            {
                _zstd = new ZstdDecoder();
                Qcow2 = OpenQcow2(image, File);
                if (Qcow2.Length % (ulong)sectorSize != 0)
                {
                    throw new HostException(image.Path, $"its disk of {Qcow2.Length} bytes has no whole number of sectors of {sectorSize} bytes", "use 'qemu-img resize', or another SectorSize");
                }
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The file that is written to.</summary>
    public DiskFile File { get; }

    /// <summary>The image, if it is one of this format.</summary>
    public Qcow2Image? Qcow2 { get; }

    /// <summary>The disk's size in bytes.</summary>
    public ulong Size => Qcow2?.Length ?? (File.Sectors * DiskFile.SectorSize);

    /// <summary>Whether every file system below it can say that a read would have to wait.</summary>
    public bool CanReadAtOnce => _files.TrueForAll(static file => file.CanReadAtOnce);

    /// <summary>Writes what is not in the file yet, and closes the files.</summary>
    public void Dispose()
    {
        // What the guest flushed is there already; what it did not flush, it may lose.
        _ = Qcow2?.Close();
        _files.ForEach(static file => file.Dispose());
        _zstd?.Dispose();
    }

    private DiskFile Open(DiskImage image, int sectorSize, bool isBacking)
    {
        if (_files.Count > DiskImage.MostBackingFiles)
        {
            throw new HostException(
                File.Path, $"more than {DiskImage.MostBackingFiles} backing files are declared, one below the other", "put some together, with 'qemu-img rebase' or 'qemu-img convert'");
        }

        DiskFile file = new(image, sectorSize, isBacking);
        _files.Add(file);
        foreach (DiskFile other in _files.SkipLast(1))
        {
            if (file.TryDescribe(out stat mine) && other.TryDescribe(out stat its) && mine.st_dev == its.st_dev && mine.st_ino == its.st_ino)
            {
                throw new HostException(image.Path, $"it is the same file as {other.Path}, of which it is to be a backing file", "name the file that the image was made from");
            }
        }

        return file;
    }

    private Qcow2Image OpenQcow2(DiskImage image, DiskFile file)
    {
        HostImageFile contents = new(file);
        try
        {
            Qcow2Header header = Qcow2Header.Read(contents);
            RequireBacking(image, header);
            return Qcow2Opening.Open(contents, header, new Qcow2Options
            {
                Writable = !file.IsReadOnly,
                Backing = image.Backing is null ? null : OpenBacking(image.Backing),
                Zstd = _zstd,
            });
        }
        catch (Qcow2Exception e)
        {
            throw new HostException(image.Path, e.What, e.Remedy.Replace("FILE", image.Path, StringComparison.Ordinal), e);
        }
    }

    private IImageSource OpenBacking(DiskImage image)
    {
        // Shared among all that fall back on it, which is sound as long as nobody writes to it.
        DiskFile file = Open(image, DiskFile.SectorSize, isBacking: true);
        return image.Format == DiskFormat.Qcow2 ? OpenQcow2(image, file) : new RawImage(new HostImageFile(file));
    }

    /// <summary>The declaration and the header have to say the same.</summary>
    private static void RequireBacking(DiskImage image, Qcow2Header header)
    {
        if (header.BackingName is not { } name)
        {
            if (image.Backing is { } superfluous)
            {
                throw new HostException(image.Path, $"it has no backing file, but '{superfluous.Path}' is declared as such", "leave 'backing' out");
            }

            return;
        }

        string shown = Printable(name);
        if (image.Backing is not { } declared)
        {
            throw new HostException(
                image.Path, $"it has the backing file '{shown}', which is not declared", "if that is right, declare it, as in DiskImage.Qcow2(path, backing: DiskImage.Raw(base)) or qcow2:PATH,backing=raw:BASE");
        }

        if (PathOf(image, name) != Path.GetFullPath(declared.Path))
        {
            throw new HostException(
                image.Path,
                $"it has the backing file '{shown}', but '{declared.Path}' is declared",
                $"declare that one; or, if the file was moved, run 'qemu-img rebase -u -F {NameOf(declared.Format)} -b {Path.GetFullPath(declared.Path)} {image.Path}'");
        }

        if (header.BackingFormat is { } format && format != NameOf(declared.Format))
        {
            throw new HostException(
                image.Path,
                $"its backing file is of format '{Printable(format)}', but declared as {NameOf(declared.Format)}",
                "declare the format that it has; raw and qcow2 are supported");
        }
    }

    // Relative names begin where the image is.
    private static string PathOf(DiskImage image, string name) =>
        name.Contains('\0', StringComparison.Ordinal) ? "" : Path.GetFullPath(name, Path.GetDirectoryName(Path.GetFullPath(image.Path))!);

    private static string NameOf(DiskFormat format) => format == DiskFormat.Raw ? "raw" : "qcow2";

    private static string Printable(string text) => string.Concat(text.Select(static character => char.IsControl(character) ? '?' : character));
}
