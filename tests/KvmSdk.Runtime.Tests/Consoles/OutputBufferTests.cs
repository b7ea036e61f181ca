using CsCheck;
using KvmSdk.Consoles;
using KvmSdk.Runtime.Tests.Support;

namespace KvmSdk.Runtime.Tests.Consoles;

public sealed class OutputBufferTests
{
    private static readonly Func<bool> _mayWait = static () => false;
    private static readonly Func<bool> _mustNotWait = static () => true;

    [Fact]
    public void Whatever_is_written_is_read_in_order() =>
        Gen.Select(Gen.Int[0, 9000], Gen.Int[0, 9000]).Array[1, 40].Sample(steps =>
        {
            OutputBuffer buffer = new(int.MaxValue);
            Queue<byte> expected = new();
            byte next = 0;
            foreach ((int write, int read) in steps)
            {
                byte[] bytes = [.. Enumerable.Range(0, write).Select(_ => next++)];
                buffer.Write(bytes, _mayWait);
                Array.ForEach(bytes, expected.Enqueue);
                byte[] destination = new byte[read];
                int taken = buffer.Take(destination, out Task? arrival);
                Assert.Equal(Math.Min(read, expected.Count), taken);
                Assert.Equal(taken == 0 && read > 0, arrival is not null);
                Assert.All(destination[..taken], value => Assert.Equal(expected.Dequeue(), value));
            }
        });

    [Fact]
    public async Task A_writer_waits_at_the_limit_until_there_is_room()
    {
        OutputBuffer buffer = new(100);
        int rung = 0;
        buffer.RoomAvailable = () => rung++;
        buffer.Write(new byte[100], _mayWait);
        Assert.Equal(0, buffer.Room);
        Task writing = Task.Run(() => buffer.Write(new byte[60], _mayWait));
        buffer.Take(new byte[50], out _);
        Assert.Equal(1, rung);
        Assert.False(writing.IsCompleted);
        buffer.Take(new byte[10], out _);
        await writing.WaitAsync(Patience.Limit);
        Assert.Equal(0, buffer.Room);
    }

    [Fact]
    public async Task A_writer_that_may_not_wait_any_more_goes_over_the_limit()
    {
        bool mustNotWait = false;
        OutputBuffer buffer = new(100);
        buffer.Write(new byte[100], _mayWait);
        Task writing = Task.Run(() => buffer.Write(new byte[60], () => Volatile.Read(ref mustNotWait)));
        Volatile.Write(ref mustNotWait, true);
        buffer.Release();
        await writing.WaitAsync(Patience.Limit);
        Assert.Equal(160, buffer.Take(new byte[200], out _));
    }

    [Fact]
    public void One_write_larger_than_the_limit_passes_when_the_buffer_is_empty()
    {
        OutputBuffer buffer = new(10);
        buffer.Write(new byte[60], _mayWait);
        Assert.Equal(60, buffer.Take(new byte[100], out _));
    }

    [Fact]
    public async Task A_reader_waits_for_bytes_and_then_for_the_end()
    {
        OutputBuffer buffer = new(100);
        await using OutputStream stream = new(buffer);
        byte[] destination = new byte[10];
        ValueTask<int> reading = stream.ReadAsync(destination);
        Assert.False(reading.IsCompleted);
        buffer.Write("abc"u8, _mustNotWait);
        Assert.Equal(3, await reading);
        ValueTask<int> last = stream.ReadAsync(destination);
        buffer.End();
        Assert.Equal(0, await last);
        Assert.Equal(0, stream.Read(destination, 0, destination.Length));
    }

    [Fact]
    public async Task A_reader_can_give_up()
    {
        OutputBuffer buffer = new(100);
        await using OutputStream stream = new(buffer);
        using CancellationTokenSource giveUp = new();
        ValueTask<int> reading = stream.ReadAsync(new byte[1], giveUp.Token);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.AsTask());
        buffer.Write("a"u8, _mayWait);
        Assert.Equal(1, await stream.ReadAsync(new byte[1]));
    }
}
