using System.Diagnostics.CodeAnalysis;
using KvmSdk.Model.Rules;

namespace KvmSdk;

/// <summary>
/// A disk's contents: a file in a named format. The format is always declared and never guessed from the bytes, because a
/// guest that owns the bytes could then choose it. A value, that opens nothing until the machine starts.
/// </summary>
public sealed record DiskImage : IParsable<DiskImage>
{
    /// <summary>The most images below each other: a read may have to ask each of them.</summary>
    internal const int MostBackingFiles = 16;

    private const string BackingOption = ",backing=";
    private const string EmbeddedPrefix = "embedded:";

    private DiskImage(
        DiskFormat format, string path, bool isReadOnly, string? serial, DiskCache cache, RateLimit limit, DiskEngine engine, DiskImage? backing)
    {
        Format = format;
        Backing = backing;
        Path = path;
        IsReadOnly = isReadOnly;
        Serial = serial;
        Cache = cache;
        Limit = limit;
        Engine = engine;
    }

    /// <summary>How the file holds the disk.</summary>
    public DiskFormat Format { get; }

    /// <summary>The file's path; of an image inside this program, <c>embedded:</c> and its name.</summary>
    public string Path { get; }

    /// <summary>The name of an image inside this program; null for a file.</summary>
    public string? EmbeddedName { get; private init; }

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

    /// <summary>
    /// What the image falls back on where it has no contents of its own; null for nothing. Only read, and through the page cache, whatever it says of
    /// itself. The name in the image's header opens nothing: it has to be the same as this.
    /// </summary>
    public DiskImage? Backing { get; }

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
        Require(nameof(Raw), path, serial);
        if (cache is < DiskCache.Writeback or > DiskCache.Unsafe)
        {
            throw new ArgumentOutOfRangeException(nameof(cache), cache, "There is no such cache.");
        }

        if (engine is < DiskEngine.Automatic or > DiskEngine.IoUring)
        {
            throw new ArgumentOutOfRangeException(nameof(engine), engine, "There is no such engine.");
        }

        return new(DiskFormat.Raw, path, readOnly, serial, cache, limit ?? RateLimit.None, engine, backing: null);
    }

    /// <summary>
    /// A raw image that the project puts into this program (<c>&lt;KvmImage Include="build/root.img" /&gt;</c>): into its one file where that is native, beside it elsewhere.
    /// The guest may only read it, and any number of machines may have it.
    /// </summary>
    /// <param name="name">The image's name in the project: its file's, if no other is given.</param>
    /// <param name="serial">The disk's serial number, 1 to 20 characters of printable ASCII; null for the beginning of the property's name.</param>
    /// <param name="limit">How much the guest may do with it a second; null for as much as can be.</param>
    /// <exception cref="ConfigurationValueException">No image can have the name, or the serial number has not that form.</exception>
    public static DiskImage Embedded(string name, string? serial = null, RateLimit? limit = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        ConfigurationValueException.Require(FactoryChecks.CheckEmbeddedName(nameof(DiskImage) + "." + nameof(Embedded), name));
        string path = EmbeddedPrefix + name;
        Require(nameof(Embedded), path, serial);
        return new(DiskFormat.Raw, path, isReadOnly: true, serial, DiskCache.Writeback, limit ?? RateLimit.None, DiskEngine.Automatic, backing: null) { EmbeddedName = name };
    }

    /// <summary>
    /// A qcow2 image, version 2 or 3 (QEMU's docs/interop/qcow2): <c>qemu-img create -f qcow2 disk.qcow2 10G</c> makes one. It grows as the guest writes, gives
    /// storage back as the guest discards, and keeps its internal snapshots. Not with encryption, an external data file or extended L2 entries.
    /// </summary>
    /// <param name="path">The file's path.</param>
    /// <param name="readOnly">Whether the guest may only read it; several machines may then share it.</param>
    /// <param name="serial">The disk's serial number, 1 to 20 characters of printable ASCII; null for the beginning of the property's name.</param>
    /// <param name="backing">The backing file that the image was made with, at most 16 of them one below the other; null if it was made without.</param>
    /// <param name="limit">How much the guest may do with it a second; null for as much as can be.</param>
    /// <exception cref="ConfigurationValueException">
    /// The path is empty or holds a NUL, the serial number has not that form, or the image is its own backing file.
    /// </exception>
    public static DiskImage Qcow2(string path, bool readOnly = false, string? serial = null, DiskImage? backing = null, RateLimit? limit = null)
    {
        Require(nameof(Qcow2), path, serial);
        ConfigurationValueException.Require(FactoryChecks.CheckBacking(nameof(DiskImage) + "." + nameof(Qcow2), path, Below(backing)));
        return new(DiskFormat.Qcow2, path, readOnly, serial, DiskCache.Writeback, limit ?? RateLimit.None, DiskEngine.Automatic, backing);
    }

    /// <summary>
    /// Reads <c>raw:PATH</c>, which may be followed by <c>,ro</c> for a read-only disk, then <c>,cache=none</c> or <c>,cache=unsafe</c>,
    /// <c>,limit=10MiB/s+500op/s</c> (<see cref="RateLimit"/>), <c>,engine=thread</c> or <c>,engine=io_uring</c>, and <c>,serial=TEXT</c>, in this order; or
    /// <c>qcow2:PATH</c>, with <c>,ro</c>, <c>,limit=</c> and <c>,serial=</c> in this order, and at its end <c>,backing=</c> and the image below, again in this form; or
    /// <c>embedded:NAME</c>, with <c>,limit=</c> and <c>,serial=</c>.
    /// </summary>
    /// <exception cref="FormatException">The text has not that form.</exception>
    public static DiskImage Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out DiskImage? result)
            ? result
            : throw new FormatException($"'{s}' is not a disk image; name the format and the file, as in 'raw:disk.img', 'raw:disk.img,ro,serial=DATA-1' or 'qcow2:disk.qcow2,backing=raw:base.img'");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out DiskImage result) =>
        TryParse(s, MostBackingFiles, provider, out result);

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public override string ToString() => string.Concat(
        [
            EmbeddedName is not null ? "" : Format == DiskFormat.Raw ? "raw:" : "qcow2:", Path, IsReadOnly && EmbeddedName is null ? ",ro" : "",
            Cache switch { DiskCache.None => ",cache=none", DiskCache.Unsafe => ",cache=unsafe", _ => "" },
            Limit.IsNone ? "" : $",limit={Limit}",
            Engine switch { DiskEngine.Thread => ",engine=thread", DiskEngine.IoUring => ",engine=io_uring", _ => "" },
            Serial is null ? "" : $",serial={Serial}",
            Backing is null ? "" : BackingOption + Backing,
        ]);

    private static bool TryParse([NotNullWhen(true)] string? s, int mostBelow, IFormatProvider? provider, [MaybeNullWhen(false)] out DiskImage result)
    {
        const string raw = "raw:";
        const string qcow2 = "qcow2:";
        const string readOnlyOption = ",ro";
        result = null;
        if (s?.StartsWith(EmbeddedPrefix, StringComparison.Ordinal) == true)
        {
            return TryParseEmbedded(s[EmbeddedPrefix.Length..], provider, out result);
        }

        bool isRaw = s?.StartsWith(raw, StringComparison.Ordinal) == true;
        if (s is null || (!isRaw && !s.StartsWith(qcow2, StringComparison.Ordinal)))
        {
            return false;
        }

        string path = s[(isRaw ? raw : qcow2).Length..];
        DiskImage? backing = null;
        int below = isRaw ? -1 : path.IndexOf(BackingOption, StringComparison.Ordinal);
        if (below >= 0)
        {
            if (mostBelow == 0 || !TryParse(path[(below + BackingOption.Length)..], mostBelow - 1, provider, out backing))
            {
                return false;
            }

            path = path[..below];
        }

        // From the end, so that a path may hold anything but what looks like an option at its end. A serial number may hold commas.
        string? serial = TakeLast(ref path, ",serial=", anyText: true);
        string? engineText = isRaw ? TakeLast(ref path, ",engine=") : null;
        string? limitText = TakeLast(ref path, ",limit=");
        string? cacheText = isRaw ? TakeLast(ref path, ",cache=") : null;
        bool readOnly = path.EndsWith(readOnlyOption, StringComparison.Ordinal);
        path = readOnly ? path[..^readOnlyOption.Length] : path;
        RateLimit? limit = RateLimit.None;
        DiskCache? cache = cacheText switch { null or "writeback" => DiskCache.Writeback, "none" => DiskCache.None, "unsafe" => DiskCache.Unsafe, _ => null };
        DiskEngine? engine = engineText switch { null => DiskEngine.Automatic, "thread" => DiskEngine.Thread, "io_uring" => DiskEngine.IoUring, _ => null };
        bool isRight = FactoryChecks.CheckPath(raw, path) is null
            && (serial is null || FactoryChecks.CheckSerial(raw, serial) is null)
            && FactoryChecks.CheckBacking(raw, path, Below(backing)) is null
            && (limitText is null || RateLimit.TryParse(limitText, provider, out limit))
            && cache is not null && engine is not null;
        result = isRight ? new(isRaw ? DiskFormat.Raw : DiskFormat.Qcow2, path, readOnly, serial, cache!.Value, limit!, engine!.Value, backing) : null;
        return result is not null;
    }

    private static bool TryParseEmbedded(string name, IFormatProvider? provider, [MaybeNullWhen(false)] out DiskImage result)
    {
        string? serial = TakeLast(ref name, ",serial=", anyText: true);
        string? limitText = TakeLast(ref name, ",limit=");
        RateLimit? limit = RateLimit.None;
        bool isRight = FactoryChecks.CheckEmbeddedName(EmbeddedPrefix, name) is null
            && (serial is null || FactoryChecks.CheckSerial(EmbeddedPrefix, serial) is null)
            && (limitText is null || RateLimit.TryParse(limitText, provider, out limit));
        result = isRight ? Embedded(name, serial, limit) : null;
        return isRight;
    }

    private static void Require(string factory, string path, string? serial)
    {
        ArgumentNullException.ThrowIfNull(path);
        ConfigurationValueException.Require(FactoryChecks.CheckPath(nameof(DiskImage) + "." + factory, path));
        if (serial is not null)
        {
            ConfigurationValueException.Require(FactoryChecks.CheckSerial(nameof(DiskImage) + "." + factory, serial));
        }
    }

    private static List<string> Below(DiskImage? image)
    {
        List<string> paths = [];
        for (; image is not null; image = image.Backing)
        {
            paths.Add(image.Path);
        }

        return paths;
    }

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
