using System.Globalization;

namespace KvmSdk.Boot.Initramfs;

/// <summary>
/// One "newc" header: a magic number and thirteen numbers of eight hexadecimal digits (Documentation/driver-api/early-userspace/buffer-format).
/// Owner and time are always 0, so that the same calls give the same bytes.
/// </summary>
internal readonly struct CpioHeader
{
    public const int SizeInBytes = 110;

    public required uint Inode { get; init; }

    public required uint Mode { get; init; }

    public required uint Links { get; init; }

    public uint FileSize { get; init; }

    public uint DeviceMajor { get; init; }

    public uint DeviceMinor { get; init; }

    /// <summary>Bytes of the name, its NUL included.</summary>
    public required uint NameSize { get; init; }

    public void Write(Span<byte> destination)
    {
        "070701"u8.CopyTo(destination);
        // In the format's order: owner, group and time after the link count; the archive's own device before that of a device node.
        ReadOnlySpan<uint> fields = [Inode, Mode, Links, 0, 0, 0, FileSize, 0, 0, DeviceMajor, DeviceMinor, NameSize, 0];
        for (int i = 0; i < fields.Length; i++)
        {
            _ = fields[i].TryFormat(destination.Slice(6 + (i * 8), 8), out _, "X8", CultureInfo.InvariantCulture);
        }
    }
}
