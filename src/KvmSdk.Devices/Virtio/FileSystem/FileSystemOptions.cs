using System.Text;

namespace KvmSdk.Devices.Virtio.FileSystem;

/// <summary>What a file system device offers its guest, and what it lets it have at once.</summary>
public sealed record FileSystemOptions
{
    /// <summary>Bytes of the longest tag: virtio 1.2, section 5.11.4.</summary>
    public const int LongestTag = 36;

    /// <summary>The name by which the guest mounts it, 1 to 36 bytes of UTF-8.</summary>
    public string Tag { get; init; } = "";

    /// <summary>Whether nothing can be changed.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>How many files the guest can know at once, 1 to 2^24; further ones are refused with ENFILE.</summary>
    public int MostNodes { get; init; } = 1 << 16;

    /// <summary>How many files and directories the guest can have open at once, 1 to 2^20; further ones are refused with ENFILE.</summary>
    public int MostHandles { get; init; } = 1 << 12;

    /// <summary>For how long the guest may believe what it was told of names and attributes, in milliseconds.</summary>
    public uint BelieveFor { get; init; } = 1000;

    /// <summary>Size of each queue: a power of two from 64 to 1024, so that a request's pieces fit a call to the kernel.</summary>
    public ushort QueueSize { get; init; } = 1024;

    internal void Validate()
    {
        if (Encoding.UTF8.GetByteCount(Tag) is < 1 or > LongestTag)
            throw new ArgumentException($"A tag has 1 to {LongestTag} bytes, not as \"{Tag}\".", nameof(Tag));
        if (MostNodes is < 1 or > 1 << 24)
            throw new ArgumentException($"1 to 2^24 files can be known, not {MostNodes}.", nameof(MostNodes));
        if (MostHandles is < 1 or > 1 << 20)
            throw new ArgumentException($"1 to 2^20 files can be open, not {MostHandles}.", nameof(MostHandles));
        if (QueueSize is < 64 or > 1024 || (QueueSize & (QueueSize - 1)) != 0)
            throw new ArgumentException($"A file system's queue size is a power of two from 64 to 1024, not {QueueSize}.", nameof(QueueSize));
    }
}
