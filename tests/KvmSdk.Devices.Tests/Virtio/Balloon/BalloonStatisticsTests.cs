using KvmSdk.Devices.Virtio.Balloon;
using KvmSdk.Devices.Virtio.Mmio;

namespace KvmSdk.Devices.Tests.Virtio.Balloon;

/// <summary>What a guest tells of its memory.</summary>
public sealed class BalloonStatisticsTests : IDisposable
{
    private readonly BalloonRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void The_first_buffer_tells_by_itself_and_is_kept_until_somebody_asks()
    {
        ushort head = Tell((5, 1 << 30), (4, 77));
        Assert.Equal((1, 0), (_rig.Host.StatisticsSeen, _rig.Statistics.UsedIndex));
        Assert.Equal((1UL << 30, 77UL), (_rig.Device.Statistics[BalloonStatisticTag.Total], _rig.Device.Statistics[BalloonStatisticTag.Free]));
        Assert.Null(_rig.Device.Statistics[BalloonStatisticTag.Caches]);

        _rig.Device.RequestStatistics();
        Assert.Equal((head, 0u), _rig.Statistics.Used(0));
        Tell((7, 5));
        Assert.Equal((2, 5UL), (_rig.Host.StatisticsSeen, _rig.Device.Statistics[BalloonStatisticTag.Caches]));
        // What is told is told whole: an old number does not stand beside new ones.
        Assert.Null(_rig.Device.Statistics[BalloonStatisticTag.Total]);
    }

    [Fact]
    public void Asking_twice_gives_one_buffer_back_and_asking_before_the_first_none()
    {
        _rig.Device.RequestStatistics();
        Assert.Equal(0, _rig.Statistics.UsedIndex);
        Tell((5, 1));
        _rig.Device.RequestStatistics();
        _rig.Device.RequestStatistics();
        Assert.Equal(1, _rig.Statistics.UsedIndex);
    }

    [Fact]
    public void A_second_buffer_waits_in_the_queue_and_answers_the_next_question()
    {
        Tell((5, 1));
        Tell(BalloonRig.Data + 0x100, (5, 2));
        Assert.Equal((1, 1UL), (_rig.Host.StatisticsSeen, _rig.Device.Statistics[BalloonStatisticTag.Total]));
        _rig.Device.RequestStatistics();
        Assert.Equal((2, 2UL, 1), (_rig.Host.StatisticsSeen, _rig.Device.Statistics[BalloonStatisticTag.Total]!.Value, (int)_rig.Statistics.UsedIndex));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    public void A_buffer_too_short_for_a_number_tells_none(uint length)
    {
        _rig.Ram.Write(BalloonRig.Data, (ushort)5);
        _rig.Statistics.Offer(length == 0 ? Piece.Out(BalloonRig.Data, 10) : Piece.In(BalloonRig.Data, length));
        _rig.Driver.Kick(2);
        Assert.Equal(1, _rig.Host.StatisticsSeen);
        Assert.Null(_rig.Device.Statistics[BalloonStatisticTag.Total]);
    }

    [Fact]
    public void Unknown_numbers_are_left_out_the_last_of_a_kind_counts_and_an_endless_list_ends()
    {
        Tell([(16, 1), (ushort.MaxValue, 1), (15, 8), (15, 9)]);
        Assert.Equal(9UL, _rig.Device.Statistics[BalloonStatisticTag.ReclaimedDirectly]);
        _rig.Device.RequestStatistics();
        Tell([.. Enumerable.Repeat(((ushort)0, 1UL), 64), (1, 2)]);
        Assert.Equal((1UL, null), (_rig.Device.Statistics[BalloonStatisticTag.SwappedIn], _rig.Device.Statistics[BalloonStatisticTag.SwappedOut]));
    }

    [Fact]
    public void A_buffer_outside_RAM_makes_the_device_need_a_reset_which_forgets_the_one_that_was_kept()
    {
        Tell((5, 1));
        _rig.Driver.Out(MmioRegister.Status, 0);
        _rig.Device.RequestStatistics();
        _rig.Start(ulong.MaxValue, 64);
        _rig.Device.RequestStatistics();
        Assert.Equal(0, _rig.Statistics.UsedIndex);
        _rig.Statistics.Offer(Piece.In(0, 10));
        _rig.Driver.Kick(2);
        _rig.Driver.AssertNeedsReset();
    }

    private ushort Tell(params (ushort Tag, ulong Value)[] numbers) => Tell(BalloonRig.Data, numbers);

    private ushort Tell(ulong place, params (ushort Tag, ulong Value)[] numbers)
    {
        for (int i = 0; i < numbers.Length; i++)
        {
            _rig.Ram.Write(place + (10 * (uint)i), numbers[i].Tag);
            _rig.Ram.Write(place + (10 * (uint)i) + 2, numbers[i].Value);
        }

        ushort head = _rig.Statistics.Offer(Piece.In(place, 10 * (uint)numbers.Length));
        _rig.Driver.Kick(2);
        return head;
    }
}
