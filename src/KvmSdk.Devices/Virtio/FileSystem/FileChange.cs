namespace KvmSdk.Devices.Virtio.FileSystem;

/// <summary>What is to be changed of a file, in the guest's terms. What has no flag stays.</summary>
public readonly struct FileChange
{
    /// <summary>Permissions, without the kind: FATTR_MODE.</summary>
    public const uint ModeFlag = 1 << 0;

    /// <summary>The owner: FATTR_UID.</summary>
    public const uint UidFlag = 1 << 1;

    /// <summary>The group: FATTR_GID.</summary>
    public const uint GidFlag = 1 << 2;

    /// <summary>The length: FATTR_SIZE.</summary>
    public const uint SizeFlag = 1 << 3;

    /// <summary>The time of the last access: FATTR_ATIME.</summary>
    public const uint AccessFlag = 1 << 4;

    /// <summary>The time of the last change: FATTR_MTIME.</summary>
    public const uint ModifyFlag = 1 << 5;

    /// <summary>The open file to change by: FATTR_FH.</summary>
    public const uint HandleFlag = 1 << 6;

    /// <summary>The time of the last access is now: FATTR_ATIME_NOW.</summary>
    public const uint AccessNowFlag = 1 << 7;

    /// <summary>The time of the last change is now: FATTR_MTIME_NOW.</summary>
    public const uint ModifyNowFlag = 1 << 8;

    /// <summary>Which of the values are meant.</summary>
    public uint Flags { get; init; }

    /// <summary>Permission bits.</summary>
    public uint Mode { get; init; }

    /// <summary>The owner.</summary>
    public uint Uid { get; init; }

    /// <summary>The group.</summary>
    public uint Gid { get; init; }

    /// <summary>The length in bytes; at most 2^63 - 1.</summary>
    public ulong Size { get; init; }

    /// <summary>The last access, in seconds since 1970.</summary>
    public long AccessSeconds { get; init; }

    /// <summary>The last change, in seconds since 1970.</summary>
    public long ModifySeconds { get; init; }

    /// <summary>Nanoseconds of <see cref="AccessSeconds"/>, below a thousand million.</summary>
    public uint AccessNanoseconds { get; init; }

    /// <summary>Nanoseconds of <see cref="ModifySeconds"/>, below a thousand million.</summary>
    public uint ModifyNanoseconds { get; init; }

    /// <summary>Whether one of <paramref name="flags"/> is set.</summary>
    [HotPath]
    public bool Has(uint flags) => (Flags & flags) != 0;
}

/// <summary>Who asks, as the guest calls him.</summary>
/// <param name="Uid">The user.</param>
/// <param name="Gid">The group.</param>
[HotPath]
public readonly record struct GuestUser(uint Uid, uint Gid);

/// <summary>How large a file system is and how full.</summary>
public struct FileSystemSpace
{
    /// <summary>Bytes of a block.</summary>
    public uint BlockSize { get; set; }

    /// <summary>Bytes of the unit in which blocks are counted.</summary>
    public uint FragmentSize { get; set; }

    /// <summary>All blocks.</summary>
    public ulong Blocks { get; set; }

    /// <summary>Free blocks.</summary>
    public ulong FreeBlocks { get; set; }

    /// <summary>Free blocks for everybody.</summary>
    public ulong AvailableBlocks { get; set; }

    /// <summary>All inodes.</summary>
    public ulong Files { get; set; }

    /// <summary>Free inodes.</summary>
    public ulong FreeFiles { get; set; }

    /// <summary>The longest name, in bytes.</summary>
    public uint LongestName { get; set; }
}
