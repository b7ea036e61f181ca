namespace KvmSdk.Devices.Virtio.FileSystem;

/// <summary>What the host says of a file, in the guest's terms.</summary>
public struct FileStatus
{
    /// <summary>Identifies the file together with <see cref="Inode"/>, for as long as somebody refers to it: the host's device.</summary>
    public ulong Device { get; set; }

    /// <summary>The host's inode number.</summary>
    public ulong Inode { get; set; }

    /// <summary>The inode number that the guest is shown.</summary>
    public ulong ShownInode { get; set; }

    /// <summary>Bytes.</summary>
    public ulong Size { get; set; }

    /// <summary>Allocated space in units of 512 bytes.</summary>
    public ulong Blocks { get; set; }

    /// <summary>Last access, in seconds since 1970.</summary>
    public long AccessSeconds { get; set; }

    /// <summary>Last change of the data, in seconds since 1970.</summary>
    public long ModifySeconds { get; set; }

    /// <summary>Last change of data or status, in seconds since 1970.</summary>
    public long ChangeSeconds { get; set; }

    /// <summary>Nanoseconds of <see cref="AccessSeconds"/>.</summary>
    public uint AccessNanoseconds { get; set; }

    /// <summary>Nanoseconds of <see cref="ModifySeconds"/>.</summary>
    public uint ModifyNanoseconds { get; set; }

    /// <summary>Nanoseconds of <see cref="ChangeSeconds"/>.</summary>
    public uint ChangeNanoseconds { get; set; }

    /// <summary>Kind and permissions, as Linux's <c>st_mode</c>.</summary>
    public uint Mode { get; set; }

    /// <summary>Number of names.</summary>
    public uint Links { get; set; }

    /// <summary>The owner, as the guest is to see it.</summary>
    public uint Uid { get; set; }

    /// <summary>The group, as the guest is to see it.</summary>
    public uint Gid { get; set; }

    /// <summary>The device that a device node stands for.</summary>
    public uint Rdev { get; set; }

    /// <summary>Preferred size of a transfer, in bytes.</summary>
    public uint BlockSize { get; set; }

    [HotPath]
    internal readonly uint Kind => Mode & FuseFormat.KindMask;
}
