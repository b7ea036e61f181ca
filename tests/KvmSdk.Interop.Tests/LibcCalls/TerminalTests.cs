using static KvmSdk.Interop.Libc;

namespace KvmSdk.Interop.Tests.LibcCalls;

public sealed unsafe class TerminalTests
{
    [Fact]
    public void A_terminal_made_raw_keeps_the_modes_it_was_given()
    {
        int terminal = OpenTerminal();
        Assert.Equal(1, isatty(terminal));
        termios modes = default, back = default;
        Assert.Equal(0, tcgetattr(terminal, &modes));
        Assert.NotEqual(0u, modes.c_lflag & termios.ICANON);

        cfmakeraw(&modes);
        modes.c_cc[termios.VMIN] = 3;
        Assert.Equal(0, tcsetattr(terminal, TCSANOW, &modes));

        Assert.Equal(0, tcgetattr(terminal, &back));
        Assert.Equal(0u, back.c_lflag & (termios.ICANON | termios.ECHO | termios.ISIG));
        Assert.Equal(0u, back.c_oflag & termios.OPOST);
        Assert.Equal(3, back.c_cc[termios.VMIN]);
        Assert.Equal(0, close(terminal));
    }

    [Fact]
    public void A_new_terminal_has_a_size_of_zero()
    {
        int terminal = OpenTerminal();
        var size = new winsize { ws_row = 1, ws_col = 1, ws_xpixel = 1, ws_ypixel = 1 };
        Assert.Equal(0, ioctl(terminal, TIOCGWINSZ, &size));
        Assert.Equal(default, size);
        Assert.Equal(0, close(terminal));
    }

    [Fact]
    public void An_eventfd_is_no_terminal()
    {
        int fd = eventfd(0, EFD_CLOEXEC);
        Assert.Equal(0, isatty(fd));
        Errno error = errno;
        Assert.Equal(Errno.ENOTTY, error);
        Assert.Equal(0, close(fd));
    }

    private static int OpenTerminal()
    {
        // SAFETY: the literal ends with a 0 byte.
        fixed (byte* path = "/dev/ptmx\0"u8)
        {
            int fd = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC, 0);
            Assert.True(fd >= 0, errno.ToString());
            return fd;
        }
    }
}
