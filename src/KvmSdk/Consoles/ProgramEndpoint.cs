using System.Text;

namespace KvmSdk.Consoles;

/// <summary>A console that is connected to the program which started the machine, by two streams.</summary>
internal sealed class ProgramEndpoint : ConsoleEndpoint
{
    private readonly OutputBuffer _buffer;
    private readonly InputStream _input = new();

    /// <summary>Makes both streams.</summary>
    /// <param name="outputLimit">Bytes of unread output before the guest has to wait.</param>
    public ProgramEndpoint(int outputLimit)
    {
        _buffer = new OutputBuffer(outputLimit);
        Output = new OutputStream(_buffer);
        _buffer.RoomAvailable = () => RoomAvailable?.Invoke();
    }

    /// <summary>What the guest sends.</summary>
    public Stream Output { get; }

    /// <summary>What the guest receives.</summary>
    public Stream Input => _input;

    /// <inheritdoc/>
    public override int WriteRoom => _buffer.Room;

    /// <summary>Reads output up to and including a text.</summary>
    public async Task<string> ReadUntilAsync(string text, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        byte[] wanted = Encoding.UTF8.GetBytes(text);
        List<byte> seen = [];
        byte[] one = new byte[1];

        // Byte by byte, so that nothing after the text is taken from the next reader.
        while (await Output.ReadAsync(one, cancellationToken).ConfigureAwait(false) == 1)
        {
            seen.Add(one[0]);
            if (one[0] == wanted[^1] && EndsWith(seen, wanted))
            {
                return Encoding.UTF8.GetString([.. seen]);
            }
        }

        throw new EndOfStreamException($"the machine ended before it sent '{text}'; it sent '{Encoding.UTF8.GetString([.. seen])}'");
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> bytes) => _buffer.Write(bytes, MustNotWait);

    /// <inheritdoc/>
    public override void Attach(ConsoleInput input) => _input.Open(input);

    /// <inheritdoc/>
    public override void ReleaseWriter() => _buffer.Release();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _buffer.End();
        _input.End();
        base.Dispose(disposing);
    }

    private static bool EndsWith(List<byte> seen, byte[] wanted) =>
        seen.Count >= wanted.Length && System.Runtime.InteropServices.CollectionsMarshal.AsSpan(seen)[^wanted.Length..].SequenceEqual(wanted);
}
