namespace KvmSdk.Devices.Virtio.FileSystem;

// Whatever has a directory and a name in it.
public sealed partial class FileSystemDevice<TBackend>
{
    private const uint NoReplace = 1;
    private const uint Exchange = 2;

    private int Lookup(in FuseRequest request, ref FuseArguments arguments)
    {
        int error = FindDirectory(request.Node, out int directory);
        if (error == FuseError.None) error = arguments.TakeName(out ReadOnlySpan<byte> name) is var wrong && wrong != FuseError.None ? wrong : AnswerEntry(directory, name);
        return error;
    }

    private int MakeNode(in FuseRequest request, ref FuseArguments arguments)
    {
        if (!arguments.TryTake(out MakeNodeRequest make)) return FuseError.Invalid;
        int error = TakePlace(request.Node, ref arguments, out int directory, out ReadOnlySpan<byte> name);
        if (error != FuseError.None) return error;
        uint kind = make.Mode & FuseFormat.KindMask;
        // A device node of the guest's choice would be a device of the host's.
        if (kind is FuseFormat.CharacterDevice or FuseFormat.BlockDevice || RaisesPrivileges(kind == 0 ? FuseFormat.File : kind, make.Mode)) return FuseError.NotPermitted;
        if (kind is not (0 or FuseFormat.File or FuseFormat.Pipe or FuseFormat.Socket)) return FuseError.Invalid;
        error = _backend.MakeNode(directory, name, make.Mode, new(request.Uid, request.Gid));
        return error == FuseError.None ? AnswerEntry(directory, name) : error;
    }

    private int MakeDirectory(in FuseRequest request, ref FuseArguments arguments)
    {
        if (!arguments.TryTake(out MakeDirectoryRequest make)) return FuseError.Invalid;
        int error = TakePlace(request.Node, ref arguments, out int directory, out ReadOnlySpan<byte> name);
        if (error == FuseError.None) error = _backend.MakeDirectory(directory, name, make.Mode & FuseFormat.PermissionMask, new(request.Uid, request.Gid));
        return error == FuseError.None ? AnswerEntry(directory, name) : error;
    }

    private int MakeSymbolicLink(in FuseRequest request, ref FuseArguments arguments)
    {
        int error = TakePlace(request.Node, ref arguments, out int directory, out ReadOnlySpan<byte> name);
        if (error != FuseError.None) return error;
        if (!arguments.TryTakeText(out ReadOnlySpan<byte> target) || target.Length == 1) return FuseError.Invalid;
        if (target.Length > FuseFormat.LongestTarget) return FuseError.NameTooLong;
        error = _backend.MakeSymbolicLink(directory, name, target, new(request.Uid, request.Gid));
        return error == FuseError.None ? AnswerEntry(directory, name) : error;
    }

    private int Link(in FuseRequest request, ref FuseArguments arguments)
    {
        if (!arguments.TryTake(out ulong node)) return FuseError.Invalid;
        int error = TakePlace(request.Node, ref arguments, out int directory, out ReadOnlySpan<byte> name);
        if (error != FuseError.None) return error;
        if (!_nodes.TryFind(node, out int place)) return FuseError.Stale;
        if (_nodes.KindAt(place) == FuseFormat.Directory) return FuseError.NotPermitted;
        error = _backend.Link(_nodes.FileAt(place), directory, name);
        return error == FuseError.None ? AnswerEntry(directory, name) : error;
    }

    private int Remove(in FuseRequest request, ref FuseArguments arguments, bool isDirectory)
    {
        int error = TakePlace(request.Node, ref arguments, out int directory, out ReadOnlySpan<byte> name);
        return error == FuseError.None ? _backend.Remove(directory, name, isDirectory) : error;
    }

    private int Rename(in FuseRequest request, ref FuseArguments arguments, bool hasFlags)
    {
        RenameRequest rename = default;
        if (!(hasFlags ? arguments.TryTake(out rename) : arguments.TryTake(out rename.NewDirectory))) return FuseError.Invalid;
        // RENAME_WHITEOUT would leave a device node behind.
        if (rename.Flags is not (0 or NoReplace or Exchange)) return FuseError.Invalid;
        int error = TakePlace(request.Node, ref arguments, out int directory, out ReadOnlySpan<byte> name);
        if (error != FuseError.None) return error;
        error = TakePlace(rename.NewDirectory, ref arguments, out int newDirectory, out ReadOnlySpan<byte> newName);
        return error == FuseError.None ? _backend.Rename(directory, name, newDirectory, newName, rename.Flags) : error;
    }

    private int Create(in FuseRequest request, ref FuseArguments arguments)
    {
        if (!arguments.TryTake(out CreateRequest create)) return FuseError.Invalid;
        int error = TakePlace(request.Node, ref arguments, out int directory, out ReadOnlySpan<byte> name);
        if (error != FuseError.None) return error;
        if (!TryReadFlags(create.Flags, out uint flags)) return FuseError.Invalid;
        if (RaisesPrivileges(FuseFormat.File, create.Mode)) return FuseError.NotPermitted;
        if (!HasRoomForHandle()) return FuseError.TooManyFiles;
        error = _backend.Create(
            directory, name, flags | (create.Flags & FuseFormat.Exclusive), create.Mode & FuseFormat.PermissionMask, new(request.Uid, request.Gid),
            out int handle, out int file, out FileStatus status);
        if (error != FuseError.None) return error;
        error = Enter(file, in status, out EntryAnswer entry);
        if (error != FuseError.None)
        {
            _backend.Close(handle);
            return error;
        }

        Answer(in entry);
        Answer(new OpenAnswer { Handle = _handles.Add(entry.Node, FuseFormat.File, handle) });
        return FuseError.None;
    }

    /// <summary>Takes a name off the arguments, and finds the directory that it is in.</summary>
    private int TakePlace(ulong node, ref FuseArguments arguments, out int directory, out ReadOnlySpan<byte> name)
    {
        int error = FindDirectory(node, out directory);
        int wrong = arguments.TakeName(out name);
        return error == FuseError.None ? wrong : error;
    }

    private int FindDirectory(ulong node, out int directory)
    {
        directory = -1;
        if (!_nodes.TryFind(node, out int place)) return FuseError.Stale;
        if (_nodes.KindAt(place) != FuseFormat.Directory) return FuseError.NotADirectory;
        directory = _nodes.FileAt(place);
        return FuseError.None;
    }

    private int AnswerEntry(int directory, ReadOnlySpan<byte> name)
    {
        int error = _backend.Find(directory, name, out int file, out FileStatus status);
        if (error != FuseError.None) return error;
        error = Enter(file, in status, out EntryAnswer entry);
        if (error == FuseError.None) Answer(in entry);
        return error;
    }

    /// <summary>Makes a file known to the guest. It is the table's from then on, or closed.</summary>
    private int Enter(int file, in FileStatus status, out EntryAnswer entry)
    {
        entry = default;
        if (_nodes.TryFind(in status, out int place))
        {
            _backend.Close(file);
            _nodes.Remember(place);
        }
        else if (!_nodes.TryAdd(file, in status, out place))
        {
            _backend.Close(file);
            _backend.Refused();
            return FuseError.TooManyFiles;
        }

        entry.Node = _nodes.IdAt(place);
        entry.EntryValid = entry.AttributesValid = _options.BelieveFor / 1000;
        entry.EntryValidNanoseconds = entry.AttributesValidNanoseconds = _options.BelieveFor % 1000 * 1_000_000;
        entry.Attributes = Describe(in status);
        return FuseError.None;
    }

    // What a guest can make its own programs run as it likes; on the host the bit would make another user run them as somebody else. Of a
    // directory the group bit only says which group what is made in it belongs to.
    private static bool RaisesPrivileges(uint kind, uint mode) =>
        kind != FuseFormat.Directory && (mode & (FuseFormat.SetUserId | FuseFormat.SetGroupId)) != 0;
}
