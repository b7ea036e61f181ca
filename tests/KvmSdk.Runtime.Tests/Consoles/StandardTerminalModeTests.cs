using System.Runtime.InteropServices;
using KvmSdk.Consoles;
using KvmSdk.Interop;

namespace KvmSdk.Runtime.Tests.Consoles;

public class StandardTerminalModeTests
{
    private static byte[] Bytes(termios mode) => MemoryMarshal.AsBytes(new ReadOnlySpan<termios>(in mode)).ToArray();

    [Fact]
    public void A_pipe_has_no_mode()
    {
        using HostPipe pipe = new();
        Assert.Null(StandardTerminalMode.Enter(pipe.ReadEnd));
    }

    [TerminalFact]
    public void A_terminal_is_raw_until_disposed_and_then_exactly_as_before()
    {
        using PseudoTerminal terminal = new();
        byte[] before = Bytes(terminal.Mode);
        Assert.False(terminal.IsRaw);

        StandardTerminalMode? mode = StandardTerminalMode.Enter(terminal.Terminal);
        Assert.NotNull(mode);
        Assert.True(terminal.IsRaw);
        Assert.NotEqual(0u, terminal.Mode.c_oflag & termios.OPOST);

        mode.Dispose();
        mode.Dispose();
        Assert.Equal(before, Bytes(terminal.Mode));
    }

    [TerminalFact]
    public void The_process_going_on_after_a_stop_makes_it_raw_again()
    {
        using PseudoTerminal terminal = new();
        using StandardTerminalMode? mode = StandardTerminalMode.Enter(terminal.Terminal);
        termios cooked = terminal.Mode;
        cooked.c_lflag |= termios.ICANON | termios.ECHO | termios.ISIG;
        Set(terminal.Terminal, cooked);
        Assert.False(terminal.IsRaw);

        Assert.Equal(0, Libc.tgkill(Libc.getpid(), Libc.getpid(), Libc.SIGCONT));
        Assert.True(SpinWait.SpinUntil(() => terminal.IsRaw, Support.Patience.Limit));
    }

    private static unsafe void Set(int terminal, termios mode) => Assert.Equal(0, Libc.tcsetattr(terminal, Libc.TCSANOW, &mode));
}
