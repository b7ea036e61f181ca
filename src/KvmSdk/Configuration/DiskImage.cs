using System.Diagnostics.CodeAnalysis;
using KvmSdk.Model.Rules;

namespace KvmSdk;

/// <summary>
/// A disk's contents: a file in a named format. The format is always declared and never guessed from the bytes, because a
/// guest that owns the bytes could then choose it. A value, that opens nothing until the machine starts.
/// </summary>
public sealed record DiskImage : IParsable<DiskImage>
{
    private DiskImage(string path, bool isReadOnly, string? serial, DiskCache cache, RateLimit limit, DiskEngine engine)
    {
        Path = path;
        IsReadOnly = isReadOnly;
        Serial = serial;
        Cache = cache;
        Limit = limit;
        Engine = engine;
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

    /// <summary>What the host's page cache does for it.</summary>
    public DiskCache Cache { get; }

    /// <summary>How much the guest may do with it a second.</summary>
    public RateLimit Limit { get; }

    /// <summary>How requests that would wait are carried out.</summary>
    public DiskEngine Engine { get; }

    /// <summary>A raw image: the file's bytes are the disk's, and its length, a multiple of the sector, is the disk's.</summary>
    /// <param name="path">The file's path.</param>
    /// <param name="readOnly">Whether the guest may only read it; several machines may then share it.</param>
    /// <param name="serial">The disk's serial number, 1 to 20 characters of printable ASCII; null for the beginning of the property's name.</param>
    /// <param name="cache">What the host's page cache does for it.</param>
    /// <param name="limit">How much the guest may do with it a second; null for as much as can be.</param>
    /// <param name="engine">How requests that would wait are carried out.</param>
    /// <exception cref="ConfigurationValueException">The path is empty or holds a NUL, or the serial number has not that form.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The cache or the engine is none of those there are.</exception>
    public static DiskImage Raw(
        string path,
        bool readOnly = false,
        string? serial = null,
        DiskCache cache = DiskCache.Writeback,
        RateLimit? limit = null,
        DiskEngine engine = DiskEngine.Automatic)
    {
        ArgumentNullException.ThrowIfNull(path);
        ConfigurationValueException.Require(FactoryChecks.CheckPath(nameof(DiskImage) + "." + nameof(Raw), path));
        if (serial is not null)
        {
            ConfigurationValueException.Require(FactoryChecks.CheckSerial(nameof(DiskImage) + "." + nameof(Raw), serial));
        }

        if (cache is < DiskCache.Writeback or > DiskCache.Unsafe)
        {
            throw new ArgumentOutOfRangeException(nameof(cache), cache, "There is no such cache.");
        }

        if (engine is < DiskEngine.Automatic or > DiskEngine.IoUring)
        {
            throw new ArgumentOutOfRangeException(nameof(engine), engine, "There is no such engine.");
        }

        return new(path, readOnly, serial, cache, limit ?? RateLimit.None, engine);
    }

    /// <summary>
    /// Reads <c>raw:PATH</c>, which may be followed by <c>,ro</c> for a read-only disk, then <c>,cache=none</c> or <c>,cache=unsafe</c>,
    /// <c>,limit=10MiB/s+500op/s</c> (<see cref="RateLimit"/>), <c>,engine=thread</c> or <c>,engine=io_uring</c>, and <c>,serial=TEXT</c>, in this order.
    /// </summary>
    /// <exception cref="FormatException">The text has not that form.</exception>
    public static DiskImage Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out DiskImage? result)
            ? result
            : throw new FormatException($"'{s}' is not a disk image; name the format and the file, as in 'raw:disk.img' or 'raw:disk.img,ro,serial=DATA-1'");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out DiskImage result)
    {
        const string format = "raw:";
        const string readOnlyOption = ",ro";
        result = null;
        if (s is null || !s.StartsWith(format, StringComparison.Ordinal))
        {
            return false;
        }

        // From the end, so that a path may hold anything but what looks like an option at its end. A serial number may hold commas.
        string path = s[format.Length..];
        string? serial = TakeLast(ref path, ",serial=", anyText: true);
        string? engineText = TakeLast(ref path, ",engine=");
        string? limitText = TakeLast(ref path, ",limit=");
        string? cacheText = TakeLast(ref path, ",cache=");
        bool readOnly = path.EndsWith(readOnlyOption, StringComparison.Ordinal);
        path = readOnly ? path[..^readOnlyOption.Length] : path;
        RateLimit? limit = RateLimit.None;
        DiskCache? cache = cacheText switch { null or "writeback" => DiskCache.Writeback, "none" => DiskCache.None, "unsafe" => DiskCache.Unsafe, _ => null };
        DiskEngine? engine = engineText switch { null => DiskEngine.Automatic, "thread" => DiskEngine.Thread, "io_uring" => DiskEngine.IoUring, _ => null };
        bool isRight = FactoryChecks.CheckPath(format, path) is null
            && (serial is null || FactoryChecks.CheckSerial(format, serial) is null)
            && (limitText is null || RateLimit.TryParse(limitText, provider, out limit))
            && cache is not null && engine is not null;
        result = isRight ? Raw(path, readOnly, serial, cache!.Value, limit, engine!.Value) : null;
        return result is not null;
    }

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public override string ToString() => string.Concat(
        [
            "raw:", Path, IsReadOnly ? ",ro" : "",
            Cache switch { DiskCache.None => ",cache=none", DiskCache.Unsafe => ",cache=unsafe", _ => "" },
            Limit.IsNone ? "" : $",limit={Limit}",
            Engine switch { DiskEngine.Thread => ",engine=thread", DiskEngine.IoUring => ",engine=io_uring", _ => "" },
            Serial is null ? "" : $",serial={Serial}",
        ]);

    // The value of an option that ends the text, and the text without it; null, and the text as it is, if there is none.
    private static string? TakeLast(ref string text, string option, bool anyText = false)
    {
        int at = text.LastIndexOf(option, StringComparison.Ordinal);
        if (at < 0 || (!anyText && text.IndexOf(',', at + 1) >= 0))
        {
            return null;
        }

        string value = text[(at + option.Length)..];
        text = text[..at];
        return value;
    }
}
