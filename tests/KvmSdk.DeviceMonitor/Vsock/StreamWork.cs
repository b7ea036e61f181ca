using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using KvmSdk.DeviceMonitor.Metering;

namespace KvmSdk.DeviceMonitor.Vsock;

/// <summary>What this program does with the guest's sockets by streams; the guest's script does the other half.</summary>
internal static class StreamWork
{
    private const int Block = 64 * 1024;
    private const int WarmUp = 64;
    private const ulong Step = 0x9E37_79B9_7F4A_7C15;

    /// <summary>Does it all, and tells how it went as <c>name=value</c> with spaces between.</summary>
    public static async Task<string> RunAsync(VsockDevice agent, int mebibytes)
    {
        using VsockListener source = agent.Listen(2002);
        using VsockListener pings = agent.Listen(2003);
        (long inAllocated, double inTime, bool inRight) = await SendAsync(agent, mebibytes).ConfigureAwait(false);
        (long outAllocated, double outTime, bool outRight) = await ReceiveAsync(source, mebibytes).ConfigureAwait(false);
        int opened = await PingAsync(agent, 100).ConfigureAwait(false);
        int accepted = await PongAsync(pings, 100).ConfigureAwait(false);
        string refused = await RefusedAsync(agent).ConfigureAwait(false);
        string cancelled = await CancelledAsync(agent).ConfigureAwait(false);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"stream-in={inAllocated} stream-in-right={inRight} stream-in-rate={mebibytes / inTime:F1} stream-out={outAllocated} stream-out-right={outRight} stream-out-rate={mebibytes / outTime:F1} opened={opened} accepted={accepted} refused={refused} cancelled={cancelled}");
    }

    // The pattern of word i is i times Step: it shows bytes that are lost, doubled or out of place.
    private static async Task<(long Allocated, double Seconds, bool IsRight)> SendAsync(VsockDevice agent, int mebibytes)
    {
        await using VsockStream stream = await ConnectAsync(agent, 1002).ConfigureAwait(false);
        byte[] block = new byte[Block];
        ulong next = 0;
        int blocks = (mebibytes * 16) + WarmUp;
        Reading begin = default;
        long start = 0;
        for (int i = 0; i < blocks; i++)
        {
            if (i == WarmUp)
            {
                begin = Reading.Take();
                start = Stopwatch.GetTimestamp();
            }

            next = Fill(block, next);
            await stream.WriteAsync(block).ConfigureAwait(false);
        }

        Reading end = Reading.Take();
        stream.CloseWrite();
        byte[] reply = new byte[16];
        await stream.ReadExactlyAsync(reply).ConfigureAwait(false);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        bool isEnd = await stream.ReadAsync(block).ConfigureAwait(false) == 0;
        bool isRight = BinaryPrimitives.ReadUInt64LittleEndian(reply) == (ulong)blocks * Block && BinaryPrimitives.ReadUInt64LittleEndian(reply.AsSpan(8)) == 0;
        return (end.Bytes - begin.Bytes, seconds, isEnd && isRight);
    }

    private static async Task<(long Allocated, double Seconds, bool IsRight)> ReceiveAsync(VsockListener listener, int mebibytes)
    {
        await using VsockStream stream = await listener.AcceptAsync().ConfigureAwait(false);
        byte[] block = new byte[Block];
        ulong next = 0;
        ulong wrong = 0;
        ulong total = 0;
        int held = 0;
        Reading begin = default;
        long start = 0;
        while (await stream.ReadAsync(block.AsMemory(held)).ConfigureAwait(false) is var count && count > 0)
        {
            if (start == 0 && total > WarmUp * Block)
            {
                begin = Reading.Take();
                start = Stopwatch.GetTimestamp();
            }

            total += (uint)count;
            held += count;
            int whole = held & ~7;
            (next, wrong) = Verify(block.AsSpan(0, whole), next, wrong);
            block.AsSpan(whole, held - whole).CopyTo(block);
            held -= whole;
        }

        Reading end = Reading.Take();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        byte[] reply = new byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(reply, total);
        BinaryPrimitives.WriteUInt64LittleEndian(reply.AsSpan(8), wrong);
        await stream.WriteAsync(reply).ConfigureAwait(false);
        return (end.Bytes - begin.Bytes, seconds, wrong == 0 && held == 0 && total == ((ulong)mebibytes << 20) + (WarmUp * Block));
    }

    private static async Task<int> PingAsync(VsockDevice agent, int count)
    {
        byte[] one = new byte[1];
        int right = 0;
        for (int i = 0; i < count; i++)
        {
            one[0] = (byte)'c';
            await using VsockStream stream = i == 0 ? await ConnectAsync(agent, 1003).ConfigureAwait(false) : await agent.ConnectAsync(1003).ConfigureAwait(false);
            await stream.WriteAsync(one).ConfigureAwait(false);
            stream.CloseWrite();
            right += await stream.ReadAsync(one).ConfigureAwait(false) == 1 && one[0] == 'a' && await stream.ReadAsync(one).ConfigureAwait(false) == 0 ? 1 : 0;
        }

        return right;
    }

    private static async Task<int> PongAsync(VsockListener listener, int count)
    {
        byte[] one = new byte[1];
        int right = 0;
        for (int i = 0; i < count; i++)
        {
            await using VsockStream stream = await listener.AcceptAsync().ConfigureAwait(false);
            right += await stream.ReadAsync(one).ConfigureAwait(false) == 1 && one[0] == 'c' && await stream.ReadAsync(one).ConfigureAwait(false) == 0 ? 1 : 0;
            one[0] = (byte)'a';
            await stream.WriteAsync(one).ConfigureAwait(false);
        }

        return right;
    }

    private static async Task<string> RefusedAsync(VsockDevice agent)
    {
        try
        {
            await using VsockStream stream = await agent.ConnectAsync(9999).ConfigureAwait(false);
            return "no";
        }
        catch (VsockException e)
        {
            return e.Error.ToString();
        }
    }

    // The guest listens to the port and sends nothing until it is sent a byte.
    private static async Task<string> CancelledAsync(VsockDevice agent)
    {
        await using VsockStream stream = await ConnectAsync(agent, 1004).ConfigureAwait(false);
        byte[] one = [(byte)'c'];
        using CancellationTokenSource limit = new(TimeSpan.FromMilliseconds(200));
        string result;
        try
        {
            await stream.ReadAsync(one, limit.Token).ConfigureAwait(false);
            return "no";
        }
        catch (OperationCanceledException)
        {
            result = "read";
        }

        // The stream goes on as if it had not been asked.
        await stream.WriteAsync(one).ConfigureAwait(false);
        stream.CloseWrite();
        return await stream.ReadAsync(one).ConfigureAwait(false) == 1 ? result + "-and-on" : result;
    }

    // Until the guest listens it refuses.
    private static async Task<VsockStream> ConnectAsync(VsockDevice agent, uint port)
    {
        while (true)
        {
            try
            {
                return await agent.ConnectAsync(port).ConfigureAwait(false);
            }
            catch (VsockException e) when (e.Error is VsockError.Refused)
            {
                await Task.Delay(20).ConfigureAwait(false);
            }
        }
    }

    private static ulong Fill(byte[] block, ulong next)
    {
        foreach (ref ulong word in MemoryMarshal.Cast<byte, ulong>(block.AsSpan())) word = next++ * Step;
        return next;
    }

    private static (ulong Next, ulong Wrong) Verify(ReadOnlySpan<byte> bytes, ulong next, ulong wrong)
    {
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(bytes)) wrong += word == next++ * Step ? 0UL : 1;
        return (next, wrong);
    }
}
