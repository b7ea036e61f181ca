namespace KvmSdk.Devices.Virtio.Block;

/// <summary>What a block device offers its guest.</summary>
public sealed record BlockDeviceOptions
{
    /// <summary>Whether writes are refused.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Logical block size in bytes: a power of two from 512 to 4096 (a guest page).</summary>
    public uint BlockSize { get; init; } = 512;

    /// <summary>What the storage behind it writes at least, in bytes: a power of two from <see cref="BlockSize"/> to 64 KiB. The guest aligns to it where it can.</summary>
    public uint PhysicalBlockSize { get; init; } = 4096;

    /// <summary>Whether the guest may discard ranges. Not offered on a read-only disk.</summary>
    public bool Discard { get; init; }

    /// <summary>Whether the guest may zero ranges. Not offered on a read-only disk.</summary>
    public bool WriteZeroes { get; init; }

    /// <summary>The disk's serial number, up to 20 ASCII characters; Linux shows it in /sys/block/vda/serial.</summary>
    public string Id { get; init; } = "";

    /// <summary>How many queues there are, 1 to 64.</summary>
    public int Queues { get; init; } = 1;

    /// <summary>Size of a queue: a power of two from 4 to 1024 (as many pieces as the kernel takes in one call, <c>IOV_MAX</c>).</summary>
    public ushort QueueSize { get; init; } = 256;

    /// <summary>How many requests can be under way at once, 1 to 1024; of all queues together; further ones wait in the queues.</summary>
    public int RequestsInFlight { get; init; } = 64;

    internal void Validate()
    {
        if (BlockSize is < 512 or > 4096 || (BlockSize & (BlockSize - 1)) != 0)
            throw new ArgumentException($"A block size is a power of two from 512 to 4096 bytes, not {BlockSize}.", nameof(BlockSize));
        if (PhysicalBlockSize < BlockSize || PhysicalBlockSize > 65536 || (PhysicalBlockSize & (PhysicalBlockSize - 1)) != 0)
            throw new ArgumentException($"A physical block size is a power of two from the logical one to 65536 bytes, not {PhysicalBlockSize}.", nameof(PhysicalBlockSize));
        if (Queues is < 1 or > 64) throw new ArgumentException($"A block device has 1 to 64 queues, not {Queues}.", nameof(Queues));
        if (QueueSize is < 4 or > 1024 || (QueueSize & (QueueSize - 1)) != 0)
            throw new ArgumentException($"A block queue's size is a power of two from 4 to 1024, not {QueueSize}.", nameof(QueueSize));
        if (RequestsInFlight is < 1 or > 1024)
            throw new ArgumentException($"1 to 1024 requests can be in flight, not {RequestsInFlight}.", nameof(RequestsInFlight));
        if (Id.Length > BlockFormat.IdSize || !System.Text.Ascii.IsValid(Id))
            throw new ArgumentException($"A disk id is up to {BlockFormat.IdSize} ASCII characters, not \"{Id}\".", nameof(Id));
    }
}
