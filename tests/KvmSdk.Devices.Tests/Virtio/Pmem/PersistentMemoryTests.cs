using CsCheck;
using KvmSdk.Devices.Tests.Memory;
using KvmSdk.Devices.Virtio;
using KvmSdk.Devices.Virtio.Mmio;
using KvmSdk.Devices.Virtio.Pmem;

namespace KvmSdk.Devices.Tests.Virtio.Pmem;

public sealed class PersistentMemoryTests : IDisposable
{
    private const ulong Data = GuestRam.LowBase + 0x8000;
    private const ulong Start = 0x40_0020_0000;
    private const ulong Size = 0x1_2340_0000;

    private readonly FlushRecorder _host = new();
    private readonly FakeDriver<PersistentMemory<FlushRecorder.Backend>> _driver;

    public PersistentMemoryTests()
    {
        _driver = new(new PersistentMemory<FlushRecorder.Backend>(new(_host), Start, Size));
        _driver.Start(64);
    }

    public void Dispose() => _driver.Dispose();

    [Fact]
    public void It_is_persistent_memory_with_one_queue_whose_configuration_says_where_it_is()
    {
        Assert.Equal(27u, _driver.In(MmioRegister.DeviceId));
        Assert.Equal(VirtioFeature.Common, _driver.OfferedFeatures());
        _driver.Out(MmioRegister.QueueSelect, 1);
        Assert.Equal(0u, _driver.In(MmioRegister.QueueSizeMax));
        uint[] words = [.. Enumerable.Range(0, 5).Select(i => _driver.In((uint)(MmioRegister.Configuration + (4 * i))))];
        Assert.Equal([0x0020_0000u, 0x40u, 0x2340_0000u, 1u, 0u], words);
        _driver.Out(MmioRegister.Configuration, 7);
        Assert.Equal(0x0020_0000u, _driver.In(MmioRegister.Configuration));
    }

    [Theory]
    [InlineData(0x1000, 0x1000, true)]
    [InlineData(ulong.MaxValue - 0xFFF, 0x1000, true)]
    [InlineData(ulong.MaxValue - 0xFFF, 0x2000, false)]
    [InlineData(0x1800, 0x1000, false)]
    [InlineData(0x1000, 0x1800, false)]
    [InlineData(0x1000, 0, false)]
    public void Its_place_is_whole_pages_of_the_address_space(ulong start, ulong size, bool isRight)
    {
        Exception? e = Record.Exception(() => new PersistentMemory<FlushRecorder.Backend>(new(_host), start, size));
        Assert.Equal(isRight, e is null);
        Assert.True(e is null or ArgumentOutOfRangeException);
    }

    [Fact]
    public void A_flush_is_never_made_by_who_cannot_wait_and_answered_when_it_is_made()
    {
        ushort head = Flush(Data);
        _driver.Kick();
        Assert.Empty(_host.Flushes);
        Assert.Equal(0, _driver.Queue.UsedIndex);
        Assert.True(_driver.Transport.HasUnfinishedWork);
        _driver.Settle();
        Assert.Equal([1], _host.Flushes);
        Assert.Equal((head, 4u), _driver.Queue.Used(0));
        Assert.Equal(0u, _driver.Ram.Read<uint>(Data + 64));
        Assert.Equal(MmioRegister.InterruptUsed, _driver.HandleInterrupt());
    }

    [Fact]
    public void A_flush_that_fails_is_an_IO_error_and_the_next_one_is_not()
    {
        _host.Fails = true;
        Flush(Data);
        Serve();
        Assert.Equal(PmemFormat.IoError, _driver.Ram.Read<uint>(Data + 64));
        _host.Fails = false;
        Flush(Data + 128);
        Serve();
        Assert.Equal(PmemFormat.Ok, _driver.Ram.Read<uint>(Data + 128 + 64));
        Assert.Equal([1, 1], _host.Flushes);
    }

    [Theory]
    [InlineData(1, new[] { 1 })]
    [InlineData(16, new[] { 16 })]
    [InlineData(17, new[] { 16, 1 })]
    [InlineData(32, new[] { 16, 16 })]
    public void What_waits_together_is_flushed_together_up_to_a_batch(int requests, int[] flushes)
    {
        for (int i = 0; i < requests; i++) Flush(Data + (ulong)(i * 128));
        Serve();
        Assert.Equal(flushes, _host.Flushes);
        Assert.Equal(requests, _driver.Queue.UsedIndex);
        Assert.All(Enumerable.Range(0, requests), i => Assert.Equal(0u, _driver.Ram.Read<uint>(Data + (ulong)(i * 128) + 64)));
    }

    [Fact]
    public void A_request_that_comes_while_the_host_flushes_is_answered_by_another_flush()
    {
        _host.OnFlush = () =>
        {
            _host.OnFlush = null;
            Flush(Data + 128);
        };
        Flush(Data);
        _driver.Kick();
        _driver.Transport.Continue();
        Assert.Equal([1], _host.Flushes);
        Assert.Equal(1, _driver.Queue.UsedIndex);
        _driver.Kick();
        _driver.Settle();
        Assert.Equal([1, 1], _host.Flushes);
    }

    [Fact]
    public void Requests_may_be_cut_into_any_pieces_and_lie_in_a_table()
    {
        _driver.Ram.Span(Data + 64, 8).Fill(0x5A);
        _driver.Queue.Offer(
            Piece.In(Data, 1), Piece.In(Data + 1, 1), Piece.In(Data + 2, 1), Piece.In(Data + 3, 1),
            Piece.Out(Data + 64, 1), Piece.Out(Data + 65, 2), Piece.Out(Data + 67, 1));
        _driver.Queue.Offer(_driver.Queue.ChainIndirect(GuestRam.LowBase + 0x1_0000, Piece.In(Data + 128, 4), Piece.Out(Data + 192, 4)));
        _driver.Ram.Span(Data + 192, 4).Fill(0x5A);
        Serve();
        Assert.Equal([0, 0, 0, 0, 0x5A], _driver.Ram.Span(Data + 64, 5).ToArray());
        Assert.Equal(0u, _driver.Ram.Read<uint>(Data + 192));
        Assert.Equal([2], _host.Flushes);
    }

    [Fact]
    public void An_answer_is_four_bytes_however_much_room_there_is()
    {
        _driver.Ram.Span(Data + 64, 16).Fill(0x5A);
        _driver.Queue.Offer(Piece.In(Data, 12), Piece.Out(Data + 64, 16));
        Serve();
        Assert.Equal(4u, _driver.Queue.Used(0).Written);
        Assert.Equal([0, 0, 0, 0, 0x5A], _driver.Ram.Span(Data + 64, 5).ToArray());
    }

    public static TheoryData<string> Misuses => ["short", "no answer", "short answer", "backwards", "another type", "outside RAM", "loop", "too many pieces"];

    /// <summary>Also one that comes after right ones in a batch, which then are not answered either: the reset gives all buffers back.</summary>
    [Theory]
    [MemberData(nameof(Misuses))]
    public void What_is_no_request_stops_the_device_until_it_is_reset(string misuse)
    {
        Flush(Data + 0x400);
        _driver.Ram.Write(Data, misuse == "another type" ? 1u : 0u);
        _ = misuse switch
        {
            "short" => _driver.Queue.Offer(Piece.In(Data, 3), Piece.Out(Data + 64, 4)),
            "no answer" => _driver.Queue.Offer(Piece.In(Data, 4)),
            "short answer" => _driver.Queue.Offer(Piece.In(Data, 4), Piece.Out(Data + 64, 3)),
            "backwards" => _driver.Queue.Offer(Piece.Out(Data + 64, 4), Piece.In(Data, 4)),
            "outside RAM" => _driver.Queue.Offer(Piece.In(Start, 4), Piece.Out(Data + 64, 4)),
            "loop" => Loop(),
            "too many pieces" => _driver.Queue.Offer([.. Enumerable.Range(0, 16).Select(_ => Piece.In(Data, 4)), Piece.Out(Data + 64, 4)]),
            _ => _driver.Queue.Offer(Piece.In(Data, 4), Piece.Out(Data + 64, 4)),
        };
        Serve();
        _driver.AssertNeedsReset();
        Assert.Empty(_host.Flushes);
        Assert.Equal(0, _driver.Queue.UsedIndex);

        // It stays so, until the driver begins anew.
        Flush(Data + 0x800);
        Serve();
        Assert.Empty(_host.Flushes);
        _driver.Ram.Span(GuestRam.LowBase, 0x2000).Clear();
        _driver.Start(64);
        Flush(Data + 0x400);
        Serve();
        Assert.Equal([1], _host.Flushes);
    }

    [Fact]
    public void Its_state_is_its_place_and_a_device_elsewhere_does_not_take_it()
    {
        PmemState state = _driver.Device.Save();
        Assert.Equal(new PmemState { Start = Start, Size = Size }, state);
        Assert.True(_driver.Device.TryRestore(in state));
        Assert.False(_driver.Device.TryRestore(state with { Size = Size + 4096 }));
        Assert.False(_driver.Device.TryRestore(state with { Start = Start - 4096 }));
        Assert.Equal(state, _driver.Device.Save());
    }

    [Fact]
    public void A_hundred_thousand_requests_allocate_nothing()
    {
        _host.KeepsNoList = true;
        Run(1_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(100_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(_driver.Queue.AvailableIndex, _driver.Queue.UsedIndex);

        void Run(int requests)
        {
            ushort head = _driver.Queue.Chain(Piece.In(Data, 4), Piece.Out(Data + 64, 4));
            for (int i = 0; i < requests; i++)
            {
                _driver.Queue.Offer(head);
                _driver.Kick();
                _driver.Transport.Continue();
            }
        }
    }

    [Fact]
    public void Whatever_the_rings_hold_nothing_throws_or_leaves_ram()
    {
        int flushed = 0;
        Gen.Select(Gen.Byte.Array[16 * 16], Gen.UShort[0, 16].Array[4], Gen.UShort[0, 6]).Sample(
            (descriptors, heads, index) =>
            {
                FlushRecorder host = new();
                using FakeDriver<PersistentMemory<FlushRecorder.Backend>> driver = new(new PersistentMemory<FlushRecorder.Backend>(new(host), Start, Size));
                driver.Start(16);
                for (int i = 0; i < 16; i++)
                {
                    byte[] raw = descriptors[(16 * i)..(16 * (i + 1))];
                    Piece piece = raw[0] < 192
                        ? i % 2 == 0 ? new(Data, 4, Piece.Next) : new(Data + 64, raw[1] < 192 ? 4u : raw[1] % 4u, Piece.Write)
                        : new(Data + raw[0], raw[1], (ushort)(raw[3] & 7));
                    driver.Queue.Describe(i, piece, (ushort)(raw[0] < 192 ? i + 1 : raw[4] % 18));
                }

                foreach (ushort head in heads) driver.Queue.Offer(head);
                driver.Queue.AvailableIndex = index;
                driver.Kick();
                driver.Settle();
                if (host.Flushes.Count > 0) Interlocked.Increment(ref flushed);
                driver.Start(16);
            },
            iter: 2_000);

        // Hostile, but not hopeless.
        Assert.True(flushed > 50, $"only {flushed} guests flushed");
    }

    private ushort Flush(ulong at)
    {
        _driver.Ram.Write(at, PmemFormat.Flush);
        _driver.Ram.Write(at + 64, 0xFFFF_FFFFu);
        return _driver.Queue.Offer(Piece.In(at, 4), Piece.Out(at + 64, 4));
    }

    private ushort Loop()
    {
        _driver.Queue.Describe(40, Piece.In(Data, 4) with { Flags = Piece.Next }, 41);
        _driver.Queue.Describe(41, Piece.In(Data, 4) with { Flags = Piece.Next }, 40);
        return _driver.Queue.Offer(40);
    }

    private void Serve()
    {
        _driver.Kick();
        _driver.Settle();
    }
}
