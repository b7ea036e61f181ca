using CsCheck;
using KvmSdk.Devices.Limits;
using KvmSdk.Devices.Tests.Memory;
using KvmSdk.Devices.Virtio;
using KvmSdk.Devices.Virtio.Entropy;
using KvmSdk.Devices.Virtio.Mmio;

namespace KvmSdk.Devices.Tests.Virtio.Entropy;

public sealed class EntropyDeviceTests : IDisposable
{
    private const ulong Data = GuestRam.LowBase + 0x8000;

    private readonly Counter _source = new();
    private readonly FakeDriver<EntropyDevice<Counter.Source>> _driver;

    public EntropyDeviceTests()
    {
        _driver = new(new EntropyDevice<Counter.Source>(new Counter.Source(_source)));
        _driver.Start();
    }

    public void Dispose() => _driver.Dispose();

    [Fact]
    public void It_is_an_entropy_device_with_one_queue_and_no_configuration()
    {
        Assert.Equal(4u, _driver.In(MmioRegister.DeviceId));
        Assert.Equal(VirtioFeature.Common, _driver.OfferedFeatures());
        _driver.Out(MmioRegister.QueueSelect, 1);
        Assert.Equal(0u, _driver.In(MmioRegister.QueueSizeMax));
        _driver.Out(0x100, 1);
        Assert.Equal(0u, _driver.In(0x100));
    }

    [Fact]
    public void Every_piece_is_filled_and_the_length_says_so()
    {
        ushort head = _driver.Queue.Offer(Piece.Out(Data, 3), Piece.Out(Data + 16, 5));
        _driver.Kick();
        Assert.Equal((head, 8u), _driver.Queue.Used(0));
        Assert.Equal([1, 2, 3, 0], _driver.Ram.Span(Data, 4).ToArray());
        Assert.Equal([4, 5, 6, 7, 8, 0], _driver.Ram.Span(Data + 16, 6).ToArray());
        Assert.Equal(MmioRegister.InterruptUsed, _driver.HandleInterrupt());
    }

    [Theory]
    [InlineData(64 * 1024 - 1, 64 * 1024 - 1)]
    [InlineData(64 * 1024, 64 * 1024)]
    [InlineData(64 * 1024 + 1, 64 * 1024)]
    public void One_request_gets_at_most_64_kib(uint asked, uint given)
    {
        // In pieces: the limit is for the request, not for each of them, and one beyond it is not touched.
        _driver.Queue.Offer(Piece.Out(Data, 1000), Piece.Out(Data + 1000, asked - 1001), Piece.Out(Data + asked - 1, 1));
        _driver.Kick();
        Assert.Equal(given, _driver.Queue.Used(0).Written);
        Assert.Equal((int)given, _source.Given);
        Assert.Equal(0, _driver.Ram.Read<byte>(Data + given));
    }

    [Fact]
    public void A_request_with_nothing_to_fill_is_given_back_empty_and_its_readable_part_untouched()
    {
        _driver.Queue.Offer(Piece.In(Data, 8));
        _driver.Queue.Offer(Piece.In(Data, 8), Piece.Out(Data + 8, 1));
        _driver.Kick();
        Assert.Equal(0u, _driver.Queue.Used(0).Written);
        Assert.Equal(1u, _driver.Queue.Used(1).Written);
        Assert.Equal(0UL, _driver.Ram.Read<ulong>(Data));
    }

    [Fact]
    public void While_the_device_looks_it_wants_no_notifications()
    {
        _driver.Start(accept: ~VirtioFeature.EventIndex);
        List<int> flags = [];
        _source.OnFill = () => flags.Add(_driver.Queue.DeviceFlags);
        _driver.Queue.Offer(Piece.Out(Data, 3));
        _driver.Kick();
        flags.Add(_driver.Queue.DeviceFlags);
        Assert.Equal([1, 0], flags);
    }

    [Fact]
    public void A_source_that_fails_gives_what_it_gave_before()
    {
        _source.FailAfter = 1;
        _driver.Queue.Offer(Piece.Out(Data, 3), Piece.Out(Data + 16, 5));
        _driver.Kick();
        Assert.Equal(3u, _driver.Queue.Used(0).Written);
    }

    [Fact]
    public void A_broken_queue_makes_the_device_need_a_reset()
    {
        _driver.Queue.Offer(Piece.Out(0, 1));
        _driver.Kick();
        _driver.AssertNeedsReset();
    }

    [Fact]
    public void A_driver_that_keeps_offering_does_not_keep_the_device()
    {
        ushort head = _driver.Queue.Chain(Piece.Out(Data, 1));
        _driver.Queue.Offer(head);
        // Each request served makes the guest offer the next one, as another vCPU could.
        _source.OnFill = () => _driver.Queue.Offer(head);
        _driver.Kick();
        Assert.Equal(_driver.Queue.Size, _source.Given);
        Assert.True(_driver.Transport.HasUnfinishedWork);
        _source.OnFill = null;
        _driver.Transport.Continue();
        Assert.False(_driver.Transport.HasUnfinishedWork);
        Assert.Equal(_driver.Queue.AvailableIndex, _driver.Queue.UsedIndex);
    }

    [Fact]
    public void What_goes_beyond_the_limit_waits_in_the_queue_until_somebody_comes_back()
    {
        Time time = new();
        using FakeDriver<EntropyDevice<Counter.Source>> driver = new(new(new Counter.Source(_source), new RateLimiter(default, new TokenBucket(1000, 100)), time));
        driver.Start();
        driver.Queue.Offer(Piece.Out(Data, 150));
        driver.Queue.Offer(Piece.Out(Data, 10));
        driver.Kick();
        // The first one passes at once, and leaves a debt of 50 bytes, for which the second waits; nobody polls meanwhile.
        Assert.Equal((1, 150), (driver.Queue.UsedIndex, _source.Given));
        Assert.Equal([50_000_001UL], time.Waits);
        Assert.False(driver.Transport.HasUnfinishedWork);
        time.Now += 50_000_000;
        driver.Kick();
        Assert.Equal(1, driver.Queue.UsedIndex);
        time.Now += 1;
        driver.Transport.Notify(0, mayWait: true);
        Assert.Equal((2, 160), (driver.Queue.UsedIndex, _source.Given));
        // The third wait is for whatever comes next.
        Assert.Equal((2UL, 160UL, 3UL), (driver.Device.Traffic.Requests, driver.Device.Traffic.Bytes, driver.Device.Traffic.Waits));
    }

    [Fact]
    public void A_hundred_thousand_requests_allocate_nothing()
    {
        ushort head = _driver.Queue.Chain(Piece.Out(Data, 64));
        Assert.Equal(0, AllocationMeter.Measure(() =>
        {
            for (int i = 0; i < 100_000; i++)
            {
                _driver.Queue.Offer(head);
                _driver.Kick();
                _driver.HandleInterrupt();
            }
        }));
        Assert.Equal(200_000 * 64, _source.Given);
    }

    [Fact]
    public void Whatever_the_rings_hold_nothing_throws_or_leaves_ram()
    {
        int filled = 0;
        Gen.Select(Gen.Byte.Array[16 * 16], Gen.UShort[0, 16].Array[16], Gen.UShort[0, 18]).Sample(
            (descriptors, heads, index) =>
            {
                Counter source = new();
                using FakeDriver<EntropyDevice<Counter.Source>> driver = new(new EntropyDevice<Counter.Source>(new Counter.Source(source)));
                driver.Start();
                for (int i = 0; i < 16; i++)
                {
                    byte[] raw = descriptors[(16 * i)..(16 * (i + 1))];
                    Piece piece = new(Data + (ulong)(raw[0] << 6), (uint)(raw[1] << (raw[2] & 7)), (ushort)(raw[3] < 192 ? Piece.Write | (raw[3] & 1) : raw[3] & 7));
                    driver.Queue.Describe(i, piece, (ushort)(raw[4] % 18));
                }

                foreach (ushort head in heads) driver.Queue.Offer(head);
                driver.Queue.AvailableIndex = index;
                driver.Kick();
                while (driver.Transport.HasUnfinishedWork) driver.Transport.Continue();
                Assert.True(source.Given <= 16 * EntropyDevice<Counter.Source>.LargestRequest);
                if (source.Given > 0) Interlocked.Increment(ref filled);
            },
            iter: 2_000);

        // Hostile, but not hopeless: many requests are served.
        Assert.True(filled > 300, $"only {filled} guests got a byte");
    }

    [Fact]
    public void A_limit_needs_a_clock() => Assert.Throws<ArgumentNullException>(
        () => new EntropyDevice<Counter.Source>(new Counter.Source(_source), new RateLimiter(new TokenBucket(1, 1), default)));

    /// <summary>A clock that stands still until it is set.</summary>
    private sealed class Time : IPacemaker
    {
        public ulong Now { get; set; } = 1;

        public List<ulong> Waits { get; } = [];

        public void WakeIn(ulong nanoseconds) => Waits.Add(nanoseconds);
    }

    /// <summary>"Random" bytes 1, 2, 3 and so on.</summary>
    private sealed class Counter
    {
        public int Given { get; private set; }

        public int FailAfter { get; set; } = int.MaxValue;

        public Action? OnFill { get; set; }

        private bool TryFill(Span<byte> bytes)
        {
            if (bytes.IsEmpty) Assert.Fail("the source was asked for nothing");
            if (FailAfter-- == 0) return false;
            foreach (ref byte b in bytes) b = (byte)((++Given & 0xFF) | ((Given & 0xFF) == 0 ? 1 : 0));
            OnFill?.Invoke();
            return true;
        }

        internal readonly struct Source(Counter counter) : IEntropySource
        {
            public bool TryFill(Span<byte> bytes) => counter.TryFill(bytes);
        }
    }
}
