using System.Diagnostics.CodeAnalysis;

namespace KvmSdk;

/// <summary>How the value that a guest writes to its debug-exit port becomes the program's exit code.</summary>
/// <param name="Raw">
/// True: the value's low eight bits are the code, so a guest can report success with 0.
/// False: QEMU's rule, <c>(value &lt;&lt; 1) | 1</c>, which is never 0.
/// </param>
public sealed record DebugExit(bool Raw) : IParsable<DebugExit>
{
    /// <summary>QEMU's rule, so that a guest's test suite sees the codes it knows.</summary>
    public static DebugExit Qemu { get; } = new(false);

    /// <summary>The value itself.</summary>
    public static DebugExit Value { get; } = new(true);

    /// <summary>The exit code, 0 to 255, for a written value.</summary>
    public int ExitCode(uint value) => (int)((Raw ? value : (value << 1) | 1) & 0xFF);

    /// <summary>Reads <c>qemu</c> or <c>value</c>.</summary>
    /// <exception cref="FormatException">The text is neither.</exception>
    public static DebugExit Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out DebugExit? result) ? result : throw new FormatException($"'{s}' is not an exit-code rule; use 'qemu' or 'value'");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out DebugExit result)
    {
        result = s switch { "qemu" => Qemu, "value" => Value, _ => null };
        return result is not null;
    }

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public override string ToString() => Raw ? "value" : "qemu";
}
