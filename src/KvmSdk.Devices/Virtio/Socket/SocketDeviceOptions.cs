namespace KvmSdk.Devices.Virtio.Socket;

// Why two sizes of buffers: a large one lets a guest send at full speed, and a table full of large ones would be a quarter of a
// gibibyte. The first connections get large ones, further ones small ones, so that all together stay bounded whatever a guest does.

/// <summary>What a socket device offers its guest, and what it may take of the host.</summary>
public sealed record SocketDeviceOptions
{
    /// <summary>The guest's address, 3 to 0xFFFFFFFE.</summary>
    public uint GuestCid { get; init; } = 3;

    /// <summary>The most connections at a time, 1 to 65536.</summary>
    public int MaxConnections { get; init; } = 1024;

    /// <summary>How many of them have a large buffer; the others a small one.</summary>
    public int LargeBuffers { get; init; } = 128;

    /// <summary>Bytes of a large buffer, for what the guest has sent and the host not taken: a power of two from 4 KiB to 1 GiB.</summary>
    public int LargeBufferSize { get; init; } = 256 * 1024;

    /// <summary>Bytes of a small buffer: a power of two from 4 KiB to 1 GiB.</summary>
    public int SmallBufferSize { get; init; } = 32 * 1024;

    /// <summary>Size of each queue: a power of two from 4 to 512.</summary>
    public ushort QueueSize { get; init; } = 128;

    internal void Validate()
    {
        if (GuestCid is < 3 or uint.MaxValue) throw new ArgumentException($"A guest's address is 3 to 0xFFFFFFFE, not {GuestCid}.", nameof(GuestCid));
        if (MaxConnections is < 1 or > 65536) throw new ArgumentException($"There are 1 to 65536 connections, not {MaxConnections}.", nameof(MaxConnections));
        if (LargeBuffers < 0) throw new ArgumentException($"There cannot be {LargeBuffers} large buffers.", nameof(LargeBuffers));
        if (!IsBufferSize(LargeBufferSize) || !IsBufferSize(SmallBufferSize))
            throw new ArgumentException($"A buffer has a power of two of bytes from 4 KiB to 1 GiB, not {LargeBufferSize} and {SmallBufferSize}.", nameof(LargeBufferSize));
        if (QueueSize is < 4 or > 512 || (QueueSize & (QueueSize - 1)) != 0)
            throw new ArgumentException($"A socket queue's size is a power of two from 4 to 512, not {QueueSize}.", nameof(QueueSize));
    }

    private static bool IsBufferSize(int size) => size is >= 4096 and <= 1 << 30 && (size & (size - 1)) == 0;
}
