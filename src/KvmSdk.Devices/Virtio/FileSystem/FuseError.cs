namespace KvmSdk.Devices.Virtio.FileSystem;

/// <summary>Error numbers that the file system answers by itself: the guest's, which are Linux's (asm-generic/errno.h). 0 is success.</summary>
public static class FuseError
{
    /// <summary>Done.</summary>
    public const int None = 0;

    /// <summary>EPERM: nobody may do that here.</summary>
    public const int NotPermitted = 1;

    /// <summary>ENOENT: there is no such name.</summary>
    public const int NotFound = 2;

    /// <summary>EIO: the conversation has not begun, or the host could not do it.</summary>
    public const int Io = 5;

    /// <summary>EBADF: there is no such open file, or it is another file's.</summary>
    public const int BadHandle = 9;

    /// <summary>EACCES: not for this user of the host.</summary>
    public const int Denied = 13;

    /// <summary>EXDEV: on the host another file system is mounted there.</summary>
    public const int OtherFileSystem = 18;

    /// <summary>ENOTDIR: only a directory has names in it.</summary>
    public const int NotADirectory = 20;

    /// <summary>EISDIR: a directory is not read and written as a file.</summary>
    public const int IsADirectory = 21;

    /// <summary>EINVAL: a request that means nothing.</summary>
    public const int Invalid = 22;

    /// <summary>ENFILE: the guest knows or has opened as many files as the host lets it.</summary>
    public const int TooManyFiles = 23;

    /// <summary>ENXIO: what would be opened is neither a file nor a directory.</summary>
    public const int NoFile = 6;

    /// <summary>EROFS: the directory is shared for reading only.</summary>
    public const int ReadOnly = 30;

    /// <summary>ERANGE: the answer is longer than the room for it.</summary>
    public const int NoRoom = 34;

    /// <summary>ENAMETOOLONG: a name has up to 255 bytes.</summary>
    public const int NameTooLong = 36;

    /// <summary>ENOSYS: not there, and not to be asked for again.</summary>
    public const int Unknown = 38;

    /// <summary>ELOOP: a symbolic link is not opened.</summary>
    public const int IsALink = 40;

    /// <summary>ENODATA: there is no such extended attribute.</summary>
    public const int NoData = 61;

    /// <summary>EPROTO: a version that is not spoken here.</summary>
    public const int Protocol = 71;

    /// <summary>EOPNOTSUPP: not for this kind of attribute.</summary>
    public const int NotSupported = 95;

    /// <summary>ESTALE: a node that the guest was not given, or has forgotten.</summary>
    public const int Stale = 116;
}
