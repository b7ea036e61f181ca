using KvmSdk.Devices.Memory;

namespace KvmSdk.Devices.Virtio.FileSystem;

// Why numbers stand for files: the device keeps which the guest knows, and the backend what they are on the host. A "file" refers to what a
// name stood for when it was found, and to that alone, wherever it is moved to; a "handle" is a file that is open. Each number is the
// device's until it closes it.
//
// Names are the guest's, of 1 to 255 bytes, none of them '/', and neither "." nor ".."; behind the last byte stands a 0, which is part of the
// span, so that it can be given to the kernel as it is. Results are numbers of FuseError, or any error number of Linux; 0 is success.

/// <summary>The files behind a file system device, all below one directory.</summary>
/// <remarks>
/// Implement it as a struct that wraps references: the device takes it as a struct type argument, so that calls are direct, and may make them
/// on a copy, so that a field the struct changes in itself is lost. No member may throw; all may wait for the host's storage.
/// </remarks>
[HotPath]
public interface IFileBackend
{
    /// <summary>The shared directory itself. Never closed by the device.</summary>
    int Root { get; }

    /// <summary>A clock that never goes back, in nanoseconds.</summary>
    ulong Now { get; }

    /// <summary>Finds what a name in a directory stands for. A symbolic link is found itself, and nothing beyond a mount is.</summary>
    int Find(int directory, ReadOnlySpan<byte> name, out int file, out FileStatus status);

    /// <summary>Describes a file.</summary>
    int Describe(int file, out FileStatus status);

    /// <summary>Changes a file: owner and group first, then permissions, length and times.</summary>
    /// <param name="file">The file; whoever asks for another length knows that it is an ordinary one.</param>
    /// <param name="handle">A handle of it to use for the length, or -1.</param>
    /// <param name="change">What to change.</param>
    int Change(int file, int handle, in FileChange change);

    /// <summary>Reads a symbolic link.</summary>
    int ReadLink(int file, Span<byte> target, out int length);

    /// <summary>Makes an ordinary file, a pipe or a socket, as <paramref name="mode"/> says.</summary>
    int MakeNode(int directory, ReadOnlySpan<byte> name, uint mode, GuestUser user);

    /// <summary>Makes a directory.</summary>
    int MakeDirectory(int directory, ReadOnlySpan<byte> name, uint mode, GuestUser user);

    /// <summary>Makes a symbolic link. Its target ends with a 0, too, and is anything.</summary>
    int MakeSymbolicLink(int directory, ReadOnlySpan<byte> name, ReadOnlySpan<byte> target, GuestUser user);

    /// <summary>Gives a file one more name.</summary>
    int Link(int file, int directory, ReadOnlySpan<byte> name);

    /// <summary>Removes a name, of a directory or of anything else.</summary>
    int Remove(int directory, ReadOnlySpan<byte> name, bool isDirectory);

    /// <summary>Renames.</summary>
    /// <param name="directory">Where the name is.</param>
    /// <param name="name">The name.</param>
    /// <param name="newDirectory">Where the new name is to be.</param>
    /// <param name="newName">The new name.</param>
    /// <param name="flags">RENAME_NOREPLACE (1), RENAME_EXCHANGE (2) or 0.</param>
    int Rename(int directory, ReadOnlySpan<byte> name, int newDirectory, ReadOnlySpan<byte> newName, uint flags);

    /// <summary>Opens an ordinary file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="flags">An access mode of Linux, O_TRUNC and O_SYNC or O_DSYNC; nothing else.</param>
    /// <param name="handle">The open file.</param>
    /// <param name="stamp">A number that is another one whenever the data may be others than at an opening before; 0 if that is not known.</param>
    int Open(int file, uint flags, out int handle, out ulong stamp);

    /// <summary>Opens a directory to read its names.</summary>
    int OpenDirectory(int file, out int handle);

    /// <summary>Makes an ordinary file, or opens the one that is there, unless <paramref name="flags"/> has O_EXCL.</summary>
    int Create(int directory, ReadOnlySpan<byte> name, uint flags, uint mode, GuestUser user, out int handle, out int file, out FileStatus status);

    /// <summary>Reads until the pieces are full or the file ends.</summary>
    /// <param name="handle">The open file.</param>
    /// <param name="pieces">Where to; at most 1024, pinned.</param>
    /// <param name="offset">First byte; at most 2^63 - 1.</param>
    /// <param name="count">How many bytes were read.</param>
    int Read(int handle, ReadOnlySpan<IoVector> pieces, ulong offset, out uint count);

    /// <summary>Writes.</summary>
    /// <param name="handle">The open file.</param>
    /// <param name="pieces">Where from; at most 1024, pinned.</param>
    /// <param name="offset">First byte; at most 2^63 - 1.</param>
    /// <param name="append">Whether to write at the end, wherever that is by then.</param>
    /// <param name="count">How many bytes were written.</param>
    int Write(int handle, ReadOnlySpan<IoVector> pieces, ulong offset, bool append, out uint count);

    /// <summary>Makes what was written to a file, or the names in a directory, durable.</summary>
    int Synchronize(int handle, bool dataOnly);

    /// <summary>Makes everything durable.</summary>
    int SynchronizeAll();

    /// <summary>Works on the space of a range, as Linux's fallocate.</summary>
    int Allocate(int handle, uint mode, ulong offset, ulong length);

    /// <summary>Finds data or holes, as Linux's lseek.</summary>
    int Seek(int handle, ulong offset, uint whence, out ulong result);

    /// <summary>Copies from file to file.</summary>
    int Copy(int handle, ulong offset, int target, ulong targetOffset, ulong length, out ulong count);

    /// <summary>Reads names of a directory, as <c>struct linux_dirent64</c> one after the other.</summary>
    /// <param name="handle">The open directory.</param>
    /// <param name="position">0, or where an entry said the next one is; whatever the guest says.</param>
    /// <param name="entries">Room for them; at least 512 bytes.</param>
    /// <param name="length">Bytes of them; 0 at the end.</param>
    int ReadDirectory(int handle, ulong position, Span<byte> entries, out int length);

    /// <summary>Says how full the file system is.</summary>
    int Measure(int file, out FileSystemSpace space);

    /// <summary>Reads an extended attribute of the user's, or with no room its length. The name ends with a 0.</summary>
    int GetExtended(int file, ReadOnlySpan<byte> name, Span<byte> value, out int length);

    /// <summary>Sets an extended attribute of the user's. The name ends with a 0.</summary>
    int SetExtended(int file, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, uint flags);

    /// <summary>Lists all names of extended attributes, each with a 0 behind it.</summary>
    int ListExtended(int file, Span<byte> names, out int length);

    /// <summary>Removes an extended attribute of the user's. The name ends with a 0.</summary>
    int RemoveExtended(int file, ReadOnlySpan<byte> name);

    /// <summary>The guest was refused a file because it has as many as it may: for whoever wants to know.</summary>
    void Refused();

    /// <summary>Gives back a file or a handle.</summary>
    void Close(int number);
}
