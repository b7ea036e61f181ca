namespace KvmSdk.Devices.Virtio.FileSystem;

/// <summary>Numbers of the protocol between Linux and a file system outside of it: linux/fuse.h, version 7.38.</summary>
internal static class FuseFormat
{
    public const uint Major = 7;

    /// <summary>The newest version spoken.</summary>
    public const uint Minor = 38;

    /// <summary>The oldest version spoken: of Linux 5.4, the first with virtio-fs.</summary>
    public const uint OldestMinor = 31;

    /// <summary>The node that every driver knows without asking.</summary>
    public const ulong RootId = 1;

    /// <summary>NAME_MAX, without the 0 at the end.</summary>
    public const int LongestName = 255;

    /// <summary>PATH_MAX, with the 0 at the end: the longest target of a symbolic link.</summary>
    public const int LongestTarget = 4096;

    /// <summary>XATTR_SIZE_MAX and XATTR_LIST_MAX.</summary>
    public const int LargestExtended = 65536;

    /// <summary>The most bytes that one request reads or writes: 256 pages, the most that Linux takes.</summary>
    public const uint LargestTransfer = 1 << 20;

    // FUSE_*, what both sides agree on at the beginning.
    public const uint AsyncRead = 1 << 0;
    public const uint AtomicTruncate = 1 << 3;
    public const uint BigWrites = 1 << 5;
    public const uint AutoInvalidate = 1 << 12;
    public const uint ReadDirectoryPlus = 1 << 13;
    public const uint ReadDirectoryPlusAuto = 1 << 14;
    public const uint ParallelDirectories = 1 << 18;
    public const uint MaxPages = 1 << 22;
    public const uint CacheLinks = 1 << 23;
    public const uint HandleKillPrivileges = 1 << 28;

    /// <summary>What is agreed on if the driver can.</summary>
    public const uint Wanted = AsyncRead | AtomicTruncate | BigWrites | AutoInvalidate | ReadDirectoryPlus | ReadDirectoryPlusAuto
        | ParallelDirectories | MaxPages | CacheLinks | HandleKillPrivileges;

    /// <summary>FOPEN_KEEP_CACHE: what the driver has of the file is still right.</summary>
    public const uint KeepCache = 1 << 1;

    /// <summary>FUSE_WRITE_CACHE: the driver writes back its pages, by whatever file it has open.</summary>
    public const uint WriteCache = 1 << 0;

    /// <summary>FUSE_FSYNC_FDATASYNC.</summary>
    public const uint DataOnly = 1 << 0;

    // Of the driver's open flags, which are Linux's.
    public const uint AccessMode = 3;
    public const uint ReadOnlyAccess = 0;
    public const uint Exclusive = 0x80;
    public const uint Truncate = 0x200;
    public const uint Append = 0x400;
    public const uint SyncWrites = 0x101000;

    // Of a mode.
    public const uint KindMask = 0xF000;
    public const uint Pipe = 0x1000;
    public const uint CharacterDevice = 0x2000;
    public const uint Directory = 0x4000;
    public const uint BlockDevice = 0x6000;
    public const uint File = 0x8000;
    public const uint SymbolicLink = 0xA000;
    public const uint Socket = 0xC000;
    public const uint PermissionMask = 0xFFF;
    public const uint SetUserId = 0x800;
    public const uint SetGroupId = 0x400;
}
