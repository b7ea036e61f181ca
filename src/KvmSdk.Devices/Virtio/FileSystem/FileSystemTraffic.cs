namespace KvmSdk.Devices.Virtio.FileSystem;

/// <summary>What went through a file system device. Written by whoever drives the device; a reader needs no lock, and may be a request behind.</summary>
[HotPath]
public sealed class FileSystemTraffic
{
    private ulong _lookups;
    private ulong _opens;
    private ulong _reads;
    private ulong _writes;
    private ulong _listings;
    private ulong _changes;
    private ulong _others;
    private ulong _bytesRead;
    private ulong _bytesWritten;
    private ulong _errors;
    private ulong _refusals;

    /// <summary>Names looked up.</summary>
    public ulong Lookups => Volatile.Read(ref _lookups);

    /// <summary>Files and directories opened, made ones not counted.</summary>
    public ulong Opens => Volatile.Read(ref _opens);

    /// <summary>Reads of files.</summary>
    public ulong Reads => Volatile.Read(ref _reads);

    /// <summary>Writes to files.</summary>
    public ulong Writes => Volatile.Read(ref _writes);

    /// <summary>Reads of directories.</summary>
    public ulong Listings => Volatile.Read(ref _listings);

    /// <summary>Requests to make, remove, rename or change something.</summary>
    public ulong Changes => Volatile.Read(ref _changes);

    /// <summary>All other requests.</summary>
    public ulong Others => Volatile.Read(ref _others);

    /// <summary>Bytes read from files.</summary>
    public ulong BytesRead => Volatile.Read(ref _bytesRead);

    /// <summary>Bytes written to files.</summary>
    public ulong BytesWritten => Volatile.Read(ref _bytesWritten);

    /// <summary>Requests that were answered with an error. That there is no such name is none.</summary>
    public ulong Errors => Volatile.Read(ref _errors);

    /// <summary>Of them, those refused with ENFILE, because the guest knows or has opened as many files as it may.</summary>
    public ulong Refusals => Volatile.Read(ref _refusals);

    internal void Read(uint bytes) => _bytesRead += bytes;

    internal void Written(uint bytes) => _bytesWritten += bytes;

    internal void Count(FuseOpcode opcode, int error)
    {
        KindOf(opcode)++;
        if (error == FuseError.None || (error == FuseError.NotFound && opcode == FuseOpcode.Lookup)) return;
        _errors++;
        if (error == FuseError.TooManyFiles) _refusals++;
    }

    private ref ulong KindOf(FuseOpcode opcode)
    {
        switch (opcode)
        {
            case FuseOpcode.Lookup: return ref _lookups;
            case FuseOpcode.Open or FuseOpcode.OpenDirectory: return ref _opens;
            case FuseOpcode.Read: return ref _reads;
            case FuseOpcode.Write: return ref _writes;
            case FuseOpcode.ReadDirectory or FuseOpcode.ReadDirectoryPlus: return ref _listings;
            case FuseOpcode.SetAttributes or FuseOpcode.SymbolicLink or FuseOpcode.MakeNode or FuseOpcode.MakeDirectory or FuseOpcode.Unlink
                or FuseOpcode.RemoveDirectory or FuseOpcode.Rename or FuseOpcode.Rename2 or FuseOpcode.Link or FuseOpcode.Create
                or FuseOpcode.SetExtended or FuseOpcode.RemoveExtended or FuseOpcode.Allocate or FuseOpcode.CopyRange:
                return ref _changes;
            default: return ref _others;
        }
    }
}
