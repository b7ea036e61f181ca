using KvmSdk.DeviceShells.Virtio;
using KvmSdk.Interop;

namespace KvmSdk.Runtime.Tests.Virtio;

/// <summary>A file as it is mapped for a guest, without a machine.</summary>
public sealed unsafe class PmemFileTests
{
    private const int MiB = 1 << 20;

    [Fact]
    public void It_is_mapped_at_a_multiple_of_two_MiB_and_is_the_file()
    {
        using ImageFile image = ImageFile.OfSectors(4 * MiB / 512);
        using PmemFile file = new(image.Disk);
        nint address = file.Map();
        Assert.Equal((0, 4ul * MiB), (address % (2 * MiB), file.Size));
        Assert.Equal(image.Read(), new ReadOnlySpan<byte>((void*)address, 4 * MiB).ToArray());
        *(byte*)(address + (3 * MiB)) = 0xEE;
        Assert.Equal(0xEE, image.Read()[3 * MiB]);
        Assert.Equal((Errno)0, file.Flush());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(4097)]
    [InlineData((2 * MiB) - 1)]
    [InlineData((2 * MiB) + 100)]
    public void Behind_the_end_of_a_read_only_file_are_zeros(int length)
    {
        byte[] contents = [.. Enumerable.Repeat((byte)9, length)];
        using ImageFile image = ImageFile.Of(contents);
        using PmemFile file = new(DiskImage.Raw(image.Path, readOnly: true));
        ReadOnlySpan<byte> memory = new((void*)file.Map(), (int)file.Size);
        Assert.Equal(0, memory.Length % (2 * MiB));
        Assert.InRange(memory.Length - length, 0, (2 * MiB) - 1);
        Assert.True(memory[..length].SequenceEqual(contents));
        Assert.False(memory[length..].ContainsAnyExcept((byte)0));
    }

    [Theory]
    [InlineData(0, "its 0 bytes are no memory that a guest could write to, which has 2 MiB or a multiple; make it longer: 'truncate -s 64M PATH'")]
    [InlineData((2 * MiB) - 1, "its 2097151 bytes are no memory that a guest could write to, which has 2 MiB or a multiple; make it longer: 'truncate -s %2M PATH'; or attach it read-only (raw:PATH,ro)")]
    [InlineData((2 * MiB) + 4096, "its 2101248 bytes are no memory")]
    public void A_file_to_be_written_has_a_multiple_of_two_MiB(int length, string words)
    {
        using ImageFile image = ImageFile.Of(new byte[length]);
        HostException e = Assert.Throws<HostException>(() => new PmemFile(image.Disk));
        Assert.StartsWith($"{image.Path}: {words}", e.Message.Replace(image.Path, "PATH", StringComparison.Ordinal).Replace("PATH: ", $"{image.Path}: ", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Room_for_all_of_a_file_is_taken_and_where_there_is_none_it_is_refused()
    {
        // On tmpfs, which can reserve, and whose files are as large as one likes.
        using ImageFile image = ImageFile.Of([], "/dev/shm");
        image.Truncate(4 * MiB);
        using (PmemFile file = new(image.Disk))
        {
            Assert.Equal(0, image.Describe().st_blocks);
            file.Reserve();
            Assert.Equal(4 * MiB / 512, image.Describe().st_blocks);
        }

        image.Truncate(1L << 50);
        using PmemFile large = new(image.Disk);
        HostException e = Assert.Throws<HostException>(large.Reserve);
        Assert.StartsWith($"{image.Path}: ENOSPC (No space left on device); make room on its file system: all 1073741824 MiB of the file are reserved at start", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_beside_the_program_is_memory_that_nobody_writes_to()
    {
        string directory = System.IO.Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "kvm-images")).FullName;
        string name = $"pmem-{Guid.NewGuid():N}";
        string path = Path.Combine(directory, name);
        File.WriteAllBytes(path, [1, 2, 3]);
        try
        {
            using PmemFile file = new(DiskImage.Embedded(name));
            Assert.True(file.File.IsReadOnly);
            Assert.Equal([1, 2, 3, 0], new ReadOnlySpan<byte>((void*)file.Map(), 4).ToArray());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Why_a_page_is_missing_is_known_if_the_file_was_shortened()
    {
        using ImageFile image = ImageFile.Of(new byte[4 * MiB]);
        using PmemFile file = new(image.Disk);
        List<MachineWarning> warnings = [];
        PmemWatch watch = new("Store", file, new PmemCounterCells(), warnings.Add, (_, _) => Assert.Fail("it ended the machine"));
        watch.OnFlush();
        Assert.Null(watch.FindFault());
        Assert.Null(watch.FindLoss());
        watch.OnError(Errno.EIO);
        watch.OnError(Errno.EIO);
        Assert.Equal(
            [$"persistent memory 'Store': flushing {image.Path} failed with EIO (Input/output error), and the guest was told of an I/O error; check the host's storage; the kernel log (dmesg) may tell more; further errors are only counted"],
            warnings.Select(static warning => warning.Description));
        image.Truncate(4096);
        Assert.Contains("another program shortened it to 4096 bytes while 4194304 bytes of it were a guest's memory", watch.FindFault()!.Message, StringComparison.Ordinal);
        Assert.NotNull(watch.FindLoss());
    }
}
