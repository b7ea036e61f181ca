namespace KvmSdk.Devices.Virtio.FileSystem;

// Why no files: what a guest has found or opened is, on the host, a descriptor, and no value says which file that was once names have
// changed. So a state can be saved while the guest has none; with some, it is told to unmount first.

/// <summary>What a file system device remembers while its guest refers to no file but the shared directory; see <see cref="FileSystemDevice{TBackend}.TrySave"/>.</summary>
public readonly record struct FileSystemState
{
    /// <summary>Whether the guest has mounted the directory.</summary>
    public bool IsMounted { get; init; }

    /// <summary>The version that both sides speak, 31 to 38 (of 7); 0 when not mounted.</summary>
    public uint Minor { get; init; }

    /// <summary>What both sides agreed on: FUSE_* of linux/fuse.h; 0 when not mounted.</summary>
    public uint Flags { get; init; }
}
