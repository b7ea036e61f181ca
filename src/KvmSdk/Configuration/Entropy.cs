using System.Diagnostics.CodeAnalysis;

namespace KvmSdk;

/// <summary>Where an entropy device takes its bytes from. A value.</summary>
public sealed record Entropy : IParsable<Entropy>
{
    private const string LimitPrefix = "limit=";

    private Entropy(RateLimit limit) => Limit = limit;

    /// <summary>The host kernel's generator (getrandom).</summary>
    public static Entropy Host { get; } = new(RateLimit.None);

    /// <summary>How many requests and bytes a second the guest gets. What goes beyond waits in the guest's queue.</summary>
    public RateLimit Limit { get; private init; }

    /// <summary>The same source with a limit, for guests that shall not keep the host's processors busy.</summary>
    /// <param name="limit">The limit; <see cref="RateLimit.None"/> for none.</param>
    public Entropy LimitedTo(RateLimit limit)
    {
        ArgumentNullException.ThrowIfNull(limit);
        return this with { Limit = limit };
    }

    /// <summary>Reads <c>host</c>, or <c>host,limit=10KiB/s</c> with a limit as <see cref="RateLimit.Parse"/> reads it.</summary>
    /// <exception cref="FormatException">The text is something else.</exception>
    public static Entropy Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out Entropy? result)
            ? result
            : throw new FormatException($"'{s}' is not a source of entropy; use 'host', or with a limit 'host,limit=10KiB/s'");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out Entropy result)
    {
        result = s?.Split(',') switch
        {
            ["host"] => Host,
            ["host", var limit] when limit.StartsWith(LimitPrefix, StringComparison.Ordinal)
                && RateLimit.TryParse(limit[LimitPrefix.Length..], provider, out RateLimit? read) => Host.LimitedTo(read),
            _ => null,
        };
        return result is not null;
    }

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public override string ToString() => Limit.IsNone ? "host" : $"host,{LimitPrefix}{Limit}";
}
