using KvmSdk.Consoles;

namespace KvmSdk.Runtime.Tests.Consoles;

/// <summary>One class, hence one test at a time: there is one standard input in a process.</summary>
public sealed class StandardTerminalTests : IDisposable
{
    private const string Keys = "Ctrl-A x quits, Ctrl-A h helps, Ctrl-A Ctrl-A sends Ctrl-A\r\n";

    private readonly FakeGuest _guest = new();

    public void Dispose() => _guest.Dispose();

    [TerminalFact]
    public void A_session_shows_the_keys_echoes_nothing_and_gives_the_terminal_back()
    {
        using PseudoTerminal terminal = new();
        using (StandardTerminal console = new(terminal.Terminal, terminal.Terminal, terminal.Terminal))
        {
            Assert.False(terminal.IsRaw);
            console.Attach(_guest.Input);
            Assert.True(terminal.IsRaw);
            Assert.EndsWith(Keys, terminal.ReadScreenUntil("sends Ctrl-A\r\r\n").Replace("\r\r\n", "\r\n", StringComparison.Ordinal), StringComparison.Ordinal);

            console.Write("login: "u8);
            Assert.Equal("login: ", terminal.ReadScreenUntil(": "));

            terminal.Type("\u0003"u8);
            Assert.Equal("\u0003"u8.ToArray(), _guest.WaitForReceived(1));

            terminal.Type("\u0001h"u8);
            Assert.Equal("\r\r\n" + Keys.Replace("\r\n", "\r\r\n", StringComparison.Ordinal), terminal.ReadScreenUntil("sends Ctrl-A\r\r\n"));

            console.Write("line\n"u8);
            Assert.Equal("line\r\n", terminal.ReadScreenUntil("\n"));

            terminal.Type("\u0001x"u8);
            _guest.WaitForStop();
            Assert.True(terminal.IsRaw);
        }

        Assert.False(terminal.IsRaw);
        Assert.Equal(1, _guest.Stops);
    }

    [TerminalFact]
    public void No_words_go_to_an_error_output_that_is_no_terminal()
    {
        using PseudoTerminal terminal = new();
        using HostPipe messages = new();
        using (StandardTerminal console = new(terminal.Terminal, terminal.Terminal, messages.WriteEnd))
        {
            console.Attach(_guest.Input);
        }

        messages.CloseWriteEnd();
        Assert.Empty(messages.Read(1));
    }

    [Fact]
    public void Pipes_get_no_words_and_no_escape_key()
    {
        using HostPipe input = new();
        using HostPipe output = new();
        using HostPipe messages = new();
        using (StandardTerminal console = new(input.ReadEnd, output.WriteEnd, messages.WriteEnd))
        {
            console.Attach(_guest.Input);
            input.Write("\u0001x"u8);
            Assert.Equal("\u0001x"u8.ToArray(), _guest.WaitForReceived(2));
            console.Write("out"u8);
            Assert.Equal("out"u8.ToArray(), output.ReadExactly(3));
        }

        messages.CloseWriteEnd();
        Assert.Empty(messages.Read(1));
        Assert.Equal(0, _guest.Stops);
    }

    [Fact]
    public void Only_the_first_console_receives_input_until_it_ends()
    {
        using HostPipe input = new();
        using HostPipe output = new();
        using FakeGuest second = new();
        using FakeGuest third = new();
        StandardTerminal first = new(input.ReadEnd, output.WriteEnd, output.WriteEnd);
        first.Attach(_guest.Input);
        using StandardTerminal other = new(input.ReadEnd, output.WriteEnd, output.WriteEnd);
        other.Attach(second.Input);
        input.Write("a"u8);
        _guest.WaitForReceived(1);
        other.Write("b"u8);
        Assert.Equal("b"u8.ToArray(), output.ReadExactly(1));

        first.Dispose();
        using StandardTerminal later = new(input.ReadEnd, output.WriteEnd, output.WriteEnd);
        later.Attach(third.Input);
        input.Write("c"u8);
        Assert.Equal("c"u8.ToArray(), third.WaitForReceived(1));
        Assert.Empty(second.Received());
    }

    [Fact]
    public async Task Output_that_nobody_reads_does_not_hold_up_a_program_that_is_told_to_end()
    {
        using HostPipe input = new();
        using HostPipe output = new();
        output.Fill();
        StandardTerminal console = new(input.ReadEnd, output.WriteEnd, output.WriteEnd);
        console.MustNotWait = static () => true;
        console.Attach(_guest.Input);
        console.Write("rest"u8);
        Task ending = Task.Run(console.Dispose);
        StandardTerminal.AbandonOutput();
        await ending.WaitAsync(Support.Patience.Limit);
    }
}
