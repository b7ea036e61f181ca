using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using KvmSdk.Devices.Memory;

namespace KvmSdk.Devices.Virtio.FileSystem;

// From a chain to a handler and back to the guest's bytes.
public sealed partial class FileSystemDevice<TBackend>
{
    /// <summary>Answers the request in the chain.</summary>
    /// <returns>How many bytes were written to the guest.</returns>
    private uint Serve()
    {
        _answered = FuseAnswer.Size;
        // Without a whole header there is nobody to answer; the head goes back all the same.
        if (!_chain.TryTake(out FuseRequest request))
        {
            Traffic.Count(0, FuseError.Invalid);
            return 0;
        }

        bool hasAnswer = request.Opcode is not (FuseOpcode.Forget or FuseOpcode.BatchForget or FuseOpcode.Interrupt);
        if (hasAnswer && _chain.WritableLength < FuseAnswer.Size)
        {
            Traffic.Count(request.Opcode, FuseError.Invalid);
            return 0;
        }

        uint direct = 0;
        int error = Judge(in request);
        if (error == FuseError.None)
        {
            error = request.Opcode switch
            {
                FuseOpcode.Read => Read(in request, out direct),
                FuseOpcode.Write => Write(in request),
                _ => Handle(in request),
            };
        }

        Traffic.Count(request.Opcode, error);
        if (!hasAnswer) return 0;
        if (error != FuseError.None)
        {
            _answered = FuseAnswer.Size;
            direct = 0;
        }

        FuseAnswer header = new() { Length = (uint)_answered + direct, Error = -error, Unique = request.Unique };
        MemoryMarshal.Write(_answer, in header);
        _ = _chain.Write(_answer.AsSpan(0, _answered));
        return header.Length;
    }

    /// <summary>Why a request is not even looked at: its length is a lie, nothing was agreed on yet, its answer would not fit, or it would change what is read-only.</summary>
    private int Judge(in FuseRequest request)
    {
        if (request.Length != _chain.ReadableLength + (ulong)Unsafe.SizeOf<FuseRequest>()) return FuseError.Invalid;
        if (!IsMounted && request.Opcode is not (FuseOpcode.Init or FuseOpcode.Destroy)) return FuseError.Io;
        if (_chain.WritableLength < (ulong)(FuseAnswer.Size + AnswerOf(request.Opcode)) && AnswerOf(request.Opcode) != 0) return FuseError.Invalid;
        return _options.IsReadOnly && Changes(request.Opcode) ? FuseError.ReadOnly : FuseError.None;
    }

    private int Handle(in FuseRequest request)
    {
        if (_chain.ReadableLength > (ulong)_arguments.Length) return FuseError.Invalid;
        FuseArguments arguments = new(TakeArguments());
        switch (request.Opcode)
        {
            case FuseOpcode.Lookup: return Lookup(in request, ref arguments);
            case FuseOpcode.Forget: return Forget(in request, ref arguments);
            case FuseOpcode.BatchForget: return ForgetMany(ref arguments);
            case FuseOpcode.GetAttributes: return GetAttributes(in request);
            case FuseOpcode.SetAttributes: return SetAttributes(in request, ref arguments);
            case FuseOpcode.ReadLink: return ReadLink(in request);
            case FuseOpcode.SymbolicLink: return MakeSymbolicLink(in request, ref arguments);
            case FuseOpcode.MakeNode: return MakeNode(in request, ref arguments);
            case FuseOpcode.MakeDirectory: return MakeDirectory(in request, ref arguments);
            case FuseOpcode.Unlink: return Remove(in request, ref arguments, isDirectory: false);
            case FuseOpcode.RemoveDirectory: return Remove(in request, ref arguments, isDirectory: true);
            case FuseOpcode.Rename: return Rename(in request, ref arguments, hasFlags: false);
            case FuseOpcode.Rename2: return Rename(in request, ref arguments, hasFlags: true);
            case FuseOpcode.Link: return Link(in request, ref arguments);
            case FuseOpcode.Open: return Open(in request, ref arguments);
            case FuseOpcode.OpenDirectory: return OpenDirectory(in request);
            case FuseOpcode.Create: return Create(in request, ref arguments);
            case FuseOpcode.Release: return Release(in request, ref arguments, FuseFormat.File);
            case FuseOpcode.ReleaseDirectory: return Release(in request, ref arguments, FuseFormat.Directory);
            case FuseOpcode.Fsync: return Synchronize(in request, ref arguments, FuseFormat.File);
            case FuseOpcode.FsyncDirectory: return Synchronize(in request, ref arguments, FuseFormat.Directory);
            case FuseOpcode.SyncFs: return _options.IsReadOnly ? FuseError.None : _backend.SynchronizeAll();
            case FuseOpcode.ReadDirectory: return List(in request, ref arguments, withAttributes: false);
            case FuseOpcode.ReadDirectoryPlus: return List(in request, ref arguments, withAttributes: true);
            case FuseOpcode.StatFs: return Measure(in request);
            case FuseOpcode.Allocate: return Allocate(in request, ref arguments);
            case FuseOpcode.Seek: return Seek(in request, ref arguments);
            case FuseOpcode.CopyRange: return CopyRange(in request, ref arguments);
            case FuseOpcode.GetExtended: return GetExtended(in request, ref arguments);
            case FuseOpcode.ListExtended: return ListExtended(in request, ref arguments);
            case FuseOpcode.SetExtended: return SetExtended(in request, ref arguments);
            case FuseOpcode.RemoveExtended: return RemoveExtended(in request, ref arguments);
            case FuseOpcode.Init: return Initialise(ref arguments);
            case FuseOpcode.Destroy:
                Unmount();
                return FuseError.None;
            // Requests are served one after the other, so what would be interrupted has ended, or was not begun and soon will be.
            case FuseOpcode.Interrupt: return FuseError.None;
            default: return FuseError.Unknown;
        }
    }

    // All that is decided on is decided on in this copy.
    private ReadOnlySpan<byte> TakeArguments()
    {
        int taken = 0;
        foreach (IoVector piece in _chain.Readable)
        {
            Span<byte> bytes = piece.First(_arguments.Length - taken);
            bytes.CopyTo(_arguments.AsSpan(taken));
            taken += bytes.Length;
        }

        return _arguments.AsSpan(0, taken);
    }

    private void Answer<T>(in T value)
        where T : unmanaged
    {
        MemoryMarshal.Write(_answer.AsSpan(_answered), in value);
        _answered += Unsafe.SizeOf<T>();
    }

    /// <summary>Bytes behind the header of the shortest right answer.</summary>
    private static int AnswerOf(FuseOpcode opcode) => opcode switch
    {
        FuseOpcode.Lookup or FuseOpcode.SymbolicLink or FuseOpcode.MakeNode or FuseOpcode.MakeDirectory or FuseOpcode.Link => Unsafe.SizeOf<EntryAnswer>(),
        FuseOpcode.Create => Unsafe.SizeOf<EntryAnswer>() + Unsafe.SizeOf<OpenAnswer>(),
        FuseOpcode.GetAttributes or FuseOpcode.SetAttributes => Unsafe.SizeOf<AttributesAnswer>(),
        FuseOpcode.Open or FuseOpcode.OpenDirectory => Unsafe.SizeOf<OpenAnswer>(),
        FuseOpcode.Write or FuseOpcode.CopyRange => Unsafe.SizeOf<SizeAnswer>(),
        FuseOpcode.StatFs => Unsafe.SizeOf<StatFsAnswer>(),
        FuseOpcode.Seek => sizeof(ulong),
        FuseOpcode.Init => Unsafe.SizeOf<InitAnswer>(),
        _ => 0,
    };

    /// <summary>Whether a request is for nothing but a change. Opening a file for writing is refused where it is read.</summary>
    private static bool Changes(FuseOpcode opcode) => opcode is FuseOpcode.SetAttributes or FuseOpcode.SymbolicLink or FuseOpcode.MakeNode
        or FuseOpcode.MakeDirectory or FuseOpcode.Unlink or FuseOpcode.RemoveDirectory or FuseOpcode.Rename or FuseOpcode.Rename2 or FuseOpcode.Link
        or FuseOpcode.Write or FuseOpcode.Create or FuseOpcode.SetExtended or FuseOpcode.RemoveExtended or FuseOpcode.Allocate or FuseOpcode.CopyRange;
}
