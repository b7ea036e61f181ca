using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using KvmSdk.CommandLine;
using KvmSdk.Model.Rules;

namespace KvmSdk;

/// <summary>How large a memory balloon is to be when its guest has started. A value.</summary>
public sealed record Balloon : IParsable<Balloon>
{
    private Balloon(int mebibytes) => MiB = mebibytes;

    /// <summary>Nothing: the guest keeps its memory until a program asks for some of it.</summary>
    public static Balloon Empty { get; } = new(0);

    /// <summary>Its size in MiB.</summary>
    public int MiB { get; }

    /// <summary>A balloon of this size, which the guest fills as soon as its driver runs.</summary>
    /// <param name="mebibytes">MiB, 0 or more, and at most the machine's RAM.</param>
    /// <exception cref="ConfigurationValueException">The size is negative.</exception>
    public static Balloon OfMiB(int mebibytes)
    {
        ConfigurationValueException.Require(FactoryChecks.CheckBalloon(nameof(Balloon) + "." + nameof(OfMiB), mebibytes));
        return new(mebibytes);
    }

    /// <summary>Reads MiB, or a size with a suffix <c>M</c> or <c>G</c>, as <c>--memory</c> does.</summary>
    /// <exception cref="FormatException">The text is something else, or negative.</exception>
    public static Balloon Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out Balloon? result) ? result : throw new FormatException($"'{s}' is not the size of a balloon; give MiB, or a suffix, as in 64, 64M or 1G");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out Balloon result)
    {
        result = s is not null && MemorySize.TryParse(s, out int mebibytes) && mebibytes >= 0 ? new(mebibytes) : null;
        return result is not null;
    }

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{MiB}M");
}
