namespace KvmSdk.Boot.Payload;

/// <summary>How a bzImage's kernel is compressed.</summary>
public enum PayloadFormat
{
    /// <summary>No magic number known to the boot protocol.</summary>
    Unknown,

    /// <summary>Not at all: an ELF file.</summary>
    None,

    /// <summary>gzip (CONFIG_KERNEL_GZIP).</summary>
    Gzip,

    /// <summary>bzip2 (CONFIG_KERNEL_BZIP2); recognised, not decoded.</summary>
    Bzip2,

    /// <summary>LZMA alone (CONFIG_KERNEL_LZMA); recognised, not decoded.</summary>
    Lzma,

    /// <summary>xz (CONFIG_KERNEL_XZ), with the x86 branch filter.</summary>
    Xz,

    /// <summary>LZO (CONFIG_KERNEL_LZO); recognised, not decoded.</summary>
    Lzo,

    /// <summary>LZ4 legacy frame (CONFIG_KERNEL_LZ4).</summary>
    Lz4,

    /// <summary>Zstandard (CONFIG_KERNEL_ZSTD).</summary>
    Zstd,
}
