using System.Diagnostics.CodeAnalysis;
using KvmSdk.Model.Rules;

namespace KvmSdk;

/// <summary>
/// A disk's contents: a file in a named format. The format is always declared and never guessed from the bytes, because a
/// guest that owns the bytes could then choose it. A value, that opens nothing until the machine starts.
/// </summary>
public sealed record DiskImage : IParsable<DiskImage>
{
    private DiskImage(string path, bool isReadOnly)
    {
        Path = path;
        IsReadOnly = isReadOnly;
    }

    /// <summary>The file's path.</summary>
    public string Path { get; }

    /// <summary>Whether the guest may only read it.</summary>
    public bool IsReadOnly { get; }

    /// <summary>A raw image: the file's bytes are the disk's, and its length, a multiple of 512, is the disk's.</summary>
    /// <param name="path">The file's path.</param>
    /// <param name="readOnly">Whether the guest may only read it; several machines may then share it.</param>
    /// <exception cref="ConfigurationValueException">The path is empty or holds a NUL.</exception>
    public static DiskImage Raw(string path, bool readOnly = false)
    {
        ArgumentNullException.ThrowIfNull(path);
        ConfigurationValueException.Require(FactoryChecks.CheckPath(nameof(DiskImage) + "." + nameof(Raw), path));
        return new(path, readOnly);
    }

    /// <summary>Reads <c>raw:PATH</c> or, for a read-only disk, <c>raw:PATH,ro</c>.</summary>
    /// <exception cref="FormatException">The text is neither.</exception>
    public static DiskImage Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out DiskImage? result)
            ? result
            : throw new FormatException($"'{s}' is not a disk image; name the format and the file, as in 'raw:disk.img' or 'raw:disk.img,ro'");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out DiskImage result)
    {
        const string format = "raw:";
        const string option = ",ro";
        result = null;
        if (s is null || !s.StartsWith(format, StringComparison.Ordinal))
        {
            return false;
        }

        bool readOnly = s.EndsWith(option, StringComparison.Ordinal);
        string path = readOnly ? s[format.Length..^option.Length] : s[format.Length..];
        result = FactoryChecks.CheckPath(format, path) is null ? Raw(path, readOnly) : null;
        return result is not null;
    }

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public override string ToString() => $"raw:{Path}{(IsReadOnly ? ",ro" : "")}";
}
