using KvmSdk.Devices.Limits;
using KvmSdk.Devices.Virtio.Block;

namespace KvmSdk.Devices.Tests.Virtio.Block;

/// <summary>Limits of rate: what goes beyond waits in the queue, and nobody looks at it meanwhile.</summary>
public sealed class BlockLimitTests : IDisposable
{
    private const ulong Headers = FakeDriver<BlockDevice<RamDisk.Backend>>.Data;
    private const ulong Data = Headers + 0x2000;

    private readonly RamDisk _disk = new(64);
    private readonly Pace _pace = new();
    private readonly FakeDriver<BlockDevice<RamDisk.Backend>> _driver;
    private readonly BlockDriver _requests;

    public BlockLimitTests()
    {
        RateLimiter limiter = new(new TokenBucket(1000, 2), new TokenBucket(1_000_000, 4096));
        _driver = new(new BlockDevice<RamDisk.Backend>(new RamDisk.Backend(_disk), new() { QueueSize = 16 }, limiter, _pace));
        _requests = new(_driver, _driver.Ram, Headers);
        _driver.Start();
    }

    public void Dispose() => _driver.Dispose();

    [Fact]
    public void What_goes_beyond_waits_in_the_queue_until_the_pacemaker_calls()
    {
        for (int i = 0; i < 4; i++) _requests.Offer(i, BlockDriver.Flush, 0);
        _driver.Kick();
        Assert.Equal(2, _disk.Requests);
        Assert.Equal(2, _driver.Queue.UsedIndex);
        Assert.False(_driver.Transport.HasUnfinishedWork);
        Assert.Equal(1UL, _pace.Waiting);

        // The guest is not to ring meanwhile; if it does, nothing changes.
        _driver.Kick();
        Assert.Equal(2, _disk.Requests);

        Pass(1);
        Assert.Equal(3, _disk.Requests);
        Assert.Equal(1_000_000UL, _pace.Waiting);
        Pass(999_999);
        Assert.Equal(3, _disk.Requests);
        Pass(1);
        Assert.Equal(4, _disk.Requests);
        Assert.True(_driver.Device.Waits >= 3);
    }

    [Fact]
    public void Bytes_of_reads_and_writes_count_and_a_request_larger_than_the_burst_passes()
    {
        _requests.Offer(0, BlockDriver.In, 0, Piece.Out(Data, 8192));
        _requests.Offer(1, BlockDriver.Out, 0, Piece.In(Data, 512));
        _driver.Kick();
        Assert.Equal(1, _disk.Requests);
        Assert.Equal(4_096_001UL, _pace.Waiting);
        Pass(4_096_001);
        Assert.Equal(2, _disk.Requests);
    }

    [Fact]
    public void Requests_that_are_refused_count_too()
    {
        for (int i = 0; i < 3; i++) _requests.Offer(i, 99, 0);
        _driver.Kick();
        Assert.Equal(2, _driver.Queue.UsedIndex);
        _driver.Queue.Offer(Piece.In(Headers, 16));
        _driver.Kick();
        Assert.Equal(2, _driver.Queue.UsedIndex);
    }

    [Fact]
    public void A_limiter_without_time_is_refused() => Assert.Throws<ArgumentException>(() =>
        new BlockDevice<RamDisk.Backend>(new RamDisk.Backend(_disk), new(), new RateLimiter(new TokenBucket(1, 1), default)));

    private void Pass(ulong nanoseconds)
    {
        _pace.Now += nanoseconds;
        _driver.Transport.Notify(0, mayWait: true);
    }

    private sealed class Pace : IPacemaker
    {
        public ulong Now { get; set; } = 1_000_000_000;

        public ulong Waiting { get; private set; }

        public void WakeIn(ulong nanoseconds) => Waiting = nanoseconds;
    }
}
