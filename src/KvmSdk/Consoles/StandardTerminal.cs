using System.Text;
using KvmSdk.Interop;

namespace KvmSdk.Consoles;

/// <summary>
/// A console on the program's standard input and output. A terminal is in raw mode from the machine's start to its end, and the escape
/// key (<see cref="ConsoleEscape"/>) reaches the monitor; a pipe or a file passes unchanged. There is one standard input, so only the first
/// such console in the process receives it; the others have output only.
/// </summary>
internal sealed class StandardTerminal : ConsoleEndpoint
{
    private static StandardTerminal? s_reader;

    private readonly int _input;
    private readonly int _messages;
    private readonly int _outputDescriptor;
    private readonly StandardTerminalOutput _output;
    private ConsoleInput? _guest;
    private StandardTerminalInput? _typed;
    private StandardTerminalMode? _mode;
    private TerminalSizeWatch? _size;

    /// <summary>Makes the console; nothing changes before <see cref="Attach"/>.</summary>
    /// <param name="input">Where input comes from; another descriptor only in tests, as for the rest.</param>
    /// <param name="output">Where output goes.</param>
    /// <param name="messages">Where words to the user go.</param>
    public StandardTerminal(int input = Libc.STDIN_FILENO, int output = Libc.STDOUT_FILENO, int messages = Libc.STDERR_FILENO)
    {
        _input = input;
        _messages = messages;
        _outputDescriptor = output;
        _output = new StandardTerminalOutput(output) { RoomAvailable = () => RoomAvailable?.Invoke(), MustNotWait = () => MustNotWait() };
    }

    private static event Action? Abandoned;

    /// <inheritdoc/>
    public override int WriteRoom => _output.Room;

    /// <summary>The program is told to end: no machine of it waits any longer for a reader of standard output.</summary>
    public static void AbandonOutput() => Abandoned?.Invoke();

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> bytes) => _output.Write(bytes);

    /// <inheritdoc/>
    public override void Attach(ConsoleInput input)
    {
        _guest = input;
        _output.Attach(input.Events);
        Abandoned += _output.Abandon;
        _size = Resized is { } resized ? TerminalSizeWatch.Of(resized, _outputDescriptor, _input) : null;
        if (Interlocked.CompareExchange(ref s_reader, this, null) is not null)
        {
            return;
        }

        _mode = StandardTerminalMode.Enter(_input);
        if (_mode is not null && Libc.isatty(_messages) == 1)
        {
            Say("");
        }

        _typed = new StandardTerminalInput(_input, _mode is not null, input, Obey);
        _typed.Start();
    }

    /// <inheritdoc/>
    public override void ReleaseWriter() => _output.Release();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        try
        {
            // Before the terminal is given back, so that the escape key still works for somebody who is tired of waiting for a reader.
            _output.Finish();
        }
        finally
        {
            _size?.Dispose();
            _typed?.End();
            _mode?.Dispose();
            Abandoned -= _output.Abandon;
            _output.Dispose();
            base.Dispose(disposing);
            Interlocked.CompareExchange(ref s_reader, null, this);
        }
    }

    private void Obey(ConsoleCommand command)
    {
        switch (command)
        {
            case ConsoleCommand.Quit:
                _guest!.RequestStop();
                _output.Abandon();
                break;
            case ConsoleCommand.Help:
                Say("\r\n");
                break;
        }
    }

    /// <summary>Tells the keys. If nobody can read it, nothing is lost.</summary>
    /// <param name="before">Ends the line that the guest may be writing.</param>
    private unsafe void Say(string before)
    {
        byte[] line = Encoding.ASCII.GetBytes($"{before}{ConsoleEscape.Keys}\r\n");

        // SAFETY: the line is pinned while the kernel reads from it.
        fixed (byte* start = line)
        {
            _ = Libc.write(_messages, start, (nuint)line.Length);
        }
    }
}
