using KvmSdk.Devices.Tests.Virtio;
using KvmSdk.Devices.Tests.Virtio.Block;
using KvmSdk.Devices.Virtio.Mmio;

namespace KvmSdk.Runtime.Tests.Virtio;

public sealed class DiskRingTests
{
    private const ulong Data = DiskRig.Data;

    [RingFact]
    public void Requests_that_wait_are_under_way_together()
    {
        using ImageFile image = ImageFile.OfSectors(8);
        using DiskRig rig = new(image.Disk, byRing: true);
        for (int i = 0; i < 4; i++)
        {
            rig.Requests.Offer(i, BlockDriver.In, (ulong)i, Piece.Out(Data + (0x1000 * (uint)i), 512));
        }

        rig.Driver.Transport.Notify(0, mayWait: true);
        Assert.Equal((4, 0), (rig.Device.PendingRequests, rig.Driver.Queue.UsedIndex));
        rig.Driver.Settle();
        Assert.Equal((0, 4), (rig.Device.PendingRequests, rig.Driver.Queue.UsedIndex));
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(ImageFile.Sectors(8)[(512 * i)..(512 * (i + 1))], rig.Ram.Span(Data + (0x1000 * (uint)i), 512).ToArray());
        }

        Assert.Equal((4ul, 2048ul), (rig.Counters.Reads, rig.Counters.BytesRead));
        Assert.Equal(4ul, rig.Cells.ReadLatency.Read().Count);
        Assert.True(rig.Cells.ReadLatency.Read().TotalNanoseconds > 0);
    }

    [RingFact]
    public void A_reset_waits_for_what_the_kernel_has()
    {
        using ImageFile image = ImageFile.OfSectors(2048);
        using DiskRig rig = new(image.Disk, byRing: true);
        for (int i = 0; i < 5; i++)
        {
            rig.Requests.Offer(i, BlockDriver.In, 0, Piece.Out(Data, 512));
        }

        rig.Driver.Transport.Notify(0, mayWait: true);
        Assert.Equal(5, rig.Device.PendingRequests);
        rig.Turns!.BeforeReset(rig.Device);
        Assert.Equal(0, rig.Device.PendingRequests);
        rig.Driver.Out(MmioRegister.Status, 0);
    }

    [RingFact]
    public void The_rings_end_waits_for_what_the_kernel_has_and_forgets_what_it_has_not()
    {
        using ImageFile image = ImageFile.OfSectors(8);
        DiskRig rig = new(image.Disk, byRing: true);
        rig.Requests.Offer(0, BlockDriver.Flush, 0);
        rig.Driver.Transport.Notify(0, mayWait: true);
        rig.Turns!.AfterTurn(rig.Device);
        rig.Requests.Offer(1, BlockDriver.Flush, 0);
        rig.Driver.Transport.Notify(0, mayWait: true);
        rig.Dispose();
    }

    [RingFact]
    public void A_hundred_thousand_requests_by_the_ring_allocate_nothing() => Assert.Equal(0, AllocatedBy(byRing: true));

    [Fact]
    public void A_hundred_thousand_requests_by_the_thread_allocate_nothing() => Assert.Equal(0, AllocatedBy(byRing: false));

    [Theory]
    [InlineData(DiskCache.Writeback, true)]
    [InlineData(DiskCache.Unsafe, false)]
    public void Only_an_unsafe_disk_does_not_flush(DiskCache cache, bool flushes)
    {
        // A memory file has nowhere to flush to; what was asked of the kernel shows in what fails.
        using ImageFile image = ImageFile.OfSectors(8);
        using DiskRig rig = new(DiskImage.Raw(image.Path, cache: cache), accept: ulong.MaxValue);
        image.Truncate(512);
        Assert.Equal(BlockDriver.Ok, rig.Requests.Do(BlockDriver.Flush, 0).Status);
        Assert.Equal(flushes, rig.Failures.Count == 1);
    }

    private static long AllocatedBy(bool byRing)
    {
        const int rounds = 100_000;
        using ImageFile image = ImageFile.OfSectors(64);
        using DiskRig rig = new(image.Disk, byRing: byRing);
        rig.Ram.Span(Data, 512).Fill(0xA1);
        Run(1000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(rounds);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal((ulong)(rounds + 1000), rig.Counters.Reads + rig.Counters.Writes);
        Assert.Equal(0ul, rig.Counters.Errors);
        return allocated;

        void Run(int count)
        {
            for (int i = 0; i < count; i++)
            {
                bool write = i % 4 == 0;
                rig.Requests.WriteHeader(0, write ? BlockDriver.Out : BlockDriver.In, 1);
                rig.Driver.Queue.Offer(
                    Piece.In(rig.Requests.HeaderAt(0), 16),
                    write ? Piece.In(Data, 512) : Piece.Out(Data + 0x1000, 512),
                    Piece.Out(rig.Requests.StatusAt(0), 1));
                rig.Serve();
            }
        }
    }
}
