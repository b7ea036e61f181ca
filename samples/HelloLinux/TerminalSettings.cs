using System.Globalization;

namespace HelloLinux;

/// <summary>What the guest must be told of the terminal at the other end of its serial line.</summary>
/// <param name="Kind">The terminal's kind, as in <c>TERM</c>.</param>
/// <param name="Rows">Its height; 0 if unknown.</param>
/// <param name="Columns">Its width; 0 if unknown.</param>
/// <param name="InputIsTerminal">Whether somebody types.</param>
/// <param name="OutputIsTerminal">Whether somebody looks.</param>
internal sealed record TerminalSettings(string Kind, int Rows, int Columns, bool InputIsTerminal, bool OutputIsTerminal)
{
    /// <summary>A kind that every terminal emulator understands.</summary>
    private const string CommonKind = "linux";

    /// <summary>Asks this program's own terminal.</summary>
    public static async Task<TerminalSettings> AskAsync()
    {
        (int rows, int columns) = (0, 0);
        if (!Console.IsInputRedirected && Command.Exists("stty"))
        {
            // Not Console.WindowHeight, which would set the terminal up for .NET's own line editing.
            (rows, columns) = SizeIn((await Command.RunAsync("stty", ["-F", "/dev/tty", "size"])).Output);
        }

        return new(Environment.GetEnvironmentVariable("TERM") ?? "", rows, columns, !Console.IsInputRedirected, !Console.IsOutputRedirected);
    }

    /// <summary>Reads the answer of <c>stty size</c>: <c>24 80</c>.</summary>
    /// <returns>Rows and columns; zeros if it says nothing of the kind.</returns>
    public static (int Rows, int Columns) SizeIn(string answer) =>
        answer.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries) is [var high, var wide]
        && int.TryParse(high, NumberStyles.None, CultureInfo.InvariantCulture, out int rows)
        && int.TryParse(wide, NumberStyles.None, CultureInfo.InvariantCulture, out int columns)
            ? (rows, columns)
            : (0, 0);

    /// <summary>
    /// Two lines for the guest's /init: the kind, and the arguments of its <c>stty</c>. Output that nobody looks at keeps its line ends, and input
    /// that nobody types is not echoed.
    /// </summary>
    public string ToLines()
    {
        string kind = Kind.Length > 0 && Kind.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or '+') ? Kind : CommonKind;
        string size = Rows > 0 && Columns > 0 ? string.Create(CultureInfo.InvariantCulture, $" rows {Rows} columns {Columns}") : "";
        return $"{kind}\nsane{size}{(OutputIsTerminal ? "" : " -onlcr")}{(InputIsTerminal ? "" : " -echo")}\n";
    }
}
