// Why: in raw mode every key belongs to the guest, Ctrl-C included, so one key must be taken back to reach the monitor. The
// keys are QEMU's, which people's fingers know. The filter is a pure state machine: a prefix and its key may arrive in two reads.

namespace KvmSdk.Consoles;

/// <summary>Takes the monitor's commands out of what is typed, and passes everything else.</summary>
internal struct ConsoleEscape
{
    /// <summary>The key that begins a command: Ctrl-A.</summary>
    public const byte Prefix = 0x01;

    /// <summary>The keys in one line, for people.</summary>
    public const string Keys = "Ctrl-A x quits, Ctrl-A h helps, Ctrl-A Ctrl-A sends Ctrl-A";

    private bool _prefixSeen;

    /// <summary>Reads typed bytes up to the first command.</summary>
    /// <param name="typed">What was typed.</param>
    /// <param name="passed">Where the guest's bytes go: one byte longer than <paramref name="typed"/>, for a prefix held back before.</param>
    /// <param name="consumed">How many typed bytes were read; fewer than all only after a command, so that the caller acts in order.</param>
    /// <param name="written">How many bytes are for the guest; they were typed before the command.</param>
    /// <returns>The command, if one was met.</returns>
    /// <remarks>A prefix before any other key is no command: both bytes are the guest's, so that no key is ever lost.</remarks>
    public ConsoleCommand Filter(ReadOnlySpan<byte> typed, Span<byte> passed, out int consumed, out int written)
    {
        written = 0;
        for (consumed = 0; consumed < typed.Length;)
        {
            byte key = typed[consumed++];
            if (!_prefixSeen)
            {
                _prefixSeen = key == Prefix;
                if (!_prefixSeen)
                {
                    passed[written++] = key;
                }

                continue;
            }

            _prefixSeen = false;
            switch (key)
            {
                case (byte)'x' or (byte)'X':
                    return ConsoleCommand.Quit;
                case (byte)'h' or (byte)'H' or (byte)'?':
                    return ConsoleCommand.Help;
                case Prefix:
                    passed[written++] = Prefix;
                    break;
                default:
                    passed[written++] = Prefix;
                    passed[written++] = key;
                    break;
            }
        }

        return ConsoleCommand.None;
    }
}
