// Why not Console.Out: it sets up the terminal for .NET's own line editing, whose settings would then fight with the raw mode
// that a guest's console needs; and starting a machine should not pay for writers that it rarely uses.

using System.Text;

namespace KvmSdk.CommandLine;

/// <summary>Where a VM program's own words go: answers to standard output, complaints to standard error.</summary>
/// <param name="openOutput">Opens standard output; called at the first answer.</param>
/// <param name="openError">Opens standard error; called at the first complaint.</param>
internal sealed class ProgramOutput(Func<Stream> openOutput, Func<Stream> openError)
{
    private readonly Lazy<Stream> _output = new(openOutput);
    private readonly Lazy<Stream> _error = new(openError);

    /// <summary>The process's own.</summary>
    public static ProgramOutput Standard { get; } = new(static () => new StandardStream(1), static () => new StandardStream(2));

    /// <summary>Writes what was asked for.</summary>
    public void Answer(string text) => Write(_output.Value, text);

    /// <summary>Writes one sentence about what went wrong, with the program's name before it.</summary>
    public void Complain(string command, string sentence) => Write(_error.Value, $"{command}: {sentence}\n");

    /// <summary>Writes something longer that is no answer, and so does not belong on standard output.</summary>
    public void Report(string text) => Write(_error.Value, text);

    private static void Write(Stream stream, string text)
    {
        stream.Write(Encoding.UTF8.GetBytes(text));
        stream.Flush();
    }
}
