namespace KvmSdk.Model.Rules;

/// <summary>A disk's serial number, by which a guest knows it again: Linux's <c>/sys/block/vda/serial</c> and <c>/dev/disk/by-id/virtio-...</c>.</summary>
public static class DiskSerial
{
    /// <summary>VIRTIO_BLK_ID_BYTES of linux/virtio_blk.h: what the answer to VIRTIO_BLK_T_GET_ID has room for (virtio 1.2, section 5.2.6).</summary>
    public const int MaxLength = 20;

    /// <summary>The serial number of a disk: the one it was given, or else the beginning of its property's name.</summary>
    /// <param name="property">The property. C# names may hold any letter; the serial number holds ASCII.</param>
    /// <param name="given">What the image was given; null for nothing.</param>
    public static string Of(string property, string? given) =>
        given ?? new([.. property.Take(MaxLength).Select(static character => character <= '~' ? character : '_')]);
}
