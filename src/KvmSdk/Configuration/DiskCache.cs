namespace KvmSdk;

/// <summary>What the host's page cache does between a disk's guest and its image.</summary>
public enum DiskCache
{
    /// <summary>Reads and writes go through the page cache, and a guest's flush makes what it wrote durable (<c>cache=writeback</c>).</summary>
    Writeback,

    /// <summary>Reads and writes go past the page cache (O_DIRECT), straight to the storage; a flush is passed on all the same (<c>cache=none</c>).</summary>
    None,

    /// <summary>
    /// As <see cref="Writeback"/>, but flushes are not passed on (<c>cache=unsafe</c>): for a guest whose disk may be thrown away. When the host fails,
    /// what the guest flushed is lost, and its file system perhaps broken.
    /// </summary>
    Unsafe,
}
