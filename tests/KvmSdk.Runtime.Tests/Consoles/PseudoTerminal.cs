using System.Runtime.InteropServices;
using System.Text;
using KvmSdk.Interop;
using KvmSdk.Kernel;

namespace KvmSdk.Runtime.Tests.Consoles;

/// <summary>A terminal without a screen: what a test writes to <see cref="Keyboard"/> is typed at <see cref="Terminal"/>.</summary>
internal sealed unsafe partial class PseudoTerminal : IDisposable
{
    private readonly Descriptor _keyboard;
    private readonly Descriptor _terminal;

    public PseudoTerminal()
    {
        _keyboard = new Descriptor(posix_openpt(Libc.O_RDWR | Libc.O_NOCTTY | Libc.O_CLOEXEC));
        Assert.Equal(0, grantpt(_keyboard.Number));
        Assert.Equal(0, unlockpt(_keyboard.Number));
        byte[] path = new byte[64];
        fixed (byte* start = path)
        {
            Assert.Equal(0, ptsname_r(_keyboard.Number, start, (nuint)path.Length));
            _terminal = new Descriptor(Libc.open(start, Libc.O_RDWR | Libc.O_NOCTTY | Libc.O_CLOEXEC, 0));
        }

        Assert.True(_terminal.Number >= 0);
    }

    /// <summary>Why there are no pseudo-terminals here; null if there are.</summary>
    public static string? Missing { get; } = File.Exists("/dev/ptmx") ? null : "/dev/ptmx is missing";

    public int Keyboard => _keyboard.Number;

    public int Terminal => _terminal.Number;

    public termios Mode
    {
        get
        {
            termios mode;
            Assert.Equal(0, Libc.tcgetattr(Terminal, &mode));
            return mode;
        }
    }

    public bool IsRaw => (Mode.c_lflag & (termios.ICANON | termios.ECHO | termios.ISIG)) == 0;

    public void Type(ReadOnlySpan<byte> keys) => HostIo.Write(Keyboard, keys);

    /// <summary>Reads what appeared on the screen, up to and including a text.</summary>
    public string ReadScreenUntil(string text)
    {
        var seen = new StringBuilder();
        while (!seen.ToString().EndsWith(text, StringComparison.Ordinal))
        {
            seen.Append(Encoding.ASCII.GetString(HostIo.Read(Keyboard, 1)));
        }

        return seen.ToString();
    }

    public void HangUp() => _keyboard.Dispose();

    public void Dispose()
    {
        _terminal.Dispose();
        _keyboard.Dispose();
    }

    [LibraryImport("libc")]
    private static partial int posix_openpt(int flags);

    [LibraryImport("libc")]
    private static partial int grantpt(int fd);

    [LibraryImport("libc")]
    private static partial int unlockpt(int fd);

    [LibraryImport("libc")]
    private static partial int ptsname_r(int fd, byte* buf, nuint buflen);
}

/// <summary>A test that needs a pseudo-terminal: skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TerminalFactAttribute : FactAttribute
{
    public TerminalFactAttribute() => Skip = PseudoTerminal.Missing;
}
