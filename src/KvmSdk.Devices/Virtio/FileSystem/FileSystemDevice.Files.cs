using KvmSdk.Devices.Memory;

namespace KvmSdk.Devices.Virtio.FileSystem;

// Whatever has an open file. Data go between the guest's memory and the host's kernel without a copy of ours.
public sealed partial class FileSystemDevice<TBackend>
{
    private int Open(in FuseRequest request, ref FuseArguments arguments)
    {
        if (!arguments.TryTake(out OpenRequest open)) return FuseError.Invalid;
        if (!_nodes.TryFind(request.Node, out int place)) return FuseError.Stale;
        uint kind = _nodes.KindAt(place);
        if (kind != FuseFormat.File)
        {
            // Pipes and devices a guest opens itself, as its own; a host that opened them would wait, or do what the device does.
            return kind == FuseFormat.Directory ? FuseError.IsADirectory : kind == FuseFormat.SymbolicLink ? FuseError.IsALink : FuseError.NoFile;
        }

        if (!TryReadFlags(open.Flags, out uint flags)) return FuseError.Invalid;
        if (_options.IsReadOnly && flags != FuseFormat.ReadOnlyAccess) return FuseError.ReadOnly;
        if (!HasRoomForHandle()) return FuseError.TooManyFiles;
        int error = _backend.Open(_nodes.FileAt(place), flags, out int handle, out ulong stamp);
        if (error != FuseError.None) return error;
        ref ulong before = ref _nodes.StampAt(place);
        bool isAsBefore = stamp != 0 && stamp == before;
        before = stamp;
        Answer(new OpenAnswer { Handle = _handles.Add(request.Node, FuseFormat.File, handle), OpenFlags = isAsBefore ? FuseFormat.KeepCache : 0 });
        return FuseError.None;
    }

    private int Release(in FuseRequest request, ref FuseArguments arguments, uint kind)
    {
        if (!arguments.TryTake(out ulong number)) return FuseError.Invalid;
        if (!_handles.TryFind(number, request.Node, kind, out int handle)) return FuseError.BadHandle;
        _handles.Remove(number);
        _backend.Close(handle);
        return FuseError.None;
    }

    private int Read(in FuseRequest request, out uint count)
    {
        count = 0;
        if (!_chain.TryTake(out TransferRequest read)) return FuseError.Invalid;
        if (!_handles.TryFind(read.Handle, request.Node, FuseFormat.File, out int handle)) return FuseError.BadHandle;
        ulong room = Math.Min(Math.Min(read.Size, FuseFormat.LargestTransfer), _chain.WritableLength - FuseAnswer.Size);
        if (read.Offset > (ulong)long.MaxValue - room) return FuseError.Invalid;
        ReadOnlySpan<IoVector> pieces = Cut(_chain.Writable, FuseAnswer.Size, room);
        int error = pieces.IsEmpty ? FuseError.None : _backend.Read(handle, pieces, read.Offset, out count);
        Traffic.Read(error == FuseError.None ? count : 0);
        return error;
    }

    private int Write(in FuseRequest request)
    {
        if (!_chain.TryTake(out TransferRequest write)) return FuseError.Invalid;
        if (write.Size != _chain.ReadableLength || write.Size > FuseFormat.LargestTransfer || write.Offset > (ulong)long.MaxValue - write.Size) return FuseError.Invalid;
        if (!_handles.TryFind(write.Handle, request.Node, FuseFormat.File, out int handle)) return FuseError.BadHandle;
        // Pages are written back through any file that is open, whose flags then mean nothing: at the end they would be in the wrong place.
        bool append = (write.Flags & FuseFormat.Append) != 0 && (write.TransferFlags & FuseFormat.WriteCache) == 0;
        uint count = 0;
        int error = write.Size == 0 ? FuseError.None : _backend.Write(handle, _chain.Readable, write.Offset, append, out count);
        if (error != FuseError.None) return error;
        Traffic.Written(count);
        Answer(new SizeAnswer { Size = count });
        return FuseError.None;
    }

    private int Synchronize(in FuseRequest request, ref FuseArguments arguments, uint kind)
    {
        if (!arguments.TryTake(out FsyncRequest sync)) return FuseError.Invalid;
        if (!_handles.TryFind(sync.Handle, request.Node, kind, out int handle)) return FuseError.BadHandle;
        return _options.IsReadOnly ? FuseError.None : _backend.Synchronize(handle, (sync.Flags & FuseFormat.DataOnly) != 0);
    }

    private int Allocate(in FuseRequest request, ref FuseArguments arguments)
    {
        if (!arguments.TryTake(out AllocateRequest allocate)) return FuseError.Invalid;
        if (!_handles.TryFind(allocate.Handle, request.Node, FuseFormat.File, out int handle)) return FuseError.BadHandle;
        bool isRange = allocate.Offset <= long.MaxValue && allocate.Length <= (ulong)long.MaxValue - allocate.Offset;
        return isRange ? _backend.Allocate(handle, allocate.Mode, allocate.Offset, allocate.Length) : FuseError.Invalid;
    }

    private int Seek(in FuseRequest request, ref FuseArguments arguments)
    {
        // SEEK_DATA and SEEK_HOLE; all other ways the driver knows by itself.
        const uint data = 3;
        const uint hole = 4;
        if (!arguments.TryTake(out SeekRequest seek) || seek.Whence is not (data or hole) || seek.Offset > long.MaxValue) return FuseError.Invalid;
        if (!_handles.TryFind(seek.Handle, request.Node, FuseFormat.File, out int handle)) return FuseError.BadHandle;
        int error = _backend.Seek(handle, seek.Offset, seek.Whence, out ulong result);
        if (error == FuseError.None) Answer(in result);
        return error;
    }

    private int CopyRange(in FuseRequest request, ref FuseArguments arguments)
    {
        if (!arguments.TryTake(out CopyRangeRequest copy) || copy.Flags != 0) return FuseError.Invalid;
        if (!_handles.TryFind(copy.Handle, request.Node, FuseFormat.File, out int source)) return FuseError.BadHandle;
        if (!_handles.TryFind(copy.TargetHandle, copy.TargetNode, FuseFormat.File, out int target)) return FuseError.BadHandle;
        // Bounded, so that nobody waits long for the lock; a driver goes on by itself.
        ulong length = Math.Min(copy.Length, LargestCopy);
        if (copy.Offset > (ulong)long.MaxValue - length || copy.TargetOffset > (ulong)long.MaxValue - length) return FuseError.Invalid;
        int error = _backend.Copy(source, copy.Offset, target, copy.TargetOffset, length, out ulong count);
        if (error == FuseError.None) Answer(new SizeAnswer { Size = (uint)count });
        return error;
    }

    private bool HasRoomForHandle()
    {
        if (_handles.HasRoom) return true;
        _backend.Refused();
        return false;
    }

    private const ulong LargestCopy = 64UL << 20;

    // Of a driver's open flags those that mean something on the host. Not O_APPEND, which a write says itself, nor O_DIRECT: the
    // guest's memory has not the alignment that the host's file system may want.
    private static bool TryReadFlags(uint given, out uint flags)
    {
        flags = given & (FuseFormat.AccessMode | FuseFormat.Truncate | FuseFormat.SyncWrites);
        return (given & FuseFormat.AccessMode) != FuseFormat.AccessMode;
    }

    /// <summary>A part of a list of memory, in a list of our own.</summary>
    /// <param name="pieces">The list.</param>
    /// <param name="skip">Bytes to leave out at its front.</param>
    /// <param name="length">Bytes to take then; there have to be so many.</param>
    private ReadOnlySpan<IoVector> Cut(ReadOnlySpan<IoVector> pieces, nuint skip, ulong length)
    {
        int count = 0;
        foreach (IoVector piece in pieces)
        {
            if (length == 0) break;
            if (skip >= piece.Length)
            {
                skip -= piece.Length;
                continue;
            }

            IoVector rest = piece.Skip(skip).Take((nuint)length);
            skip = 0;
            length -= rest.Length;
            _pieces[count++] = rest;
        }

        return _pieces.AsSpan(0, count);
    }
}
