using System.Diagnostics.CodeAnalysis;

namespace KvmSdk;

/// <summary>The generation ID that a machine starts with. A value.</summary>
public sealed record GenerationId : IParsable<GenerationId>
{
    private GenerationId(Guid? fixedId) => Fixed = fixedId;

    /// <summary>A new random one at each start, as every machine needs that is not the continuation of another.</summary>
    public static GenerationId New { get; } = new((Guid?)null);

    /// <summary>The one to start with; null for a new one.</summary>
    public Guid? Fixed { get; }

    /// <summary>This one, e.g. because a test compares, or because the machine continues where another one stopped.</summary>
    /// <param name="id">The ID.</param>
    public static GenerationId Of(Guid id) => new(id);

    /// <summary>Reads <c>new</c>, or a GUID such as <c>324e6eaf-d1d1-4bf6-bf41-b9bb6c91fb87</c>.</summary>
    /// <exception cref="FormatException">The text is neither.</exception>
    public static GenerationId Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out GenerationId? result)
            ? result
            : throw new FormatException($"'{s}' is not a generation ID; use 'new', or a GUID such as 324e6eaf-d1d1-4bf6-bf41-b9bb6c91fb87");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out GenerationId result)
    {
        result = s == "new" ? New : Guid.TryParse(s, provider, out Guid id) ? Of(id) : null;
        return result is not null;
    }

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public override string ToString() => Fixed?.ToString() ?? "new";
}
