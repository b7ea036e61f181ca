using System.Runtime.InteropServices;

namespace KvmSdk.Devices.Virtio.FileSystem;

// The fixed parts of requests and answers, as linux/fuse.h lays them out. All little-endian. A request's are copied from the guest once;
// names and data follow them.
#pragma warning disable CS0649 // What the guest fills.

/// <summary><c>struct fuse_in_header</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseRequest
{
    public uint Length;
    public FuseOpcode Opcode;
    public ulong Unique;
    public ulong Node;
    public uint Uid;
    public uint Gid;
    public uint Pid;
    public ushort ExtensionLength;
    public ushort Padding;
}

/// <summary><c>struct fuse_out_header</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseAnswer
{
    public const int Size = 16;

    public uint Length;
    public int Error;
    public ulong Unique;
}

/// <summary><c>struct fuse_init_in</c> as far as every version has it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct InitRequest
{
    public uint Major;
    public uint Minor;
    public uint MaxReadAhead;
    public uint Flags;
}

/// <summary><c>struct fuse_init_out</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct InitAnswer
{
    public uint Major;
    public uint Minor;
    public uint MaxReadAhead;
    public uint Flags;
    public ushort MaxBackground;
    public ushort CongestionThreshold;
    public uint MaxWrite;
    public uint TimeGranularity;
    public ushort MaxPages;
    public ushort MapAlignment;
    public uint Flags2;
    public uint Unused0;
    public ulong Unused1;
    public ulong Unused2;
    public ulong Unused3;
}

/// <summary><c>struct fuse_attr</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseAttributes
{
    public ulong Inode;
    public ulong Size;
    public ulong Blocks;
    public long AccessSeconds;
    public long ModifySeconds;
    public long ChangeSeconds;
    public uint AccessNanoseconds;
    public uint ModifyNanoseconds;
    public uint ChangeNanoseconds;
    public uint Mode;
    public uint Links;
    public uint Uid;
    public uint Gid;
    public uint Rdev;
    public uint BlockSize;
    public uint Flags;
}

/// <summary><c>struct fuse_entry_out</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct EntryAnswer
{
    public ulong Node;
    public ulong Generation;
    public ulong EntryValid;
    public ulong AttributesValid;
    public uint EntryValidNanoseconds;
    public uint AttributesValidNanoseconds;
    public FuseAttributes Attributes;
}

/// <summary><c>struct fuse_attr_out</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct AttributesAnswer
{
    public ulong Valid;
    public uint ValidNanoseconds;
    public uint Padding;
    public FuseAttributes Attributes;
}

/// <summary><c>struct fuse_setattr_in</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SetAttributesRequest
{
    public uint Valid;
    public uint Padding;
    public ulong Handle;
    public ulong Size;
    public ulong LockOwner;
    public long AccessSeconds;
    public long ModifySeconds;
    public long ChangeSeconds;
    public uint AccessNanoseconds;
    public uint ModifyNanoseconds;
    public uint ChangeNanoseconds;
    public uint Mode;
    public uint Unused4;
    public uint Uid;
    public uint Gid;
    public uint Unused5;
}

/// <summary><c>struct fuse_mknod_in</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct MakeNodeRequest
{
    public uint Mode;
    public uint Rdev;
    public uint Umask;
    public uint Padding;
}

/// <summary><c>struct fuse_mkdir_in</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct MakeDirectoryRequest
{
    public uint Mode;
    public uint Umask;
}

/// <summary><c>struct fuse_rename2_in</c>; of <c>fuse_rename_in</c> only the first field is there.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct RenameRequest
{
    public ulong NewDirectory;
    public uint Flags;
    public uint Padding;
}

/// <summary><c>struct fuse_open_in</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct OpenRequest
{
    public uint Flags;
    public uint OpenFlags;
}

/// <summary><c>struct fuse_create_in</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct CreateRequest
{
    public uint Flags;
    public uint Mode;
    public uint Umask;
    public uint OpenFlags;
}

/// <summary><c>struct fuse_open_out</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct OpenAnswer
{
    public ulong Handle;
    public uint OpenFlags;
    public uint Padding;
}

/// <summary><c>struct fuse_read_in</c> and <c>struct fuse_write_in</c>, which have one form.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TransferRequest
{
    public ulong Handle;
    public ulong Offset;
    public uint Size;
    public uint TransferFlags;
    public ulong LockOwner;
    public uint Flags;
    public uint Padding;
}

/// <summary><c>struct fuse_write_out</c> and <c>struct fuse_getxattr_out</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SizeAnswer
{
    public uint Size;
    public uint Padding;
}

/// <summary><c>struct fuse_fsync_in</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FsyncRequest
{
    public ulong Handle;
    public uint Flags;
    public uint Padding;
}

/// <summary><c>struct fuse_setxattr_in</c> without FUSE_SETXATTR_EXT, and <c>struct fuse_getxattr_in</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ExtendedRequest
{
    public uint Size;
    public uint Flags;
}

/// <summary><c>struct fuse_statfs_out</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct StatFsAnswer
{
    public ulong Blocks;
    public ulong FreeBlocks;
    public ulong AvailableBlocks;
    public ulong Files;
    public ulong FreeFiles;
    public uint BlockSize;
    public uint LongestName;
    public uint FragmentSize;
    public uint Padding;
    public ulong Spare0;
    public ulong Spare1;
    public ulong Spare2;
}

/// <summary><c>struct fuse_forget_one</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ForgetOne
{
    public ulong Node;
    public ulong Lookups;
}

/// <summary><c>struct fuse_batch_forget_in</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct BatchForgetRequest
{
    public uint Count;
    public uint Padding;
}

/// <summary><c>struct fuse_fallocate_in</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct AllocateRequest
{
    public ulong Handle;
    public ulong Offset;
    public ulong Length;
    public uint Mode;
    public uint Padding;
}

/// <summary><c>struct fuse_lseek_in</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SeekRequest
{
    public ulong Handle;
    public ulong Offset;
    public uint Whence;
    public uint Padding;
}

/// <summary><c>struct fuse_copy_file_range_in</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct CopyRangeRequest
{
    public ulong Handle;
    public ulong Offset;
    public ulong TargetNode;
    public ulong TargetHandle;
    public ulong TargetOffset;
    public ulong Length;
    public ulong Flags;
}

/// <summary><c>struct fuse_dirent</c>, which the name follows, filled up to a multiple of 8.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct DirectoryEntry
{
    public const int Size = 24;

    public ulong Inode;
    public ulong Next;
    public uint NameLength;
    public uint Type;
}

/// <summary><c>struct virtio_fs_config</c> behind the tag: virtio 1.2, section 5.11.4.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct FileSystemConfiguration
{
    public TagBytes Tag;
    public uint RequestQueues;

    [System.Runtime.CompilerServices.InlineArray(FileSystemOptions.LongestTag)]
    public struct TagBytes
    {
        private byte _first;
    }
}
