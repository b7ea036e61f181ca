using System.Diagnostics.CodeAnalysis;

namespace KvmSdk;

/// <summary>Where an entropy device takes its bytes from. A value.</summary>
public sealed record Entropy : IParsable<Entropy>
{
    private Entropy()
    {
    }

    /// <summary>The host kernel's generator (getrandom).</summary>
    public static Entropy Host { get; } = new();

    /// <summary>Reads <c>host</c>.</summary>
    /// <exception cref="FormatException">The text is something else.</exception>
    public static Entropy Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out Entropy? result) ? result : throw new FormatException($"'{s}' is not a source of entropy; use 'host'");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out Entropy result)
    {
        result = s == "host" ? Host : null;
        return result is not null;
    }

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public override string ToString() => "host";
}
