namespace KvmSdk;

/// <summary>How a file holds a disk. Always declared, never found out from the bytes.</summary>
public enum DiskFormat
{
    /// <summary>The file's bytes are the disk's.</summary>
    Raw,

    /// <summary>QEMU's copy-on-write format, versions 2 and 3 (docs/interop/qcow2).</summary>
    Qcow2,
}
