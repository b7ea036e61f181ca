using System.Buffers;
using System.Text;

namespace KvmSdk.Boot.Initramfs;

/// <summary>
/// Writes a cpio archive in the "newc" format, the one Linux unpacks as its initramfs. Equal calls give equal bytes: entries are numbered in
/// order and belong to root at time 0. Needs no privileges, device nodes included.
/// </summary>
/// <param name="output">Where the archive goes; not closed, written forward only.</param>
public sealed class CpioWriter(Stream output)
{
    internal const string TrailerName = "TRAILER!!!";

    private const int CopyBuffer = 1 << 20;
    private const UnixFileMode Mode0644 = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Mode0755 = Mode0644 | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const UnixFileMode Mode0777 = Mode0755 | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
    private const UnixFileMode Mode0600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly CpioPaths _paths = new();
    private uint _inode;
    private bool _finished;

    /// <summary>Adds a directory. Parents that are missing are added with mode 0755, here and in every other call.</summary>
    /// <param name="path">Path from the root.</param>
    /// <param name="mode">Permissions.</param>
    /// <exception cref="BootException">The path is malformed or already in the archive.</exception>
    public void AddDirectory(string path, UnixFileMode mode = Mode0755) => Add(path, CpioEntryKind.Directory, mode);

    /// <summary>Adds a file with the given content.</summary>
    /// <inheritdoc cref="AddDirectory"/>
    /// <param name="path">Path from the root.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="mode">Permissions; a program needs the execute bits.</param>
    public void AddFile(string path, ReadOnlySpan<byte> content, UnixFileMode mode = Mode0644)
    {
        Add(path, CpioEntryKind.File, mode, (uint)content.Length);
        output.Write(content);
        Pad(content.Length);
    }

    /// <summary>Adds a file with the content of an image, read in pieces.</summary>
    /// <inheritdoc cref="AddDirectory"/>
    /// <param name="path">Path from the root.</param>
    /// <param name="content">Its bytes, less than 4 GiB.</param>
    /// <param name="mode">Permissions; a program needs the execute bits.</param>
    public void AddFile(string path, IImageReader content, UnixFileMode mode = Mode0644)
    {
        long length = content.Length;
        if (length > uint.MaxValue)
        {
            throw new BootException(content.Name, $"its {length} bytes are more than a cpio archive can hold in a file (4 GiB - 1)", "put it on a disk image");
        }

        Add(path, CpioEntryKind.File, mode, (uint)length);
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(CopyBuffer, length));
        for (long done = 0; done < length;)
        {
            Span<byte> piece = buffer.AsSpan(0, (int)Math.Min(buffer.Length, length - done));
            content.Read(done, piece);
            output.Write(piece);
            done += piece.Length;
        }

        ArrayPool<byte>.Shared.Return(buffer);
        Pad(length);
    }

    /// <summary>Adds a symbolic link.</summary>
    /// <inheritdoc cref="AddDirectory"/>
    /// <param name="path">Path from the root.</param>
    /// <param name="target">What it points at; any text without NUL, it need not exist.</param>
    public void AddSymlink(string path, string target)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(target);
        if (bytes.Length is 0 or >= 4096 || bytes.Contains((byte)0))
        {
            throw new BootException($"initramfs link '{path}'", "its target is empty, too long, or contains a NUL", "give a target of 1 to 4095 bytes");
        }

        Add(path, CpioEntryKind.Symlink, Mode0777, (uint)bytes.Length);
        output.Write(bytes);
        Pad(bytes.Length);
    }

    /// <summary>Adds a character device node, such as /dev/console (5, 1).</summary>
    /// <inheritdoc cref="AddDirectory"/>
    /// <param name="path">Path from the root.</param>
    /// <param name="major">Major device number.</param>
    /// <param name="minor">Minor device number.</param>
    /// <param name="mode">Permissions.</param>
    public void AddCharacterDevice(string path, uint major, uint minor, UnixFileMode mode = Mode0600) =>
        Add(path, CpioEntryKind.CharacterDevice, mode, deviceMajor: major, deviceMinor: minor);

    /// <summary>Adds a block device node, such as /dev/vda (254, 0 on Debian).</summary>
    /// <inheritdoc cref="AddCharacterDevice"/>
    public void AddBlockDevice(string path, uint major, uint minor, UnixFileMode mode = Mode0600) =>
        Add(path, CpioEntryKind.BlockDevice, mode, deviceMajor: major, deviceMinor: minor);

    /// <summary>Writes the trailer. Nothing can be added afterwards; further calls do nothing.</summary>
    public void Finish()
    {
        if (!_finished)
        {
            _finished = true;
            WriteHeader(new CpioHeader { Inode = 0, Mode = 0, Links = 1, NameSize = NameSize(TrailerName) }, TrailerName);
        }
    }

    private void Add(string path, CpioEntryKind kind, UnixFileMode mode, uint size = 0, uint deviceMajor = 0, uint deviceMinor = 0)
    {
        if (_finished)
        {
            throw new InvalidOperationException("The archive is finished.");
        }

        List<string> parents = [];
        string clean = _paths.Add(path, kind == CpioEntryKind.Directory, parents);
        foreach (string parent in parents)
        {
            WriteEntry(parent, CpioEntryKind.Directory, Mode0755, 0, 0, 0);
        }

        WriteEntry(clean, kind, mode, size, deviceMajor, deviceMinor);
    }

    private void WriteEntry(string name, CpioEntryKind kind, UnixFileMode mode, uint size, uint deviceMajor, uint deviceMinor) =>
        WriteHeader(
            new CpioHeader
            {
                Inode = ++_inode,
                Mode = (uint)kind | (uint)mode,
                Links = kind == CpioEntryKind.Directory ? 2u : 1u,
                FileSize = size,
                DeviceMajor = deviceMajor,
                DeviceMinor = deviceMinor,
                NameSize = NameSize(name),
            },
            name);

    private void WriteHeader(CpioHeader header, string name)
    {
        byte[] bytes = new byte[CpioHeader.SizeInBytes + (int)header.NameSize];
        header.Write(bytes);
        Encoding.UTF8.GetBytes(name, bytes.AsSpan(CpioHeader.SizeInBytes));
        output.Write(bytes);
        Pad(bytes.Length);
    }

    private static uint NameSize(string name) => (uint)Encoding.UTF8.GetByteCount(name) + 1;

    /// <summary>Header with name, and content, are each filled up to a multiple of four.</summary>
    private void Pad(long length) => output.Write("\0\0\0"u8[..(int)(-length & 3)]);
}
