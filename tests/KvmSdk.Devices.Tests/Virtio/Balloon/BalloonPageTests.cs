using KvmSdk.Devices.Tests.Memory;
using KvmSdk.Devices.Virtio;
using KvmSdk.Devices.Virtio.Balloon;
using KvmSdk.Devices.Virtio.Mmio;

namespace KvmSdk.Devices.Tests.Virtio.Balloon;

/// <summary>Pages that go into the balloon and leave it.</summary>
public sealed class BalloonPageTests
{
    private static readonly uint s_spare = BalloonRig.Page(BalloonRig.Spare);
    private static readonly uint s_high = BalloonRig.Page(GuestRam.HighBase);

    [Fact]
    public void It_is_a_balloon_that_shows_how_large_it_shall_be()
    {
        using BalloonRig rig = new(target: 5);
        Assert.Equal(5u, rig.Driver.In(MmioRegister.DeviceId));
        Assert.Equal(VirtioFeature.Common | 0b11_0110, rig.Driver.OfferedFeatures());
        Assert.Equal(5u, rig.Driver.In(MmioRegister.Configuration));
        Assert.Equal(5u, rig.Device.TargetPages);
    }

    [Fact]
    public void RAM_that_stays_resident_is_told_of_first_and_not_reported()
    {
        using BalloonRig rig = new(isResident: true);
        Assert.Equal(VirtioFeature.Common | 0b00_0111, rig.Driver.OfferedFeatures());
        ArgumentException e = Assert.Throws<ArgumentException>(() => new MemoryBalloon<HostRecorder.Backend>(
            new(rig.Host), new() { Memory = rig.Ram.Map, IsResident = true, PageReporting = true }));
        Assert.StartsWith("RAM that is to stay resident cannot be reported as free.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Neighbours_upwards_and_downwards_go_to_the_host_in_one_call()
    {
        using BalloonRig rig = new();
        ushort head = rig.Send(rig.Inflate, s_spare + 2, s_spare + 1, s_spare, s_high + 1, s_high + 2, s_spare + 3);
        Assert.Equal([(BalloonRig.Spare, 0x3000UL), (GuestRam.HighBase + 0x1000, 0x2000UL), (BalloonRig.Spare + 0x3000, 0x1000UL)], rig.Host.Discarded);
        Assert.Equal((head, 0u), rig.Inflate.Used(0));
        Assert.Equal(MmioRegister.InterruptUsed, rig.Driver.HandleInterrupt());
        Assert.Equal((6 * 4096UL, 3UL, 0UL), (rig.Traffic.BytesInflated, rig.Traffic.HostCalls, rig.Traffic.Refused));
    }

    [Fact]
    public void Page_numbers_need_not_be_cut_as_the_pieces_are()
    {
        using BalloonRig rig = new();
        rig.Ram.Write(BalloonRig.Data, s_spare);
        rig.Ram.Write(BalloonRig.Data + 4, s_spare + 1);
        // Three bytes, two, three, and then two that are no number.
        rig.Inflate.Offer(Piece.In(BalloonRig.Data, 3), Piece.In(BalloonRig.Data + 3, 2), Piece.In(BalloonRig.Data + 5, 5));
        rig.Driver.Kick();
        Assert.Equal([(BalloonRig.Spare, 0x2000UL)], rig.Host.Discarded);
    }

    [Fact]
    public void What_is_not_the_guests_to_give_stays_and_is_counted()
    {
        using BalloonRig rig = new();
        rig.Ram.Write(BalloonRig.Kept + 8, 0x1234_5678u);
        rig.Send(
            rig.Inflate, 0, uint.MaxValue, BalloonRig.Page(GuestRam.LowBase) - 1, BalloonRig.Page(GuestRam.LowBase + GuestRam.LowSize), BalloonRig.Page(BalloonRig.Kept),
            BalloonRig.Page(BalloonRig.Kept) + 1, BalloonRig.Page(BalloonRig.Kept) - 1, BalloonRig.Page(BalloonRig.Kept) + 2);
        Assert.Equal([(BalloonRig.Kept - 0x1000, 0x1000UL), (BalloonRig.Kept + 0x2000, 0x1000UL)], rig.Host.Discarded);
        Assert.Equal(0x1234_5678u, rig.Ram.Read<uint>(BalloonRig.Kept + 8));
        Assert.Equal(6UL, rig.Traffic.Refused);
        Assert.Equal(15u, rig.Driver.Status);
    }

    [Fact]
    public void A_request_of_too_many_pages_is_cut_and_the_rest_counted()
    {
        using BalloonRig rig = new();
        // Eight times the same 4 KiB of numbers is as much as one request may have; there are nine.
        for (uint i = 0; i < 1024; i++) rig.Ram.Write(BalloonRig.Data + (4 * i), s_spare);
        rig.Inflate.ChainIndirect(BalloonRig.Table, [.. Enumerable.Repeat(Piece.In(BalloonRig.Data, 4096), 9)]);
        rig.Inflate.Offer((ushort)0);
        rig.Driver.Kick();
        Assert.Equal(8192UL, rig.Traffic.HostCalls);
        Assert.Equal(1024UL, rig.Traffic.Refused);
        Assert.Equal(1, rig.Inflate.UsedIndex);
    }

    [Fact]
    public void A_request_that_the_host_refuses_is_given_back_and_counted_apart()
    {
        using BalloonRig rig = new();
        rig.Host.Refuses = true;
        rig.Send(rig.Inflate, s_spare);
        Assert.Equal((0UL, 1UL, 1UL), (rig.Traffic.BytesInflated, rig.Traffic.HostCalls, rig.Traffic.HostErrors));
        Assert.Equal(1, rig.Inflate.UsedIndex);
    }

    [Fact]
    public void Pages_that_leave_are_counted_and_found_by_who_touches_them()
    {
        using BalloonRig rig = new();
        rig.Send(rig.Deflate, s_spare, s_spare + 1);
        Assert.Equal((0x2000UL, 0UL), (rig.Traffic.BytesDeflated, rig.Traffic.HostCalls));
        Assert.Empty(rig.Host.Populated);
    }

    [Fact]
    public void Pages_that_leave_are_resident_before_the_guest_has_them_where_RAM_is()
    {
        using BalloonRig rig = new(isResident: true);
        int before = -1;
        rig.Host.OnDiscard = () => before = rig.Deflate.UsedIndex;
        rig.Send(rig.Deflate, s_spare + 1, s_spare, 7);
        Assert.Equal([(BalloonRig.Spare, 0x2000UL)], rig.Host.Populated);
        Assert.Equal((0, 1), (before, rig.Deflate.UsedIndex));
        Assert.Equal(1UL, rig.Traffic.Refused);
    }

    [Fact]
    public void The_guest_is_told_of_another_size_and_tells_what_it_has()
    {
        using BalloonRig rig = new();
        rig.Device.SetTarget(7);
        Assert.Equal(MmioRegister.InterruptConfiguration, rig.Driver.HandleInterrupt());
        Assert.Equal(7u, rig.Driver.In(MmioRegister.Configuration));
        rig.Device.SetTarget(7);
        Assert.Equal(0u, rig.Driver.HandleInterrupt());

        rig.Driver.Out(MmioRegister.Configuration + 4, 3);
        Assert.Equal((3u, 1), (rig.Device.ActualPages, rig.Host.ActualChanges));
        Assert.Equal(3u, rig.Driver.In(MmioRegister.Configuration + 4));
        // What is the host's to say, and what is no whole field, stays.
        rig.Driver.Out(MmioRegister.Configuration, 9);
        rig.Driver.Transport.Write(MmioRegister.Configuration + 4, 1, 9);
        rig.Driver.Transport.Write(MmioRegister.Configuration + 6, 4, 9);
        Assert.Equal((7u, 3u, 1), (rig.Device.TargetPages, rig.Device.ActualPages, rig.Host.ActualChanges));
    }

    [Fact]
    public void Another_driver_begins_with_an_empty_balloon_and_the_same_wish()
    {
        using BalloonRig rig = new(target: 9);
        rig.Driver.Out(MmioRegister.Configuration + 4, 3);
        rig.Driver.Out(MmioRegister.Configuration + 12, 0xAAAA_AAAA);
        rig.Driver.Out(MmioRegister.Status, 0);
        Assert.Equal((9u, 0u, 2), (rig.Device.TargetPages, rig.Device.ActualPages, rig.Host.ActualChanges));
        Assert.Equal(0u, rig.Driver.In(MmioRegister.Configuration + 12));
        rig.Start(ulong.MaxValue, 64);
        rig.Send(rig.Inflate, s_spare);
        Assert.Single(rig.Host.Discarded);
    }

    [Fact]
    public void A_broken_queue_makes_the_device_need_a_reset()
    {
        using BalloonRig rig = new();
        rig.Inflate.Offer(Piece.In(0, 4));
        rig.Driver.Kick();
        rig.Driver.AssertNeedsReset();
    }

    [Fact]
    public void An_index_run_ahead_makes_the_device_need_a_reset()
    {
        using BalloonRig rig = new();
        rig.Deflate.AvailableIndex = 65;
        rig.Driver.Kick(1);
        rig.Driver.AssertNeedsReset();
    }

    [Fact]
    public void A_driver_that_keeps_offering_does_not_keep_the_device()
    {
        using BalloonRig rig = new();
        rig.Ram.Write(BalloonRig.Data, s_spare);
        ushort head = rig.Inflate.Chain(Piece.In(BalloonRig.Data, 4));
        rig.Host.KeepsNoList = true;
        rig.Host.OnDiscard = () => rig.Inflate.Offer(head);
        rig.Inflate.Offer(head);
        rig.Driver.Kick();
        Assert.True(rig.Driver.Transport.HasUnfinishedWork);
        Assert.InRange(rig.Traffic.HostCalls, 1UL, (ulong)MemoryBalloon<HostRecorder.Backend>.LargestRequest);
        rig.Host.OnDiscard = null;
        rig.Driver.Settle();
        Assert.Equal(rig.Inflate.AvailableIndex, rig.Inflate.UsedIndex);
    }

    [Fact]
    public void A_state_comes_back_as_it_was_and_an_impossible_one_not_at_all()
    {
        using BalloonRig rig = new(target: 9);
        rig.Driver.Out(MmioRegister.Configuration + 4, 3);
        rig.Driver.Out(MmioRegister.Configuration + 12, 0xAA);
        rig.Statistics.Offer(Piece.In(BalloonRig.Data, 10));
        rig.Driver.Kick(2);
        BalloonState state = rig.Device.Save();
        Assert.Equal(new BalloonState { TargetPages = 9, ActualPages = 3, PoisonValue = 0xAA, HeldStatistics = 0 }, state);

        using BalloonRig other = new();
        Assert.False(other.Device.TryRestore(state with { HeldStatistics = 128 }));
        Assert.Equal(new BalloonState(), other.Device.Save());
        Assert.True(other.Device.TryRestore(in state));
        Assert.Equal(state, other.Device.Save());
    }

    [Fact]
    public void A_hundred_thousand_requests_allocate_nothing()
    {
        using BalloonRig rig = new();
        rig.Host.KeepsNoList = true;
        for (uint i = 0; i < 4; i++) rig.Ram.Write(BalloonRig.Data + (4 * i), s_spare + (i & 1));
        rig.Ram.Write(BalloonRig.Data + 8, 3u);
        ushort inflate = rig.Inflate.Chain(Piece.In(BalloonRig.Data, 16));
        ushort deflate = rig.Deflate.Chain(Piece.In(BalloonRig.Data, 16));
        ushort report = rig.Reports.Chain(Piece.Out(BalloonRig.Spare, 0x2000));
        ushort tell = rig.Statistics.Chain(Piece.In(BalloonRig.Data + 0x100, 40));
        Assert.Equal(0, AllocationMeter.Measure(() =>
        {
            for (int i = 0; i < 25_000; i++)
            {
                rig.Inflate.Offer(inflate);
                rig.Driver.Kick(0);
                rig.Deflate.Offer(deflate);
                rig.Driver.Kick(1);
                rig.Statistics.Offer(tell);
                rig.Driver.Kick(2);
                rig.Device.RequestStatistics();
                rig.Reports.Offer(report);
                rig.Driver.Kick(3);
                rig.Driver.HandleInterrupt();
            }
        }));
        Assert.Equal(50_000UL * 0x3000, rig.Traffic.BytesInflated);
        Assert.Equal(50_000UL * 0x2000, rig.Traffic.BytesReported);
        Assert.Equal(50_000, rig.Host.StatisticsSeen);
    }
}
