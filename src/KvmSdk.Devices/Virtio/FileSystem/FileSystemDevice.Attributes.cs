namespace KvmSdk.Devices.Virtio.FileSystem;

// Attributes, symbolic links' targets, and extended attributes.
public sealed partial class FileSystemDevice<TBackend>
{
    private const long Second = 1_000_000_000;

    private int GetAttributes(in FuseRequest request)
    {
        // By the node even where the guest names an open file: both are one file, and there is nothing to mix up.
        return _nodes.TryFind(request.Node, out int place) ? AnswerAttributes(_nodes.FileAt(place)) : FuseError.Stale;
    }

    private int SetAttributes(in FuseRequest request, ref FuseArguments arguments)
    {
        if (!arguments.TryTake(out SetAttributesRequest set)) return FuseError.Invalid;
        if (!_nodes.TryFind(request.Node, out int place)) return FuseError.Stale;
        uint kind = _nodes.KindAt(place);
        int file = _nodes.FileAt(place);
        FileChange change = new()
        {
            Flags = set.Valid,
            Mode = set.Mode & FuseFormat.PermissionMask,
            Uid = set.Uid,
            Gid = set.Gid,
            Size = set.Size,
            AccessSeconds = set.AccessSeconds,
            ModifySeconds = set.ModifySeconds,
            AccessNanoseconds = set.AccessNanoseconds,
            ModifyNanoseconds = set.ModifyNanoseconds,
        };
        if (set.AccessNanoseconds >= Second || set.ModifyNanoseconds >= Second) return FuseError.Invalid;
        if (change.Has(FileChange.SizeFlag) && (kind != FuseFormat.File || set.Size > long.MaxValue)) return kind == FuseFormat.Directory ? FuseError.IsADirectory : FuseError.Invalid;
        int handle = -1;
        if (change.Has(FileChange.HandleFlag) && !_handles.TryFind(set.Handle, request.Node, FuseFormat.File, out handle)) return FuseError.BadHandle;
        if (change.Has(FileChange.ModeFlag) && RaisesPrivileges(kind, set.Mode))
        {
            // What the host has set may stay.
            int failed = _backend.Describe(file, out FileStatus before);
            if (failed != FuseError.None) return failed;
            if (RaisesPrivileges(kind, set.Mode & ~before.Mode)) return FuseError.NotPermitted;
        }

        int error = _backend.Change(file, handle, in change);
        return error == FuseError.None ? AnswerAttributes(file) : error;
    }

    private int ReadLink(in FuseRequest request)
    {
        if (!_nodes.TryFind(request.Node, out int place)) return FuseError.Stale;
        if (_nodes.KindAt(place) != FuseFormat.SymbolicLink) return FuseError.Invalid;
        int room = (int)Math.Min(_chain.WritableLength - FuseAnswer.Size, FuseFormat.LongestTarget);
        int error = _backend.ReadLink(_nodes.FileAt(place), _answer.AsSpan(FuseAnswer.Size, room), out int length);
        if (error == FuseError.None) _answered += length;
        return error;
    }

    private int GetExtended(in FuseRequest request, ref FuseArguments arguments)
    {
        if (!arguments.TryTake(out ExtendedRequest get)) return FuseError.Invalid;
        if (!_nodes.TryFind(request.Node, out int place)) return FuseError.Stale;
        int error = TakeAttributeName(ref arguments, out ReadOnlySpan<byte> name);
        if (error != FuseError.None) return error;
        error = _backend.GetExtended(_nodes.FileAt(place), name, ExtendedRoom(get.Size), out int length);
        return error == FuseError.None ? AnswerExtended(get.Size, length) : error;
    }

    private int ListExtended(in FuseRequest request, ref FuseArguments arguments)
    {
        if (!arguments.TryTake(out ExtendedRequest list)) return FuseError.Invalid;
        if (!_nodes.TryFind(request.Node, out int place)) return FuseError.Stale;
        Span<byte> all = _answer.AsSpan(FuseAnswer.Size, FuseFormat.LargestExtended);
        int error = _backend.ListExtended(_nodes.FileAt(place), all, out int length);
        return error == FuseError.None ? AnswerExtended(list.Size, KeepOfUsers(all[..length])) : error;
    }

    private int SetExtended(in FuseRequest request, ref FuseArguments arguments)
    {
        if (!arguments.TryTake(out ExtendedRequest set)) return FuseError.Invalid;
        if (!_nodes.TryFind(request.Node, out int place)) return FuseError.Stale;
        int error = TakeAttributeName(ref arguments, out ReadOnlySpan<byte> name);
        if (error != FuseError.None) return error;
        return arguments.TryTake(set.Size, out ReadOnlySpan<byte> value) ? _backend.SetExtended(_nodes.FileAt(place), name, value, set.Flags) : FuseError.Invalid;
    }

    private int RemoveExtended(in FuseRequest request, ref FuseArguments arguments)
    {
        if (!_nodes.TryFind(request.Node, out int place)) return FuseError.Stale;
        int error = TakeAttributeName(ref arguments, out ReadOnlySpan<byte> name);
        return error == FuseError.None ? _backend.RemoveExtended(_nodes.FileAt(place), name) : error;
    }

    // The others are the host's: access lists name its users, capabilities and security labels say what its programs may do.
    private static int TakeAttributeName(ref FuseArguments arguments, out ReadOnlySpan<byte> name)
    {
        if (!arguments.TryTakeText(out name)) return FuseError.Invalid;
        return !IsOfUsers(name) ? FuseError.NotSupported : name.Length - 1 > FuseFormat.LongestName ? FuseError.NoRoom : FuseError.None;
    }

    private static bool IsOfUsers(ReadOnlySpan<byte> name) => name.StartsWith("user."u8);

    private static int KeepOfUsers(Span<byte> names)
    {
        int kept = 0;
        for (int at = 0; at < names.Length;)
        {
            int length = names[at..].IndexOf((byte)0) + 1;
            if (length == 0) break;
            if (IsOfUsers(names[at..]))
            {
                names.Slice(at, length).CopyTo(names[kept..]);
                kept += length;
            }

            at += length;
        }

        return kept;
    }

    // None where the guest asks for the length alone.
    private Span<byte> ExtendedRoom(uint size) => _answer.AsSpan(FuseAnswer.Size, (int)Math.Min(size, FuseFormat.LargestExtended));

    private int AnswerExtended(uint size, int length)
    {
        if (size == 0)
        {
            if (_chain.WritableLength < FuseAnswer.Size + sizeof(ulong)) return FuseError.Invalid;
            Answer(new SizeAnswer { Size = (uint)length });
            return FuseError.None;
        }

        if ((uint)length > size || (ulong)length > _chain.WritableLength - FuseAnswer.Size) return FuseError.NoRoom;
        _answered += length;
        return FuseError.None;
    }

    private int AnswerAttributes(int file)
    {
        int error = _backend.Describe(file, out FileStatus status);
        if (error != FuseError.None) return error;
        Answer(new AttributesAnswer
        {
            Valid = _options.BelieveFor / 1000,
            ValidNanoseconds = _options.BelieveFor % 1000 * 1_000_000,
            Attributes = Describe(in status),
        });
        return FuseError.None;
    }

    private static FuseAttributes Describe(in FileStatus status) => new()
    {
        Inode = status.ShownInode,
        Size = status.Size,
        Blocks = status.Blocks,
        AccessSeconds = status.AccessSeconds,
        ModifySeconds = status.ModifySeconds,
        ChangeSeconds = status.ChangeSeconds,
        AccessNanoseconds = status.AccessNanoseconds,
        ModifyNanoseconds = status.ModifyNanoseconds,
        ChangeNanoseconds = status.ChangeNanoseconds,
        Mode = status.Mode,
        Links = status.Links,
        Uid = status.Uid,
        Gid = status.Gid,
        Rdev = status.Rdev,
        BlockSize = status.BlockSize,
    };
}
