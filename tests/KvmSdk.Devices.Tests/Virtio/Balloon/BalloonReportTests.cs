using KvmSdk.Devices.Tests.Memory;
using KvmSdk.Devices.Virtio.Balloon;
using KvmSdk.Devices.Virtio.Mmio;

namespace KvmSdk.Devices.Tests.Virtio.Balloon;

/// <summary>Pages that a guest reports as free.</summary>
public sealed class BalloonReportTests
{
    private const ulong NoStatistics = ~BalloonFeature.Statistics;

    [Theory]
    [InlineData(3)] // As Linux numbers it, which counts the queues that there are.
    [InlineData(4)] // As the specification does.
    public void Free_ranges_are_the_hosts(int queue)
    {
        using BalloonRig rig = new(reportQueue: queue);
        rig.Ram.Write(BalloonRig.Spare, 1);
        ushort head = rig.Reports.Offer(Piece.Out(BalloonRig.Spare, 0x2000), Piece.Out(GuestRam.HighBase, 0x1000));
        rig.Driver.Kick((uint)queue);
        Assert.Equal([(BalloonRig.Spare, 0x2000UL), (GuestRam.HighBase, 0x1000UL)], rig.Host.Discarded);
        Assert.Equal((head, 0u), rig.Reports.Used(0));
        Assert.Equal((0x3000UL, 0UL), (rig.Traffic.BytesReported, rig.Traffic.BytesInflated));
        Assert.Equal(0, rig.Ram.Read<int>(BalloonRig.Spare));
    }

    [Fact]
    public void A_driver_without_statistics_reports_on_the_queue_before()
    {
        using BalloonRig rig = new(NoStatistics, reportQueue: 2);
        rig.Reports.Offer(Piece.Out(BalloonRig.Spare, 0x1000));
        rig.Driver.Kick(2);
        Assert.Equal([(BalloonRig.Spare, 0x1000UL)], rig.Host.Discarded);
        Assert.False(rig.Device.HasStatistics);
    }

    [Fact]
    public void A_driver_that_did_not_agree_to_report_is_not_believed()
    {
        using BalloonRig rig = new(~BalloonFeature.PageReporting);
        rig.Reports.Offer(Piece.Out(BalloonRig.Spare, 0x1000));
        rig.Driver.Kick(3);
        Assert.Empty(rig.Host.Discarded);
        Assert.Equal(0, rig.Reports.UsedIndex);
    }

    [Fact]
    public void Pages_that_are_reported_in_part_are_used_in_part()
    {
        using BalloonRig rig = new();
        rig.Reports.Offer(Piece.Out(BalloonRig.Spare + 1, 0x2000), Piece.Out(BalloonRig.Spare + 0x2800, 0x800), Piece.Out(BalloonRig.Spare + 0x3000, 0xFFF));
        rig.Driver.Kick(3);
        Assert.Equal([(BalloonRig.Spare + 0x1000, 0x1000UL)], rig.Host.Discarded);
    }

    [Fact]
    public void What_the_host_shares_is_not_reported_away()
    {
        using BalloonRig rig = new();
        rig.Ram.Write(BalloonRig.Kept, 77);
        rig.Reports.Offer(Piece.Out(BalloonRig.Kept - 0x1000, 0x2000), Piece.Out(BalloonRig.Kept + 0x1FFF, 0x1001), Piece.Out(BalloonRig.Kept, 0x1000));
        rig.Driver.Kick(3);
        // The middle one begins with a byte of what is shared, and so with a page that is not reported whole.
        Assert.Equal([(BalloonRig.Kept + 0x2000, 0x1000UL)], rig.Host.Discarded);
        Assert.Equal((2UL, 77), (rig.Traffic.Refused, rig.Ram.Read<int>(BalloonRig.Kept)));
    }

    [Theory]
    [InlineData(0x0, 0x1000)]
    [InlineData(GuestRam.LowBase + GuestRam.LowSize - 0x1000, 0x1001)]
    [InlineData(ulong.MaxValue - 0xFFF, 0x1000)]
    public void A_range_outside_RAM_makes_the_device_need_a_reset(ulong address, uint length)
    {
        using BalloonRig rig = new();
        rig.Reports.Offer(Piece.Out(address, length));
        rig.Driver.Kick(3);
        rig.Driver.AssertNeedsReset();
        Assert.Empty(rig.Host.Discarded);
    }

    [Fact]
    public void What_the_guest_may_only_be_read_is_no_report()
    {
        using BalloonRig rig = new();
        rig.Reports.Offer(Piece.In(BalloonRig.Spare, 0x1000));
        rig.Driver.Kick(3);
        Assert.Empty(rig.Host.Discarded);
        Assert.Equal(1, rig.Reports.UsedIndex);
    }

    [Fact]
    public void A_guest_that_fills_free_pages_keeps_them_unless_it_fills_them_with_zeros()
    {
        using BalloonRig rig = new();
        rig.Driver.Out(MmioRegister.Configuration + 12, 0xAAAA_AAAA);
        rig.Reports.Offer(Piece.Out(BalloonRig.Spare, 0x1000));
        rig.Driver.Kick(3);
        Assert.Empty(rig.Host.Discarded);
        Assert.Equal(1, rig.Reports.UsedIndex);
        rig.Driver.Out(MmioRegister.Configuration + 12, 0);
        rig.Reports.Offer(Piece.Out(BalloonRig.Spare, 0x1000));
        rig.Driver.Kick(3);
        Assert.Single(rig.Host.Discarded);
    }
}
