using System.Diagnostics.CodeAnalysis;

namespace KvmSdk;

/// <summary>What becomes of a machine whose guest tells that its kernel panicked. A value.</summary>
public sealed record PanicPolicy : IParsable<PanicPolicy>
{
    private readonly string _text;

    private PanicPolicy(string text) => _text = text;

    /// <summary>The machine ends, with <see cref="MachineOutcome.GuestPanicked"/>.</summary>
    public static PanicPolicy Stop { get; } = new("stop");

    /// <summary>The machine goes on, with <see cref="MachineWarning.GuestPanicked"/>: the guest may write a dump, or restart by itself.</summary>
    public static PanicPolicy Report { get; } = new("report");

    /// <summary>Reads <c>stop</c> or <c>report</c>.</summary>
    /// <exception cref="FormatException">The text is neither.</exception>
    public static PanicPolicy Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out PanicPolicy? result) ? result : throw new FormatException($"'{s}' says not what to do when the guest panics; use 'stop' or 'report'");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out PanicPolicy result)
    {
        result = s switch { "stop" => Stop, "report" => Report, _ => null };
        return result is not null;
    }

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public override string ToString() => _text;
}
