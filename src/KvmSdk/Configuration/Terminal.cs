using System.Diagnostics.CodeAnalysis;
using KvmSdk.Model.Rules;

namespace KvmSdk;

/// <summary>What a serial port, a virtio console or one of its named ports is connected to on the host: a value, that opens nothing until the machine starts.</summary>
public sealed record Terminal : IParsable<Terminal>
{
    private Terminal(TerminalKind kind, string path = "")
    {
        Kind = kind;
        Path = path;
    }

    /// <summary>The program's own standard input and output; a terminal is put into raw mode while the machine runs.</summary>
    public static Terminal Standard { get; } = new(TerminalKind.Standard);

    /// <summary>Nothing: what the guest sends vanishes, and it receives nothing.</summary>
    public static Terminal None { get; } = new(TerminalKind.None);

    /// <summary>The embedding program, through the running port's <c>Output</c> and <c>Input</c>.</summary>
    public static Terminal Program { get; } = new(TerminalKind.Program);

    /// <summary>What it is connected to.</summary>
    public TerminalKind Kind { get; }

    /// <summary>The file's path, for <see cref="TerminalKind.File"/>.</summary>
    public string Path { get; }

    /// <summary>A file that receives what the guest sends; created, or emptied, at start.</summary>
    /// <param name="path">The file's path.</param>
    /// <exception cref="ConfigurationValueException">The path is empty or holds a NUL.</exception>
    public static Terminal File(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        ConfigurationValueException.Require(FactoryChecks.CheckPath(nameof(Terminal) + "." + nameof(File), path));
        return new(TerminalKind.File, path);
    }

    /// <summary>Reads <c>standard</c>, <c>none</c> or <c>file:PATH</c>.</summary>
    /// <exception cref="FormatException">The text is none of them.</exception>
    public static Terminal Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out Terminal? result)
            ? result
            : throw new FormatException($"'{s}' is not a terminal; use 'standard', 'none' or 'file:PATH'");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out Terminal result)
    {
        const string file = "file:";
        result = s switch
        {
            "standard" => Standard,
            "none" => None,
            not null when s.StartsWith(file, StringComparison.Ordinal) && FactoryChecks.CheckPath(file, s[file.Length..]) is null => File(s[file.Length..]),
            _ => null,
        };
        return result is not null;
    }

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public override string ToString() => Kind switch
    {
        TerminalKind.File => $"file:{Path}",
        TerminalKind.None => "none",
        TerminalKind.Program => "program",
        _ => "standard",
    };
}
