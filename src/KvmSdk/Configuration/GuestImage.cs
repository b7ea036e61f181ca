using System.Diagnostics.CodeAnalysis;
using KvmSdk.Model.Rules;

namespace KvmSdk;

/// <summary>The bytes that a machine starts from: a file, read at start, or bytes that the program holds. A value.</summary>
public sealed class GuestImage : IEquatable<GuestImage>, IParsable<GuestImage>
{
    private GuestImage(string? path, ReadOnlyMemory<byte> bytes)
    {
        Path = path;
        Bytes = bytes;
    }

    /// <summary>The file's path; null for bytes in memory.</summary>
    public string? Path { get; }

    /// <summary>The bytes; empty for a file.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>What messages call it.</summary>
    public string Name => Path ?? "in memory";

    /// <summary>An image in a file, read when a machine starts.</summary>
    /// <param name="path">The file's path.</param>
    /// <exception cref="ConfigurationValueException">The path is empty or holds a NUL.</exception>
    public static GuestImage FromFile(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        ConfigurationValueException.Require(FactoryChecks.CheckPath(nameof(GuestImage) + "." + nameof(FromFile), path));
        return new(path, default);
    }

    /// <summary>An image that the program holds; the bytes are copied, so that the definition stays a value.</summary>
    public static GuestImage FromBytes(ReadOnlySpan<byte> bytes) => new(null, bytes.ToArray());

    /// <summary>Reads a file's path.</summary>
    /// <exception cref="FormatException">The text is empty or holds a NUL.</exception>
    public static GuestImage Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out GuestImage? result) ? result : throw new FormatException("an image needs the path of a file");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out GuestImage result)
    {
        result = s is null || FactoryChecks.CheckPath(nameof(Parse), s) is not null ? null : FromFile(s);
        return result is not null;
    }

    /// <inheritdoc/>
    public bool Equals(GuestImage? other) => other is not null && Path == other.Path && Bytes.Span.SequenceEqual(other.Bytes.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as GuestImage);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Path, StringComparer.Ordinal);
        hash.AddBytes(Bytes.Span);
        return hash.ToHashCode();
    }

    /// <summary>The path, or the number of bytes.</summary>
    public override string ToString() => Path ?? $"{Bytes.Length} bytes";
}
