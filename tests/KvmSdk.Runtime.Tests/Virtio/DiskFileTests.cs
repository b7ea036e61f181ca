using KvmSdk.DeviceShells.Virtio;

namespace KvmSdk.Runtime.Tests.Virtio;

public class DiskFileTests
{
    private static string Refused(DiskImage image) => Assert.Throws<HostException>(() => new DiskFile(image)).Message;

    [Fact]
    public void Its_length_in_sectors_is_the_disk()
    {
        using ImageFile image = ImageFile.OfSectors(3);
        using DiskFile file = new(image.Disk);
        Assert.Equal(3ul, file.Sectors);
        Assert.Equal(image.Path, file.Path);
        Assert.True(file.Number > 2);
    }

    [Fact]
    public void Opening_and_closing_it_changes_nothing()
    {
        using ImageFile image = ImageFile.OfSectors(3);
        DateTime before = File.GetLastWriteTimeUtc(image.Path);
        new DiskFile(image.Disk).Dispose();
        Assert.Equal(before, File.GetLastWriteTimeUtc(image.Path));
        Assert.Equal(ImageFile.Sectors(3), image.Read());
    }

    [Fact]
    public void What_is_missing_is_named_with_a_remedy() =>
        Assert.Equal("/nonexistent/disk.img: no such file or directory; check the path; a relative one starts at the working directory", Refused(DiskImage.Raw("/nonexistent/disk.img")));

    [Theory]
    [InlineData(false, "for reading and writing")]
    [InlineData(true, "for reading")]
    public void A_directory_is_no_disk(bool readOnly, string purpose) =>
        Assert.Equal($"/tmp: it is a directory; name a file that you may open {purpose}", Refused(DiskImage.Raw("/tmp", readOnly)));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(511)]
    [InlineData(513)]
    [InlineData(1_000_000)]
    public void A_size_that_is_no_whole_number_of_sectors_is_no_disk(int size)
    {
        using ImageFile image = ImageFile.Of(new byte[size]);
        Assert.Equal(
            $"{image.Path}: its {size} bytes are not a disk; a raw image has one or more sectors of 512 bytes: use 'truncate -s %512'", Refused(image.Disk));
    }

    [Fact]
    public void A_refused_file_is_closed_and_unlocked()
    {
        using ImageFile image = ImageFile.Of(new byte[511]);
        Refused(image.Disk);
        image.Truncate(512);
        using DiskFile file = new(image.Disk);
        Assert.Equal(1ul, file.Sectors);
    }

    [Theory]
    [InlineData(false, false, "stop the other machine, or attach it read-only to both (raw:PATH,ro)")]
    [InlineData(true, false, "stop the other machine, or attach it read-only to both (raw:PATH,ro)")]
    [InlineData(false, true, "stop the machine that writes to it")]
    public void A_disk_that_is_written_to_belongs_to_one_machine(bool first, bool second, string remedy)
    {
        using ImageFile image = ImageFile.OfSectors(1);
        using DiskFile holder = new(DiskImage.Raw(image.Path, first));
        Assert.Equal($"{image.Path}: it is locked by another process; {remedy}", Refused(DiskImage.Raw(image.Path, second)));
    }

    [Fact]
    public void Many_may_read_one_disk()
    {
        using ImageFile image = ImageFile.OfSectors(1);
        using DiskFile first = new(DiskImage.Raw(image.Path, readOnly: true));
        using DiskFile second = new(DiskImage.Raw(image.Path, readOnly: true));
        Assert.Equal(first.Sectors, second.Sectors);
    }

    [Fact]
    public void The_lock_goes_with_the_file()
    {
        using ImageFile image = ImageFile.OfSectors(1);
        new DiskFile(image.Disk).Dispose();
        using DiskFile next = new(image.Disk);
        Assert.Equal(1ul, next.Sectors);
    }

    [Fact]
    public void A_lock_is_of_the_file_and_not_of_its_name()
    {
        using ImageFile image = ImageFile.OfSectors(1);
        string other = image.Path + ".link";
        File.CreateSymbolicLink(other, image.Path);
        try
        {
            using DiskFile holder = new(image.Disk);
            Assert.Contains("locked by another process", Refused(DiskImage.Raw(other)), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(other);
        }
    }

    // The kernel opens no attribute for writing that has none of the write permissions, not even for root.
    [Fact]
    [System.Runtime.Versioning.SupportedOSPlatform("linux")]
    public void A_file_that_may_only_be_read_is_a_read_only_disk_or_none()
    {
        const string Attribute = "/sys/kernel/mm/transparent_hugepage/hpage_pmd_size";
        Assert.Equal($"{Attribute}: permission denied; name a file that you may open for reading and writing", Refused(DiskImage.Raw(Attribute)));

        using ImageFile image = ImageFile.OfSectors(1);
        File.SetUnixFileMode(image.Path, UnixFileMode.UserRead);
        using DiskFile file = new(DiskImage.Raw(image.Path, readOnly: true));
        Assert.Equal(1ul, file.Sectors);
    }

    [Fact]
    public void A_pipe_is_no_disk()
    {
        using var pipe = new System.IO.Pipes.AnonymousPipeServerStream(System.IO.Pipes.PipeDirection.Out);
        string path = $"/proc/self/fd/{pipe.SafePipeHandle.DangerousGetHandle()}";
        Assert.Equal($"{path}: it is neither a regular file nor a block device; name an image file, or a disk", Refused(DiskImage.Raw(path)));
    }

    [BlockDeviceFact]
    public void A_block_device_has_the_size_that_the_kernel_tells()
    {
        string path = BlockDeviceFactAttribute.Device!;
        using DiskFile file = new(DiskImage.Raw(path, readOnly: true));
        string size = File.ReadAllText($"/sys/class/block/{System.IO.Path.GetFileName(path)}/size");
        Assert.Equal(ulong.Parse(size, System.Globalization.CultureInfo.InvariantCulture), file.Sectors);
    }

    [Fact]
    public void A_character_device_is_no_disk() =>
        Assert.Equal("/dev/zero: it is neither a regular file nor a block device; name an image file, or a disk", Refused(DiskImage.Raw("/dev/zero")));
}
