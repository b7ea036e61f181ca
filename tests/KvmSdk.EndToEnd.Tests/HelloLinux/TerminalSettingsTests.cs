using HelloLinux;

namespace KvmSdk.EndToEnd.Tests.HelloLinux;

public sealed class TerminalSettingsTests
{
    [Theory]
    [InlineData("24 80\n", 24, 80)]
    [InlineData("0 0\n", 0, 0)]
    [InlineData("stty: /dev/tty: No such device or address\n", 0, 0)]
    [InlineData("-1 80", 0, 0)]
    [InlineData("", 0, 0)]
    public void The_size_is_read_from_the_answer_of_stty(string answer, int rows, int columns) =>
        Assert.Equal((rows, columns), TerminalSettings.SizeIn(answer));

    [Theory]
    [InlineData("xterm-256color", 40, 120, true, true, "xterm-256color\nsane rows 40 columns 120\n")]
    [InlineData("xterm", 40, 120, true, false, "xterm\nsane rows 40 columns 120 -onlcr\n")]
    [InlineData("xterm", 0, 0, false, true, "xterm\nsane -echo\n")]
    [InlineData("", 0, 80, false, false, "linux\nsane -onlcr -echo\n")]
    [InlineData("x; reboot", 24, 80, true, true, "linux\nsane rows 24 columns 80\n")]
    [InlineData("x\ny", 24, 80, true, true, "linux\nsane rows 24 columns 80\n")]
    public void The_guest_learns_the_kind_the_size_and_whether_anybody_is_there(
        string kind, int rows, int columns, bool input, bool output, string lines) =>
        Assert.Equal(lines, new TerminalSettings(kind, rows, columns, input, output).ToLines());
}
