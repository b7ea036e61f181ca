using System.Diagnostics.CodeAnalysis;
using KvmSdk.Model.Rules;

namespace KvmSdk;

/// <summary>What a network device is connected to on the host: a value, that opens nothing until the machine starts.</summary>
public sealed record NetBackend : IParsable<NetBackend>
{
    private const string TapPrefix = "tap:";

    private NetBackend(string? tapName) => TapName = tapName;

    /// <summary>Nothing: the link is down, what the guest sends is lost, and it receives nothing.</summary>
    public static NetBackend None { get; } = new(tapName: null);

    /// <summary>The name of the tap; null for <see cref="None"/>.</summary>
    public string? TapName { get; }

    /// <summary>Reads <c>tap:NAME</c> or <c>none</c>.</summary>
    /// <exception cref="FormatException">The text is neither, or no interface can have the name.</exception>
    public static NetBackend Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out NetBackend? result)
            ? result
            : throw new FormatException($"'{s}' is not a network; use 'none', or 'tap:NAME' with the name of a tap, as in 'tap:tap0'");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out NetBackend result)
    {
        result = s switch
        {
            "none" => None,
            not null when s.StartsWith(TapPrefix, StringComparison.Ordinal) && FactoryChecks.CheckTapName(TapPrefix, s[TapPrefix.Length..]) is null => OfTap(s[TapPrefix.Length..]),
            _ => null,
        };
        return result is not null;
    }

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public override string ToString() => TapName is null ? "none" : TapPrefix + TapName;

    internal static NetBackend OfTap(string name) => new(name);
}
