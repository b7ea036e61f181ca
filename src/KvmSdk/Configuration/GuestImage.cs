using System.Diagnostics.CodeAnalysis;
using KvmSdk.Model.Rules;

namespace KvmSdk;

/// <summary>The bytes that a machine starts from: a file, read at start, an image inside this program, or bytes that it holds in memory. A value.</summary>
public sealed class GuestImage : IEquatable<GuestImage>, IParsable<GuestImage>
{
    private GuestImage(string? path, string? embeddedName, ReadOnlyMemory<byte> bytes)
    {
        Path = path;
        EmbeddedName = embeddedName;
        Bytes = bytes;
    }

    /// <summary>The file's path; null for what is no file.</summary>
    public string? Path { get; }

    /// <summary>The name of an image inside this program; null for others.</summary>
    public string? EmbeddedName { get; }

    /// <summary>The bytes; empty for a file and for an embedded image.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>What messages call it.</summary>
    public string Name => Path ?? (EmbeddedName is null ? "in memory" : $"embedded image '{EmbeddedName}'");

    /// <summary>An image in a file, read when a machine starts.</summary>
    /// <param name="path">The file's path.</param>
    /// <exception cref="ConfigurationValueException">The path is empty or holds a NUL.</exception>
    public static GuestImage FromFile(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        ConfigurationValueException.Require(FactoryChecks.CheckPath(nameof(GuestImage) + "." + nameof(FromFile), path));
        return new(path, null, default);
    }

    /// <summary>
    /// An image that the project puts into this program (<c>&lt;KvmImage Include="build/vmlinuz" /&gt;</c>): into its one file where that is native, beside it elsewhere. A
    /// native program's pages become the guest's without a copy where both begin on a page, so that many machines share them.
    /// </summary>
    /// <param name="name">The image's name in the project: its file's, if no other is given.</param>
    /// <exception cref="ConfigurationValueException">No image can have the name.</exception>
    public static GuestImage Embedded(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        ConfigurationValueException.Require(FactoryChecks.CheckEmbeddedName(nameof(GuestImage) + "." + nameof(Embedded), name));
        return new(null, name, default);
    }

    /// <summary>An image that the program holds; the bytes are copied, so that the definition stays a value.</summary>
    public static GuestImage FromBytes(ReadOnlySpan<byte> bytes) => new(null, null, bytes.ToArray());

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
    public bool Equals(GuestImage? other) => other is not null && Path == other.Path && EmbeddedName == other.EmbeddedName && Bytes.Span.SequenceEqual(other.Bytes.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as GuestImage);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Path, StringComparer.Ordinal);
        hash.Add(EmbeddedName, StringComparer.Ordinal);
        hash.AddBytes(Bytes.Span);
        return hash.ToHashCode();
    }

    /// <summary>The path, the embedded image's name, or the number of bytes.</summary>
    public override string ToString() => Path ?? (EmbeddedName is null ? $"{Bytes.Length} bytes" : Name);
}
