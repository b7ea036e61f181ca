using System.Diagnostics;
using KvmSdk.Devices.Tests.Virtio;
using KvmSdk.Devices.Tests.Virtio.Block;
using KvmSdk.Devices.Virtio.Mmio;
using KvmSdk.Runtime.Tests.Support;

namespace KvmSdk.Runtime.Tests.Virtio;

/// <summary>A disk of a running machine, with its thread and its io_uring; the guest's driver lives in the test.</summary>
public sealed class DiskDeviceTests
{
    private const ulong Window = 0xD000_3000;
    private const ulong Headers = 0x21_0000;
    private const ulong Data = 0x22_0000;

    [KvmFact]
    public async Task A_disk_grows_while_its_machine_runs_and_the_guest_is_told()
    {
        using ImageFile image = ImageFile.OfSectors(8);
        (TestMachine machine, DiskDevice disk, DiskDriver driver, BlockDriver requests) = await StartAsync(image.Disk);
        await using (machine)
        {
            List<long> told = [];
            disk.Resized += (_, size) => told.Add(size);
            driver.HandleInterrupt();
            uint generation = driver.In(MmioRegister.ConfigurationGeneration);
            Assert.Equal(BlockDriver.IoError, requests.Do(BlockDriver.Out, 8, Piece.In(Data, 512)).Status);
            await disk.ResizeAsync(8192);
            Assert.Equal(8192ul, disk.Size);
            Assert.Equal([8192L], told);
            Assert.Equal(16u, driver.In(MmioRegister.Configuration));
            Assert.NotEqual(generation, driver.In(MmioRegister.ConfigurationGeneration));
            Assert.Equal(MmioRegister.InterruptConfiguration, driver.HandleInterrupt() & MmioRegister.InterruptConfiguration);
            Assert.Equal(BlockDriver.Ok, requests.Do(BlockDriver.Out, 15, Piece.In(Data, 512)).Status);
            Assert.Equal(BlockDriver.Ok, requests.Do(BlockDriver.Flush, 0).Status);
            Assert.Equal(8192, image.Read().Length);

            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => disk.ResizeAsync(8193));
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => disk.ResizeAsync(4096));
            await disk.ResizeAsync(8192);
            HostException refused = await Assert.ThrowsAsync<HostException>(() => disk.ResizeAsync(long.MaxValue - 511));
            Assert.Contains(image.Path, refused.Message, StringComparison.Ordinal);
            Assert.Equal((8192ul, 8192), (disk.Size, image.Read().Length));
        }

        await Assert.ThrowsAsync<InvalidOperationException>(() => disk.ResizeAsync(16384));
        Assert.Equal(8192, image.Read().Length);
    }

    [KvmFact]
    public async Task A_read_only_disk_keeps_its_size()
    {
        using ImageFile image = ImageFile.OfSectors(8);
        (TestMachine machine, DiskDevice disk, _, _) = await StartAsync(DiskImage.Raw(image.Path, readOnly: true));
        await using (machine)
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => disk.ResizeAsync(8192));
        }
    }

    [KvmFact]
    public async Task A_limit_holds_and_whoever_waits_keeps_no_thread_busy()
    {
        using ImageFile image = ImageFile.OfSectors(8);
        (TestMachine machine, DiskDevice disk, _, BlockDriver requests) = await StartAsync(
            DiskImage.Raw(image.Path, limit: RateLimit.Of(operationsPerSecond: 50, burst: TimeSpan.FromMilliseconds(20))));
        await using (machine)
        {
            Stopwatch time = Stopwatch.StartNew();
            for (int i = 0; i < 26; i++)
            {
                Assert.Equal(BlockDriver.Ok, requests.Do(BlockDriver.In, 0, Piece.Out(Data, 512)).Status);
            }

            // One at once, one as soon as there is anything in the bucket, and 24 more at 50 a second.
            Assert.True(time.Elapsed >= TimeSpan.FromMilliseconds(480), $"took {time.Elapsed}");
            Assert.True(disk.LimitWaits is >= 24 and < 200, $"waited {disk.LimitWaits} times");
        }
    }

    [KvmFact]
    public async Task The_engine_is_the_one_that_was_asked_for_and_requests_are_counted_and_timed() => await Task.WhenAll(
        new[] { DiskEngine.Automatic, DiskEngine.Thread }.Select(async engine =>
        {
            using ImageFile image = ImageFile.OfSectors(8);
            (TestMachine machine, DiskDevice disk, DiskDriver driver, BlockDriver requests) = await StartAsync(DiskImage.Raw(image.Path, engine: engine));
            await using (machine)
            {
                Assert.Equal(engine == DiskEngine.Thread || RingFactAttribute.Refusal is not null ? DiskEngine.Thread : DiskEngine.IoUring, disk.Engine);
                for (int i = 0; i < 100; i++)
                {
                    Assert.Equal(BlockDriver.Ok, requests.Do(BlockDriver.Out, 1, Piece.In(Data, 512)).Status);
                    Assert.Equal(BlockDriver.Ok, requests.Do(BlockDriver.Flush, 0).Status);
                    Assert.Equal(BlockDriver.Ok, requests.Do(BlockDriver.In, 1, Piece.Out(Data + 0x1000, 512)).Status);
                }

                Assert.Equal((100ul, 100ul, 100ul), (disk.Counters.Reads, disk.Counters.Writes, disk.Counters.Flushes));
                Assert.Equal((100ul, 100ul), (disk.WriteLatency.Count, disk.FlushLatency.Count));

                // What was just written is in the page cache, where a read is not timed; not every file system can tell.
                Assert.True(disk.ReadLatency.Count is 0 or 100, $"{disk.ReadLatency.Count} of 100 reads were timed");

                // A reset while the kernel is at it: afterwards nothing arrives any more.
                for (int i = 0; i < 8; i++)
                {
                    requests.Offer(i, BlockDriver.Flush, 0);
                }

                driver.Kick();
                driver.Out(MmioRegister.Status, 0);
                ulong flushes = disk.Counters.Flushes;
                await Task.Delay(100);
                Assert.Equal(flushes, disk.Counters.Flushes);
            }
        }));

    private static async Task<(TestMachine Machine, DiskDevice Disk, DiskDriver Driver, BlockDriver Requests)> StartAsync(DiskImage image)
    {
        DiskDevice? disk = null;
        DiskDriver? driver = null;
        BlockDriver? requests = null;
        TestVm vm = new(Guest.Assemble(a => a.Spin()))
        {
            Prepare = host =>
            {
                disk = new(host, "Root", Window, 5, 1, 256, 512, image);
                driver = new(disk, host.Memory);
                driver.Setup();
                requests = new(driver, new MachineMemory(host.Memory), Headers);
            },
        };
        return (await vm.StartAsync(), disk!, driver!, requests!);
    }
}
