using KvmSdk.Devices.Tests.Virtio;
using KvmSdk.DeviceShells.Virtio;
using KvmSdk.Runtime.Tests.Support;

namespace KvmSdk.Runtime.Tests.Virtio;

/// <summary>A network whose other end is a stream of the program's, with a guest's driver in the test's hands.</summary>
public sealed class FrameStreamTests
{
    private const ulong Data = 0x30_0000;
    private const int QueueSize = 16;

    // The device waits for room for any frame.
    private const uint LongBuffer = 0x20000;

    private readonly byte[] _buffer = new byte[FrameStream.LongestFrame];

    private static Task<(TestMachine Machine, NetDevice Device, NetDriver Driver)> StartAsync() => NetDriver.StartAsync(static () => new ProgramPort());

    [KvmFact]
    public async Task Each_write_is_a_frame_to_the_guest_and_each_read_one_from_it()
    {
        (TestMachine machine, NetDevice device, NetDriver driver) = await StartAsync();
        await using (machine)
        {
            await using FrameStream stream = device.OpenStream();
            byte[] first = Frame(60, 1);
            byte[] second = Frame(1514, 2);
            driver.Receive.Offer(Piece.Out(Data, LongBuffer));
            driver.Receive.Offer(Piece.Out(Data + LongBuffer, LongBuffer));
            driver.Kick(0);
            await stream.WriteAsync(first);
            stream.Write(second, 0, second.Length);
            await Patience.UntilAsync(machine, () => driver.Receive.UsedIndex == 2);
            // Of virtio's header the device says how many buffers it is, and nothing else.
            Assert.Equal([.. new byte[10], 1, 0, .. first], Read(machine, Data, 72));
            Assert.Equal(second, Read(machine, Data + LongBuffer + 12, 1514));

            driver.Transmit.Offer(Piece.In(Data, 12), Piece.In(Data + 12, 20), Piece.In(Data + 32, 40));
            driver.Transmit.Offer(Piece.In(Data + LongBuffer, 1526));
            driver.Kick(1);
            Assert.Equal(first, _buffer[..await stream.ReadAsync(_buffer)]);
            Assert.Equal(second, _buffer[..stream.Read(_buffer, 0, _buffer.Length)]);
            Assert.Equal(new NetCounters(2, 1574, 0, 2, 1574, 0, 0), device.Counters);
        }
    }

    [KvmFact]
    public async Task What_nobody_reads_waits_in_the_guests_queue_and_comes_whole_and_in_order()
    {
        const int frames = 1000;
        (TestMachine machine, NetDevice device, NetDriver driver) = await StartAsync();
        await using (machine)
        {
            await using FrameStream stream = device.OpenStream();
            Task reading = Task.CompletedTask;
            for (int sent = 0; sent < frames; sent++)
            {
                ulong place = Data + ((ulong)(sent % QueueSize) * 0x1000);
                machine.Memory.Write(place + 12, sent);
                driver.Transmit.Offer(Piece.In(place, 1526));
                driver.Kick(1);
                if (driver.Transmit.UsedIndex != (ushort)(sent + 1) && reading.IsCompleted)
                {
                    // The socket is full, and one frame is kept: the guest has this one back only when somebody reads.
                    Assert.InRange(sent, QueueSize, frames - 1);
                    reading = ReadAllAsync(stream, frames);
                }

                await Patience.UntilAsync(machine, () => driver.Transmit.UsedIndex == (ushort)(sent + 1));
            }

            Assert.NotSame(Task.CompletedTask, reading);
            await reading.WaitAsync(Patience.Limit);
            Assert.Equal(new NetCounters(0, 0, 0, frames, frames * 1514, 0, 0), device.Counters);
        }
    }

    [KvmFact]
    public async Task The_longest_frame_goes_through_and_a_shorter_than_a_header_does_not()
    {
        (TestMachine machine, NetDevice device, NetDriver driver) = await StartAsync();
        await using (machine)
        {
            await using FrameStream stream = device.OpenStream();
            byte[] longest = Frame(FrameStream.LongestFrame, 3);
            driver.Receive.Offer(Piece.Out(Data, LongBuffer));
            driver.Kick(0);
            await stream.WriteAsync(longest);
            await Patience.UntilAsync(machine, () => driver.Receive.UsedIndex == 1);
            Assert.Equal(longest, Read(machine, Data + 12, longest.Length));

            driver.Transmit.Offer(Piece.In(Data, 12 + FrameStream.LongestFrame + 1));
            driver.Transmit.Offer(Piece.In(Data, 12 + FrameStream.ShortestFrame - 1));
            driver.Transmit.Offer(Piece.In(Data, 12 + FrameStream.LongestFrame));
            driver.Kick(1);
            Assert.Equal(longest, _buffer[..await stream.ReadAsync(_buffer)]);
            await Patience.UntilAsync(machine, () => device.Counters is { FramesSent: 1, SendErrors: 2 });
        }
    }

    [KvmFact]
    public async Task A_buffer_that_could_cut_a_frame_off_and_a_frame_that_is_none_are_refused_and_nothing_is_lost()
    {
        (TestMachine machine, NetDevice device, NetDriver driver) = await StartAsync();
        await using (machine)
        {
            await using FrameStream stream = device.OpenStream();
            driver.Transmit.Offer(Piece.In(Data, 72));
            driver.Kick(1);
            ArgumentException e = await Assert.ThrowsAsync<ArgumentException>(async () => Assert.Equal(0, await stream.ReadAsync(new byte[1514])));
            Assert.StartsWith("a frame may have 65553 bytes and the buffer has 1514, which would cut it off", e.Message, StringComparison.Ordinal);
            Assert.Throws<ArgumentException>(() => stream.Write(new byte[13]));
            await Assert.ThrowsAsync<ArgumentException>(async () => await stream.WriteAsync(new byte[FrameStream.LongestFrame + 1]));
            Assert.Equal(60, await stream.ReadAsync(_buffer));
        }
    }

    [KvmFact]
    public async Task Until_the_stream_is_taken_frames_are_lost_and_it_is_taken_once()
    {
        (TestMachine machine, NetDevice device, NetDriver driver) = await StartAsync();
        await using (machine)
        {
            Assert.True(device.IsLinkUp);
            driver.Transmit.Offer(Piece.In(Data, 72));
            driver.Kick(1);
            await Patience.UntilAsync(machine, () => device.Counters.SendDrops == 1);
            await using FrameStream stream = device.OpenStream();
            InvalidOperationException e = Assert.Throws<InvalidOperationException>(() => device.OpenStream());
            Assert.Equal("the stream of network device 'Lan' has been taken, and there is one; keep it", e.Message);
        }
    }

    [KvmFact]
    public async Task A_stream_that_is_disposed_is_a_pulled_cable_without_a_warning()
    {
        (TestMachine machine, NetDevice device, NetDriver driver) = await StartAsync();
        await using (machine)
        {
            List<MachineWarning> warnings = [];
            machine.Warned += (_, warning) => warnings.Add(warning);
            await device.OpenStream().DisposeAsync();
            await Patience.UntilAsync(machine, () => !device.IsLinkUp);
            driver.Transmit.Offer(Piece.In(Data, 72));
            driver.Kick(1);
            await Patience.UntilAsync(machine, () => device.Counters.SendDrops == 1);
            Assert.Throws<InvalidOperationException>(() => device.SetLink(up: true));
            Assert.Equal(MachineState.Running, machine.State);
            await machine.StopAsync();
            Assert.Empty(warnings);
        }
    }

    [KvmFact]
    public async Task When_the_machine_has_ended_a_read_gives_nothing_and_a_write_says_so()
    {
        (TestMachine machine, NetDevice device, _) = await StartAsync();
        FrameStream stream;
        await using (machine)
        {
            stream = device.OpenStream();
            ValueTask<int> waiting = stream.ReadAsync(_buffer);
            await machine.StopAsync();
            await machine.DisposeAsync();
            Assert.Equal(0, await waiting.AsTask().WaitAsync(Patience.Limit));
        }

        await using (stream)
        {
            Assert.Equal(0, stream.Read(_buffer));
            IOException e = await Assert.ThrowsAsync<IOException>(async () => await stream.WriteAsync(new byte[60]));
            Assert.Equal("the machine has ended, and with it its network; no frame can be sent any more", e.Message);
        }

        Assert.Equal("the machine of network device 'Lan' has ended", Assert.Throws<InvalidOperationException>(() => device.OpenStream()).Message);
    }

    [KvmFact]
    public async Task A_read_can_be_cancelled_and_the_next_one_has_the_frame()
    {
        (TestMachine machine, NetDevice device, NetDriver driver) = await StartAsync();
        await using (machine)
        {
            await using FrameStream stream = device.OpenStream();
            using CancellationTokenSource source = new();
            ValueTask<int> waiting = stream.ReadAsync(_buffer, source.Token);
            await source.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await waiting);
            driver.Transmit.Offer(Piece.In(Data, 72));
            driver.Kick(1);
            Assert.Equal(60, await stream.ReadAsync(_buffer));
        }
    }

    [KvmFact]
    public async Task Another_network_has_no_stream_and_one_with_limits_has()
    {
        (TestMachine machine, NetDevice device, _) = await NetDriver.StartAsync(static () => null);
        await using (machine)
        {
            Assert.Equal(
                "network device 'Lan' is not connected to this program; declare or override it with NetBackend.Program",
                Assert.Throws<InvalidOperationException>(() => device.OpenStream()).Message);
        }

        RateLimit limit = RateLimit.Parse("1MiB/s", null);
        (machine, device, NetDriver driver) = await NetDriver.StartAsync(() => new LimitedPort(new ProgramPort(), limit, limit));
        await using (machine)
        {
            await using FrameStream stream = device.OpenStream();
            driver.Transmit.Offer(Piece.In(Data, 72));
            driver.Kick(1);
            Assert.Equal(60, await stream.ReadAsync(_buffer));
        }
    }

    private static byte[] Frame(int length, byte seed) => [.. Enumerable.Range(0, length).Select(i => (byte)(i * seed))];

    private static byte[] Read(TestMachine machine, ulong address, int count) => [.. Enumerable.Range(0, count).Select(i => machine.Memory.Read<byte>(address + (uint)i))];

    private async Task ReadAllAsync(FrameStream stream, int frames)
    {
        for (int i = 0; i < frames; i++)
        {
            Assert.Equal(1514, await stream.ReadAsync(_buffer));
            Assert.Equal(i, BitConverter.ToInt32(_buffer));
        }
    }
}
