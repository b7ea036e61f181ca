using KvmSdk.Consoles;
using KvmSdk.Runtime.Tests.Support;

namespace KvmSdk.Runtime.Tests.Consoles;

public sealed class StandardTerminalInputTests : IDisposable
{
    private readonly FakeGuest _guest = new();
    private readonly List<ConsoleCommand> _commands = [];

    public void Dispose() => _guest.Dispose();

    private static byte[] Pattern(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i * 13))];

    private StandardTerminalInput Start(int descriptor, bool isTerminal = false)
    {
        StandardTerminalInput input = new(descriptor, isTerminal, _guest.Input, _commands.Add);
        input.Start();
        return input;
    }

    [Fact]
    public void What_comes_through_a_pipe_reaches_the_guest_unchanged()
    {
        using HostPipe pipe = new();
        StandardTerminalInput input = Start(pipe.ReadEnd);
        byte[] sent = Pattern(100_000);
        Assert.Contains(ConsoleEscape.Prefix, sent);
        Task writing = Task.Run(() => pipe.Write(sent));
        Assert.Equal(sent, _guest.WaitForReceived(sent.Length));
        input.End();
    }

    [Fact]
    public void A_pipe_waits_while_the_guest_takes_nothing_and_loses_nothing()
    {
        using HostPipe pipe = new();
        _guest.SetRoom(0);
        byte[] sent = Pattern(20_000);
        pipe.Write(sent);
        StandardTerminalInput input = Start(pipe.ReadEnd);
        for (int received = 0; received < sent.Length; received += 16)
        {
            Assert.Equal(received, _guest.Received().Length);
            _guest.SetRoom(16);
            _guest.WaitForReceived(Math.Min(received + 16, sent.Length));
        }

        Assert.Equal(sent, _guest.Received());
        input.End();
    }

    [Fact]
    public void The_end_of_a_pipe_is_no_end_of_the_machine()
    {
        using HostPipe pipe = new();
        pipe.Write("bye"u8);
        pipe.CloseWriteEnd();
        StandardTerminalInput input = Start(pipe.ReadEnd);
        Assert.Equal("bye"u8.ToArray(), _guest.WaitForReceived(3));
        input.End();
        Assert.Equal(0, _guest.Stops);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(256)]
    [InlineData(100_000)]
    public void A_file_is_read_to_its_end(int length)
    {
        using FileStream file = new(Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        file.Write(Pattern(length));
        file.Position = 0;
        _guest.SetRoom(10);
        StandardTerminalInput input = Start((int)file.SafeFileHandle.DangerousGetHandle());
        Assert.Equal(Math.Min(10, length), _guest.Received().Length);
        _guest.SetRoom(int.MaxValue);
        Assert.Equal(Pattern(length), _guest.WaitForReceived(length));
        input.End();
    }

    [Fact]
    public void An_input_that_is_empty_or_not_open_is_no_input()
    {
        using Microsoft.Win32.SafeHandles.SafeFileHandle none = File.OpenHandle("/dev/null");
        Start((int)none.DangerousGetHandle()).End();
        Start(1_000_000).End();
        Assert.Empty(_guest.Received());
        Assert.False(_guest.Failure.IsCompleted);
    }

    [TerminalFact]
    public void Keys_reach_the_guest_and_commands_the_monitor()
    {
        using PseudoTerminal terminal = new();
        using StandardTerminalMode? mode = StandardTerminalMode.Enter(terminal.Terminal);
        StandardTerminalInput input = Start(terminal.Terminal, isTerminal: true);
        terminal.Type("ab\u0003\u0004\r\u0001\u0001\u0001hc\u0001xd"u8);
        Assert.Equal("ab\u0003\u0004\r\u0001cd"u8.ToArray(), _guest.WaitForReceived(8));
        Assert.Equal([ConsoleCommand.Help, ConsoleCommand.Quit], _commands);
        input.End();
    }

    [TerminalFact]
    public async Task The_escape_key_works_while_the_guest_takes_nothing_and_type_ahead_is_bounded()
    {
        using PseudoTerminal terminal = new();
        using StandardTerminalMode? mode = StandardTerminalMode.Enter(terminal.Terminal);
        _guest.SetRoom(0);
        TaskCompletionSource<ConsoleCommand> asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        StandardTerminalInput input = new(terminal.Terminal, true, _guest.Input, asked.SetResult);
        input.Start();
        Task typing = Task.Run(() =>
        {
            byte[] line = new byte[100];
            Array.Fill(line, (byte)'z');
            for (int i = 0; i < 100; i++)
            {
                terminal.Type(line);
            }

            terminal.Type("\u0001x"u8);
        });
        Assert.Equal(ConsoleCommand.Quit, await asked.Task.WaitAsync(Patience.Limit));
        await typing;
        _guest.SetRoom(int.MaxValue);
        Assert.Equal(4096, _guest.Received().Length);
        input.End();
    }

    [TerminalFact]
    public void A_terminal_that_hangs_up_is_the_end_and_no_spinning()
    {
        using PseudoTerminal terminal = new();
        using StandardTerminalMode? mode = StandardTerminalMode.Enter(terminal.Terminal);
        StandardTerminalInput input = Start(terminal.Terminal, isTerminal: true);
        terminal.Type("x"u8);
        _guest.WaitForReceived(1);
        terminal.HangUp();

        // The loop still serves others, and once the hang-up is seen the descriptor is free for another registration.
        SpinWait.SpinUntil(() => TryRegister(terminal.Terminal), Patience.Limit);
        Assert.True(TryRegister(terminal.Terminal));
        input.End();
    }

    private bool TryRegister(int descriptor)
    {
        try
        {
            _guest.Events.Unregister(_guest.Events.Register(descriptor, Interop.Libc.EPOLLIN, new Nobody()));
            return true;
        }
        catch (HostException)
        {
            return false;
        }
    }

    private sealed class Nobody : Events.IEventHandler
    {
        public void OnEvents(uint events)
        {
        }
    }
}
