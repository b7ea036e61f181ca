using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace KvmSdk.Devices.Virtio.FileSystem;

// Names of a directory, from the host's records to the guest's. Where attributes are asked for too, every file in the answer is known to the
// guest from then on, so that a walk through a tree costs a request for a few dozen files, not one for each.
//
// struct linux_dirent64:  inode 8 │ next 8 │ length 2 │ type 1 │ name ... 0
public sealed partial class FileSystemDevice<TBackend>
{
    private const int LargestListing = 32 * 1024;
    private const int SmallestListing = 512;
    private const int NextAt = 8;
    private const int LengthAt = 16;
    private const int TypeAt = 18;
    private const int NameAt = 19;

    // A record with attributes is a few times as long as the host's; what is read in vain is read again.
    private const int RecordRatio = 4;

    private int OpenDirectory(in FuseRequest request)
    {
        int error = FindDirectory(request.Node, out int directory);
        if (error != FuseError.None) return error;
        if (!HasRoomForHandle()) return FuseError.TooManyFiles;
        error = _backend.OpenDirectory(directory, out int handle);
        if (error == FuseError.None) Answer(new OpenAnswer { Handle = _handles.Add(request.Node, FuseFormat.Directory, handle) });
        return error;
    }

    private int List(in FuseRequest request, ref FuseArguments arguments, bool withAttributes)
    {
        if (!arguments.TryTake(out TransferRequest list)) return FuseError.Invalid;
        if (!_handles.TryFind(list.Handle, request.Node, FuseFormat.Directory, out int handle)) return FuseError.BadHandle;
        int error = FindDirectory(request.Node, out int directory);
        if (error != FuseError.None) return error;
        int end = FuseAnswer.Size + (int)Math.Min(Math.Min(list.Size, (uint)LargestListing), _chain.WritableLength - FuseAnswer.Size);
        ulong position = list.Offset;
        while (true)
        {
            int room = Math.Max((end - _answered) / (withAttributes ? RecordRatio : 1), SmallestListing);
            error = _backend.ReadDirectory(handle, position, _entries.AsSpan(0, Math.Min(room, LargestListing)), out int length);
            // What was told before the error was told; it will come again.
            if (error != FuseError.None) return _answered == FuseAnswer.Size ? error : FuseError.None;
            bool isFull = AddEntries(request.Node, directory, _entries.AsSpan(0, length), end, withAttributes, ref position);
            if (length == 0 || isFull || !withAttributes) return FuseError.None;
        }
    }

    /// <summary>Adds as many as fit.</summary>
    /// <returns>Whether one did not.</returns>
    private bool AddEntries(ulong node, int directory, ReadOnlySpan<byte> entries, int end, bool withAttributes, ref ulong position)
    {
        while (entries.Length > NameAt)
        {
            int length = BinaryPrimitives.ReadUInt16LittleEndian(entries[LengthAt..]);
            if (length <= NameAt || length > entries.Length) return true;
            ReadOnlySpan<byte> text = entries[NameAt..length];
            int nameLength = text.IndexOf((byte)0);
            if (nameLength < 0) return true;
            ReadOnlySpan<byte> name = text[..(nameLength + 1)];
            int size = Align(DirectoryEntry.Size + nameLength) + (withAttributes ? Unsafe.SizeOf<EntryAnswer>() : 0);
            if (size > end - _answered) return true;
            bool isParent = name[..^1].SequenceEqual(".."u8);
            bool isSpecial = isParent || name[..^1].SequenceEqual("."u8);
            if (withAttributes) Answer(isSpecial ? default : KnowEntry(directory, name));
            position = BinaryPrimitives.ReadUInt64LittleEndian(entries[NextAt..]);
            Answer(new DirectoryEntry
            {
                // What lies above the shared directory is the host's business.
                Inode = isParent && node == FuseFormat.RootId ? FuseFormat.RootId : BinaryPrimitives.ReadUInt64LittleEndian(entries),
                Next = position,
                NameLength = (uint)nameLength,
                Type = entries[TypeAt],
            });
            Span<byte> place = _answer.AsSpan(_answered, Align(nameLength));
            place.Clear();
            name[..^1].CopyTo(place);
            _answered += place.Length;
            entries = entries[length..];
        }

        return false;
    }

    // One that cannot be found, or not be remembered, is told without attributes (section 5.11.6.1 knows nothing of it; linux/fuse.h and
    // every driver do): the guest looks it up when it wants it, and is then told why not.
    private EntryAnswer KnowEntry(int directory, ReadOnlySpan<byte> name) =>
        _backend.Find(directory, name, out int file, out FileStatus status) == FuseError.None && Enter(file, in status, out EntryAnswer entry) == FuseError.None
            ? entry
            : default;

    private static int Align(int length) => (length + 7) & ~7;
}
