using System.Diagnostics.CodeAnalysis;
using KvmSdk.Model.Rules;

namespace KvmSdk;

/// <summary>
/// A disk's contents: a file in a named format. The format is always declared and never guessed from the bytes, because a
/// guest that owns the bytes could then choose it. A value, that opens nothing until the machine starts.
/// </summary>
public sealed record DiskImage : IParsable<DiskImage>
{
    private DiskImage(string path, bool isReadOnly, string? serial)
    {
        Path = path;
        IsReadOnly = isReadOnly;
        Serial = serial;
    }

    /// <summary>The file's path.</summary>
    public string Path { get; }

    /// <summary>Whether the guest may only read it.</summary>
    public bool IsReadOnly { get; }

    /// <summary>
    /// The serial number by which the guest knows the disk again (virtio 1.2, section 5.2.6; Linux: <c>/sys/block/vda/serial</c>). Null for
    /// the first 20 characters of the property's name.
    /// </summary>
    public string? Serial { get; }

    /// <summary>A raw image: the file's bytes are the disk's, and its length, a multiple of 512, is the disk's.</summary>
    /// <param name="path">The file's path.</param>
    /// <param name="readOnly">Whether the guest may only read it; several machines may then share it.</param>
    /// <param name="serial">The disk's serial number, 1 to 20 characters of printable ASCII; null for the beginning of the property's name.</param>
    /// <exception cref="ConfigurationValueException">The path is empty or holds a NUL, or the serial number has not that form.</exception>
    public static DiskImage Raw(string path, bool readOnly = false, string? serial = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        ConfigurationValueException.Require(FactoryChecks.CheckPath(nameof(DiskImage) + "." + nameof(Raw), path));
        if (serial is not null)
        {
            ConfigurationValueException.Require(FactoryChecks.CheckSerial(nameof(DiskImage) + "." + nameof(Raw), serial));
        }

        return new(path, readOnly, serial);
    }

    /// <summary>Reads <c>raw:PATH</c> or, for a read-only disk, <c>raw:PATH,ro</c>; either may end in <c>,serial=TEXT</c>.</summary>
    /// <exception cref="FormatException">The text is none of these.</exception>
    public static DiskImage Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out DiskImage? result)
            ? result
            : throw new FormatException($"'{s}' is not a disk image; name the format and the file, as in 'raw:disk.img' or 'raw:disk.img,ro,serial=DATA-1'");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out DiskImage result)
    {
        const string format = "raw:";
        const string option = ",ro";
        const string serialOption = ",serial=";
        result = null;
        if (s is null || !s.StartsWith(format, StringComparison.Ordinal))
        {
            return false;
        }

        string path = s[format.Length..];
        int end = path.LastIndexOf(serialOption, StringComparison.Ordinal);
        string? serial = end < 0 ? null : path[(end + serialOption.Length)..];
        path = end < 0 ? path : path[..end];
        bool readOnly = path.EndsWith(option, StringComparison.Ordinal);
        path = readOnly ? path[..^option.Length] : path;
        bool isRight = FactoryChecks.CheckPath(format, path) is null && (serial is null || FactoryChecks.CheckSerial(format, serial) is null);
        result = isRight ? Raw(path, readOnly, serial) : null;
        return result is not null;
    }

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public override string ToString() => $"raw:{Path}{(IsReadOnly ? ",ro" : "")}{(Serial is null ? "" : $",serial={Serial}")}";
}
