using KvmSdk.Consoles;
using KvmSdk.Interop;
using KvmSdk.Runtime.Tests.Support;

namespace KvmSdk.Runtime.Tests.Consoles;

/// <summary>The size of a terminal, followed by the signal that the kernel sends a program for it.</summary>
public sealed unsafe class TerminalSizeWatchTests
{
    private const int SIGWINCH = 28;
    private const uint TIOCSWINSZ = 0x5414;

    [TerminalFact]
    public void The_size_is_told_at_once_and_whenever_it_changes_until_the_watch_ends()
    {
        using PseudoTerminal terminal = new();
        using HostPipe pipe = new();
        List<(int, int)> told = [];
        Resize(terminal, 80, 25);
        TerminalSizeWatch watch = TerminalSizeWatch.Of(Tell, pipe.WriteEnd, terminal.Terminal)!;
        using (watch)
        {
            Assert.Equal([(80, 25)], told);
            Resize(terminal, 132, 50);
            _ = Libc.tgkill(Libc.getpid(), Libc.gettid(), SIGWINCH);
            lock (told)
            {
                while (told.Count < 2)
                {
                    Assert.True(Monitor.Wait(told, Patience.Limit));
                }
            }

            Assert.Equal((132, 50), told[1]);
        }

        watch.Dispose();
        Resize(terminal, 40, 10);
        _ = Libc.tgkill(Libc.getpid(), Libc.gettid(), SIGWINCH);
        Assert.Equal(2, told.Count);

        void Tell(ushort columns, ushort rows)
        {
            lock (told)
            {
                told.Add((columns, rows));
                Monitor.PulseAll(told);
            }
        }
    }

    [Fact]
    public void What_is_no_terminal_has_no_size()
    {
        using HostPipe pipe = new();
        Assert.Null(TerminalSizeWatch.Of(static (_, _) => { }, pipe.ReadEnd, pipe.WriteEnd));
    }

    private static void Resize(PseudoTerminal terminal, ushort columns, ushort rows)
    {
        winsize size = new() { ws_col = columns, ws_row = rows };
        Assert.Equal(0, Libc.ioctl(terminal.Keyboard, TIOCSWINSZ, &size));
    }
}
