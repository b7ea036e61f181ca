using System.Net;
using System.Net.Sockets;
using KvmSdk.Consoles;
using KvmSdk.Interop;
using KvmSdk.Runtime.Tests.Support;

namespace KvmSdk.Runtime.Tests.Consoles;

public class StandardTerminalOutputTests
{
    private static byte[] Pattern(int length, int from = 0) => [.. Enumerable.Range(from, length).Select(i => (byte)(i * 7))];

    [Fact]
    public void A_file_takes_everything_at_once()
    {
        using FileStream file = new(Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        using StandardTerminalOutput output = new((int)file.SafeFileHandle.DangerousGetHandle());
        Assert.Equal(int.MaxValue, output.Room);
        output.Write(Pattern(1_000_000));
        output.Write(Pattern(10, from: 1_000_000));
        output.Finish();
        file.Position = 0;
        byte[] read = new byte[1_000_010];
        file.ReadExactly(read);
        Assert.Equal(Pattern(1_000_010), read);
    }

    [Fact]
    public void A_pipe_with_room_takes_it_and_keeps_its_own_blocking_mode()
    {
        using HostPipe pipe = new();
        using StandardTerminalOutput output = new(pipe.WriteEnd);
        Assert.InRange(output.Room, 1, int.MaxValue - 1);
        output.Write("hello"u8);
        Assert.Equal("hello"u8.ToArray(), pipe.ReadExactly(5));
        Assert.Equal(0, Libc.fcntl(pipe.WriteEnd, Libc.F_GETFL, 0) & Libc.O_NONBLOCK);
    }

    [Fact]
    public async Task A_pipe_that_nobody_reads_has_no_room_and_tells_when_it_has_again()
    {
        using FakeGuest guest = new();
        using HostPipe pipe = new();
        int filled = pipe.Fill();
        TaskCompletionSource told = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using StandardTerminalOutput output = new(pipe.WriteEnd) { RoomAvailable = () => told.TrySetResult() };
        output.Attach(guest.Events);
        Assert.Equal(0, output.Room);
        Assert.False(told.Task.IsCompleted);

        pipe.ReadExactly(filled);
        await told.Task.WaitAsync(Patience.Limit);
        Assert.NotEqual(0, output.Room);
    }

    [Fact]
    public void What_no_longer_fits_is_kept_without_waiting_and_written_by_the_event_loop()
    {
        using FakeGuest guest = new();
        using HostPipe pipe = new();
        int filled = pipe.Fill();
        using StandardTerminalOutput output = new(pipe.WriteEnd);
        output.Attach(guest.Events);

        // No more than a portion, as from the event loop with a hint that was stale: this must not wait.
        output.Write(Pattern(4096));
        Assert.Equal(0, output.Room);
        pipe.ReadExactly(filled);
        Assert.Equal(Pattern(4096), pipe.ReadExactly(4096));
    }

    [Fact]
    public async Task A_vCPU_waits_for_the_reader_and_loses_nothing()
    {
        using HostPipe pipe = new();
        using StandardTerminalOutput output = new(pipe.WriteEnd);
        byte[] sent = Pattern(pipe.Capacity + 300_000);
        Task writing = Task.Run(() => output.Write(sent));
        Assert.Equal(sent, pipe.ReadExactly(sent.Length));
        await writing.WaitAsync(Patience.Limit);
    }

    [Fact]
    public async Task A_waiting_vCPU_is_released_and_its_bytes_come_first_later()
    {
        bool mustNotWait = false;
        using HostPipe pipe = new();
        using StandardTerminalOutput output = new(pipe.WriteEnd) { MustNotWait = () => Volatile.Read(ref mustNotWait) };
        byte[] sent = Pattern(pipe.Capacity + 100_000);
        Task writing = Task.Run(() => output.Write(sent));
        Volatile.Write(ref mustNotWait, true);
        output.Release();
        await writing.WaitAsync(Patience.Limit);

        Task finishing = Task.Run(() =>
        {
            output.Write("end"u8);
            output.Finish();
        });
        Assert.Equal([.. sent, .. "end"u8], pipe.ReadExactly(sent.Length + 3));
        await finishing.WaitAsync(Patience.Limit);
    }

    [Fact]
    public void When_it_must_not_wait_no_write_does()
    {
        using HostPipe pipe = new();
        using StandardTerminalOutput output = new(pipe.WriteEnd, abandonMilliseconds: 0) { MustNotWait = static () => true };
        for (int i = 0; i < 5; i++)
        {
            output.Write(Pattern(pipe.Capacity));
        }

        output.Abandon();
        output.Finish();
    }

    [Fact]
    public async Task The_end_waits_for_a_slow_reader_until_it_is_abandoned()
    {
        using HostPipe pipe = new();
        using StandardTerminalOutput output = new(pipe.WriteEnd, abandonMilliseconds: 0) { MustNotWait = static () => true };
        output.Write(Pattern(pipe.Capacity + 1));
        Task finishing = Task.Run(output.Finish);
        pipe.ReadExactly(1);
        output.Abandon();
        await finishing.WaitAsync(Patience.Limit);
    }

    [Fact]
    public async Task A_socket_which_cannot_be_opened_again_is_written_in_portions_that_do_not_block()
    {
        using Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        using Socket writer = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await writer.ConnectAsync(listener.LocalEndPoint!);
        using Socket reader = await listener.AcceptAsync();
        using StandardTerminalOutput output = new((int)writer.Handle);
        Assert.Equal(4096, output.Room);

        byte[] sent = Pattern(10_000_000);
        Task writing = Task.Run(() => output.Write(sent));
        byte[] received = new byte[sent.Length];
        await using NetworkStream stream = new(reader);
        await stream.ReadExactlyAsync(received).AsTask().WaitAsync(Patience.Limit);
        Assert.Equal(sent, received);
        await writing.WaitAsync(Patience.Limit);
    }

    [Fact]
    public void A_reader_that_is_gone_is_told_in_one_sentence()
    {
        using HostPipe pipe = new();
        using StandardTerminalOutput output = new(pipe.WriteEnd);
        pipe.CloseReadEnd();
        Assert.NotEqual(0, output.Room);
        IOException e = Assert.Throws<IOException>(() => output.Write("x"u8));
        Assert.Equal("standard output: EPIPE (Broken pipe), its reader is gone; keep the reader running, or send the output to a file", e.Message);
    }

    [Fact]
    public async Task A_reader_that_goes_while_something_is_kept_fails_the_event_loop()
    {
        using FakeGuest guest = new();
        using HostPipe pipe = new();
        pipe.Fill();
        using StandardTerminalOutput output = new(pipe.WriteEnd);
        output.Attach(guest.Events);
        output.Write("x"u8);
        pipe.CloseReadEnd();
        Assert.StartsWith("standard output: EPIPE", (await guest.Failure.WaitAsync(Patience.Limit)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_device_is_told_in_one_sentence()
    {
        using Microsoft.Win32.SafeHandles.SafeFileHandle full = File.OpenHandle("/dev/full", FileMode.Open, FileAccess.Write);
        using StandardTerminalOutput output = new((int)full.DangerousGetHandle());
        Assert.StartsWith(
            "standard output: ENOSPC (No space left on device)", Assert.Throws<IOException>(() => output.Write("x"u8)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void After_dispose_nothing_touches_a_descriptor()
    {
        using HostPipe pipe = new();
        StandardTerminalOutput output = new(pipe.WriteEnd);
        output.Dispose();
        output.Dispose();
        output.Release();
        output.Abandon();
    }

    [Fact]
    public void Writing_allocates_nothing()
    {
        using HostPipe pipe = new();
        using StandardTerminalOutput output = new(pipe.WriteEnd);
        byte[] line = Pattern(80);
        byte[] read = new byte[80];
        long before = 0;
        for (int round = 0; round < 2_000; round++)
        {
            if (round == 1_000)
            {
                before = GC.GetAllocatedBytesForCurrentThread();
            }

            _ = output.Room;
            output.Write(line);
            ReadInto(pipe.ReadEnd, read);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static unsafe void ReadInto(int descriptor, byte[] bytes)
    {
        fixed (byte* start = bytes)
        {
            _ = Libc.read(descriptor, start, (nuint)bytes.Length);
        }
    }
}
