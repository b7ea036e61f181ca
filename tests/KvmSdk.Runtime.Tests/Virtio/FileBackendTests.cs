using KvmSdk.Devices.Tests.Virtio;
using KvmSdk.Devices.Tests.Virtio.Block;
using KvmSdk.Devices.Virtio.Block;
using KvmSdk.Interop;

namespace KvmSdk.Runtime.Tests.Virtio;

/// <summary>What a disk does with its file, by its thread and by the host's io_uring alike.</summary>
public abstract class FileBackendTests(bool byRing)
{
    private const uint Unmap = 1;
    private const ulong Data = DiskRig.Data;

    [Fact]
    public void A_read_fills_every_piece_in_order()
    {
        using ImageFile image = ImageFile.OfSectors(8);
        using DiskRig rig = new(image.Disk, byRing: byRing);
        (byte status, uint written) = rig.Requests.Do(BlockDriver.In, 2, Piece.Out(Data, 1), Piece.Out(Data + 0x1000, 1000), Piece.Out(Data + 0x2000, 535));
        Assert.Equal((BlockDriver.Ok, 1537u), (status, written));
        byte[] read = [.. rig.Ram.Span(Data, 1), .. rig.Ram.Span(Data + 0x1000, 1000), .. rig.Ram.Span(Data + 0x2000, 535)];
        Assert.Equal(ImageFile.Sectors(8)[1024..2560], read);
        Assert.Equal(0, rig.Ram.Read<byte>(Data + 1));
        Assert.Equal(new DiskCounters(1, 0, 0, 1536, 0, 0), rig.Counters);
    }

    [Fact]
    public void A_write_takes_every_piece_in_order_and_nothing_else_changes()
    {
        using ImageFile image = ImageFile.OfSectors(8);
        using (DiskRig rig = new(image.Disk, byRing: byRing))
        {
            rig.Ram.Span(Data, 100).Fill(0xA1);
            rig.Ram.Span(Data + 0x1000, 900).Fill(0xA2);
            rig.Ram.Span(Data + 0x2000, 24).Fill(0xA3);
            Assert.Equal(BlockDriver.Ok, rig.Requests.Do(BlockDriver.Out, 5, Piece.In(Data, 100), Piece.In(Data + 0x1000, 900), Piece.In(Data + 0x2000, 24)).Status);
            Assert.Equal(BlockDriver.Ok, rig.Requests.Do(BlockDriver.Flush, 0).Status);
            Assert.Equal(new DiskCounters(0, 1, 1, 0, 1024, 0), rig.Counters);
        }

        byte[] expected = ImageFile.Sectors(8);
        expected.AsSpan(2560, 100).Fill(0xA1);
        expected.AsSpan(2660, 900).Fill(0xA2);
        expected.AsSpan(3560, 24).Fill(0xA3);
        Assert.Equal(expected, image.Read());
    }

    [Fact]
    public void A_driver_that_does_not_flush_gets_durable_writes()
    {
        using ImageFile image = ImageFile.OfSectors(8);
        using DiskRig rig = new(image.Disk, accept: ~BlockFeature.Flush, byRing: byRing);
        rig.Ram.Span(Data, 512).Fill(0xA1);
        Assert.Equal(BlockDriver.Ok, rig.Requests.Do(BlockDriver.Out, 0, Piece.In(Data, 512)).Status);
        Assert.Equal(BlockDriver.Ok, rig.DoRange(BlockDriver.WriteZeroes, 1, 1));
        Assert.Equal([.. Enumerable.Repeat((byte)0xA1, 512), .. new byte[512]], image.Read()[..1024]);
    }

    [Theory]
    [InlineData(3, BlockDriver.Ok)]
    [InlineData(4, BlockDriver.IoError)]
    public void A_read_that_ends_beyond_a_file_that_shrank_is_an_error(uint sectors, byte status)
    {
        using ImageFile image = ImageFile.OfSectors(8);
        using DiskRig rig = new(image.Disk, byRing: byRing);
        image.Truncate(5 * 512);
        Assert.Equal(status, rig.Requests.Do(BlockDriver.In, 2, Piece.Out(Data, sectors * 512)).Status);
        Assert.Equal(status == BlockDriver.Ok ? 0ul : 1, rig.Counters.Errors);
    }

    [Fact]
    public void A_read_wholly_beyond_a_file_that_shrank_is_an_error()
    {
        using ImageFile image = ImageFile.OfSectors(8);
        using DiskRig rig = new(image.Disk, byRing: byRing);
        image.Truncate(512);
        Assert.Equal(BlockDriver.IoError, rig.Requests.Do(BlockDriver.In, 4, Piece.Out(Data, 512)).Status);
    }

    [Fact]
    public void A_write_that_the_host_refuses_is_an_error_and_is_counted()
    {
        using ImageFile image = ImageFile.InMemory(8);
        using DiskRig rig = new(image.Disk, byRing: byRing);
        image.Seal(Libc.F_SEAL_WRITE);
        Assert.Equal(BlockDriver.IoError, rig.Requests.Do(BlockDriver.Out, 0, Piece.In(Data, 512)).Status);
        Assert.Equal(BlockDriver.IoError, rig.DoRange(BlockDriver.WriteZeroes, 0, 1));
        Assert.Equal(BlockDriver.IoError, rig.DoRange(BlockDriver.WriteZeroes, 0, 1, Unmap));
        Assert.Equal(BlockDriver.IoError, rig.DoRange(BlockDriver.Discard, 0, 8));
        Assert.Equal(4ul, rig.Counters.Errors);
        Assert.Equal(BlockDriver.Ok, rig.Requests.Do(BlockDriver.In, 0, Piece.Out(Data, 512)).Status);
        Assert.Equal(ImageFile.Sectors(8), image.Read());
    }

    [Fact]
    public void A_write_that_the_host_takes_in_part_is_an_error()
    {
        // Memory files are written page by page, and the second page would make this one grow.
        using ImageFile image = ImageFile.InMemory(16);
        using DiskRig rig = new(image.Disk, byRing: byRing);
        image.Truncate(4096);
        image.Seal(Libc.F_SEAL_GROW);
        rig.Ram.Span(Data, 8192).Fill(0xA1);
        Assert.Equal(BlockDriver.IoError, rig.Requests.Do(BlockDriver.Out, 0, Piece.In(Data, 8192)).Status);
        Assert.Equal(Enumerable.Repeat((byte)0xA1, 4096), image.Read());
    }

    [Theory]
    [InlineData(BlockDriver.Discard, 0)]
    [InlineData(BlockDriver.WriteZeroes, Unmap)]
    public void A_range_that_is_given_up_gives_its_storage_back_and_reads_as_zeros(uint type, uint flags)
    {
        const int Size = 1 << 20;
        using ImageFile image = ImageFile.OfSectors(Size / 512);
        using DiskRig rig = new(image.Disk, byRing: byRing);
        Assert.Equal(BlockDriver.Ok, rig.Requests.Do(BlockDriver.Flush, 0).Status);
        long before = image.Describe().st_blocks;

        Assert.Equal(BlockDriver.Ok, rig.DoRange(type, 8, (Size / 512) - 16, flags));

        Assert.True(image.Describe().st_blocks <= before - ((Size - 8192) / 512), $"{before} blocks became {image.Describe().st_blocks}");
        byte[] expected = ImageFile.Sectors(Size / 512);
        Array.Clear(expected, 4096, Size - 8192);
        Assert.Equal(expected, image.Read());
        Assert.Equal((ulong)(Size - 8192), rig.Counters.BytesWritten);
    }

    [Fact]
    public void A_range_that_is_zeroed_keeps_its_storage()
    {
        const int Size = 1 << 20;
        using ImageFile image = ImageFile.OfSectors(Size / 512);
        using DiskRig rig = new(image.Disk, byRing: byRing);
        Assert.Equal(BlockDriver.Ok, rig.Requests.Do(BlockDriver.Flush, 0).Status);
        long before = image.Describe().st_blocks;
        Assert.Equal(BlockDriver.Ok, rig.DoRange(BlockDriver.WriteZeroes, 1, (Size / 512) - 2));
        byte[] expected = ImageFile.Sectors(Size / 512);
        Array.Clear(expected, 512, Size - 1024);
        Assert.Equal(expected, image.Read());
        Assert.True(image.Describe().st_blocks >= before, $"{before} blocks became {image.Describe().st_blocks}");
    }

    [Fact]
    public void A_file_system_that_cannot_zero_a_range_gets_zeros_written()
    {
        // Memory files know no FALLOC_FL_ZERO_RANGE. More than one piece of zeros, and a rest.
        const int Sectors = 300;
        using ImageFile image = ImageFile.InMemory(Sectors);
        using DiskRig rig = new(image.Disk, byRing: byRing);
        Assert.Equal(BlockDriver.Ok, rig.DoRange(BlockDriver.WriteZeroes, 1, Sectors - 2));
        byte[] expected = ImageFile.Sectors(Sectors);
        Array.Clear(expected, 512, (Sectors - 2) * 512);
        Assert.Equal(expected, image.Read());
    }

    [Fact]
    public void A_read_only_disk_opens_the_file_for_reading_and_serves_reads()
    {
        using ImageFile image = ImageFile.OfSectors(8);
        using DiskRig rig = new(DiskImage.Raw(image.Path, readOnly: true), byRing: byRing);
        Assert.Equal(BlockDriver.Ok, rig.Requests.Do(BlockDriver.In, 7, Piece.Out(Data, 512)).Status);
        Assert.Equal(BlockDriver.IoError, rig.Requests.Do(BlockDriver.Out, 0, Piece.In(Data, 512)).Status);
        Assert.Equal(BlockDriver.Ok, rig.Requests.Do(BlockDriver.Flush, 0).Status);
        Assert.Equal(ImageFile.Sectors(8), image.Read());
    }
}

/// <summary>One request after the other, before the call returns.</summary>
public sealed class ThreadBackendTests() : FileBackendTests(byRing: false);

/// <summary>By io_uring; where the host refuses that, as its machines do there, by the thread.</summary>
public sealed class RingBackendTests() : FileBackendTests(RingFactAttribute.Refusal is null);
