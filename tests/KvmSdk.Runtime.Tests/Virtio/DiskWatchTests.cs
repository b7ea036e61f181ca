using KvmSdk.Devices.Tests.Virtio;
using KvmSdk.Devices.Tests.Virtio.Block;
using KvmSdk.Interop;

namespace KvmSdk.Runtime.Tests.Virtio;

public class DiskWatchTests
{
    private const ulong Data = DiskRig.Data;
    private const string LeaveAlone = "leave the file of a running machine alone";

    private static byte Read(DiskRig rig, ulong sector) => rig.Requests.Do(BlockDriver.In, sector, Piece.Out(Data, 512)).Status;

    private static byte Write(DiskRig rig, ulong sector) => rig.Requests.Do(BlockDriver.Out, sector, Piece.In(Data, 512)).Status;

    private static byte Flush(DiskRig rig) => rig.Requests.Do(BlockDriver.Flush, 0).Status;

    [Fact]
    public void A_read_that_meets_the_end_of_a_shortened_file_ends_the_machine()
    {
        using ImageFile image = ImageFile.OfSectors(8);
        using DiskRig rig = new(image.Disk);
        image.Truncate(1000);
        Assert.Equal(BlockDriver.Ok, Read(rig, 0));
        Assert.Empty(rig.Failures);
        Assert.Equal(BlockDriver.IoError, Read(rig, 1));
        Assert.Equal(
            $"disk 'Root': {image.Path}: another program shortened it to 1000 bytes while it was a disk of 4096 bytes; restore the image, and {LeaveAlone}",
            Assert.Single(rig.Failures));
        Assert.Empty(rig.Warnings);
    }

    [Fact]
    public void A_write_to_a_shortened_file_is_noticed_when_the_guest_makes_it_durable()
    {
        using ImageFile image = ImageFile.OfSectors(8);
        using DiskRig rig = new(image.Disk);
        image.Truncate(0);
        Assert.Equal(BlockDriver.Ok, Write(rig, 3));
        Assert.Empty(rig.Failures);
        Assert.Equal(BlockDriver.Ok, Flush(rig));
        Assert.Contains("shortened it to 2048 bytes", Assert.Single(rig.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public void A_write_that_a_shortened_file_does_not_take_ends_the_machine()
    {
        using ImageFile image = ImageFile.InMemory(16);
        using DiskRig rig = new(image.Disk);
        image.Truncate(4096);
        image.Seal(Libc.F_SEAL_GROW);
        Assert.Equal(BlockDriver.IoError, rig.Requests.Do(BlockDriver.Out, 0, Piece.In(Data, 8192)).Status);
        Assert.Contains("shortened it to 4096 bytes while it was a disk of 8192 bytes", Assert.Single(rig.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public void A_shortening_that_no_request_met_is_found_at_the_end()
    {
        using ImageFile image = ImageFile.OfSectors(8);
        using DiskRig rig = new(image.Disk);
        Assert.Null(rig.Watch.FindLoss());
        image.Truncate(512);
        Assert.Contains("shortened", rig.Watch.FindLoss()?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_grew_is_no_matter()
    {
        using ImageFile image = ImageFile.OfSectors(8);
        using DiskRig rig = new(image.Disk);
        image.Truncate(8192);
        Assert.Equal(BlockDriver.Ok, Write(rig, 7));
        Assert.Equal(BlockDriver.Ok, Flush(rig));
        Assert.Empty(rig.Failures);
        Assert.Null(rig.Watch.FindLoss());
    }

    [Fact]
    public void What_the_host_refuses_is_said_once_and_then_only_counted()
    {
        using ImageFile image = ImageFile.InMemory(8);
        using DiskRig rig = new(image.Disk);
        image.Seal(Libc.F_SEAL_WRITE);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(BlockDriver.IoError, Write(rig, 0));
        }

        MachineWarning.DiskError warning = Assert.IsType<MachineWarning.DiskError>(Assert.Single(rig.Warnings));
        Assert.Equal(("Root", image.Path, "writing to", "EPERM (Operation not permitted)"), (warning.Disk, warning.Path, warning.Request, warning.Error));
        Assert.Equal(
            $"disk 'Root': writing to {image.Path} failed with EPERM (Operation not permitted), and the guest was told of an I/O error; "
            + "see that the file can be written to; further errors are only counted",
            warning.Description);
        Assert.Equal(3ul, rig.Counters.Errors);
        Assert.Empty(rig.Failures);
        Assert.Null(rig.Watch.FindLoss());
    }

    [Theory]
    [InlineData(Errno.ENOSPC, "ENOSPC (No space left on device), and the guest was told of an I/O error; make room on its file system")]
    [InlineData(Errno.EDQUOT, "make room on its file system")]
    [InlineData(Errno.EFBIG, "ulimit -f")]
    [InlineData(Errno.EIO, "EIO (Input/output error), and the guest was told of an I/O error; check the host's storage")]
    public void Each_error_has_its_remedy(Errno errno, string text)
    {
        using ImageFile image = ImageFile.OfSectors(8);
        using DiskRig rig = new(image.Disk);
        rig.Watch.OnError(Devices.Virtio.Block.BlockOperation.Flush, errno);
        Assert.StartsWith($"disk 'Root': flushing {image.Path} failed with {errno}", Assert.Single(rig.Warnings).Description, StringComparison.Ordinal);
        Assert.Contains(text, Assert.Single(rig.Warnings).Description, StringComparison.Ordinal);
    }

    [Fact]
    public void A_guests_own_mistakes_are_nobody_elses_concern()
    {
        using ImageFile image = ImageFile.OfSectors(8);
        using DiskRig rig = new(image.Disk);
        Assert.Equal(BlockDriver.IoError, Read(rig, 8));
        Assert.Equal(BlockDriver.IoError, Write(rig, ulong.MaxValue));
        Assert.Empty(rig.Warnings);
        Assert.Empty(rig.Failures);
    }

    [Fact]
    public void A_deleted_file_loses_what_was_written()
    {
        using ImageFile image = ImageFile.OfSectors(8);
        using DiskRig rig = new(image.Disk);
        File.Delete(image.Path);
        Assert.Null(rig.Watch.FindLoss());
        Assert.Equal(BlockDriver.Ok, Write(rig, 0));
        Assert.Equal(BlockDriver.Ok, Flush(rig));
        Assert.Equal(
            $"{image.Path}: it was deleted while the machine ran, so that what the guest wrote is lost; {LeaveAlone}", rig.Watch.FindLoss()?.Message);
    }

    [Fact]
    public void A_file_with_another_name_loses_nothing()
    {
        using ImageFile image = ImageFile.OfSectors(8);
        using DiskRig rig = new(image.Disk);
        string moved = image.Path + ".moved";
        File.Move(image.Path, moved);
        Assert.Equal(BlockDriver.Ok, Write(rig, 0));
        Assert.Null(rig.Watch.FindLoss());
        File.Delete(moved);
        Assert.NotNull(rig.Watch.FindLoss());
    }

    [Fact]
    public void A_file_that_never_had_a_name_is_meant_to_go()
    {
        using ImageFile image = ImageFile.InMemory(8);
        using DiskRig rig = new(image.Disk);
        Assert.Equal(0ul, image.Describe().st_nlink);
        Assert.Equal(BlockDriver.Ok, Write(rig, 0));
        Assert.Null(rig.Watch.FindLoss());
    }
}
