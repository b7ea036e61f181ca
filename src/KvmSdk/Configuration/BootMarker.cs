using System.Diagnostics.CodeAnalysis;

namespace KvmSdk;

/// <summary>What is done with the stages that a guest marks, beside telling whoever listens. A value.</summary>
/// <param name="IsPrinted">Whether <c>run</c> prints each on standard error.</param>
public sealed record BootMarker(bool IsPrinted) : IParsable<BootMarker>
{
    /// <summary>Nothing is printed.</summary>
    public static BootMarker Silent { get; } = new(false);

    /// <summary><c>run</c> prints each stage with its time.</summary>
    public static BootMarker Print { get; } = new(true);

    /// <summary>Reads <c>silent</c> or <c>print</c>.</summary>
    /// <exception cref="FormatException">The text is neither.</exception>
    public static BootMarker Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out BootMarker? result) ? result : throw new FormatException($"'{s}' says not what to do with boot marks; use 'silent' or 'print'");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out BootMarker result)
    {
        result = s switch { "silent" => Silent, "print" => Print, _ => null };
        return result is not null;
    }

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public override string ToString() => IsPrinted ? "print" : "silent";
}
