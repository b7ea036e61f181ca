using System.IO.Compression;
using KvmSdk.Devices.Images;
using KvmSdk.Devices.Images.Qcow2;
using KvmSdk.Devices.Memory;

namespace KvmSdk.Devices.Tests.Images;

/// <summary>What an image does with its file: which clusters it takes, gives back, and leaves alone.</summary>
public class Qcow2ImageTests
{
    private static byte[] Filled(byte value, int length = 4096)
    {
        byte[] bytes = new byte[length];
        bytes.AsSpan().Fill(value);
        return bytes;
    }

    [Fact]
    public void Where_nothing_was_written_the_backing_file_is_read_and_never_written()
    {
        MemoryFile below = MemoryFile.Of(Filled(7, 10_000 / 512 * 512));
        MemoryFile file = new TestImage { Backing = "base.img" }.Make();
        Qcow2Image image = TestImage.Open(file, new RawImage(below));

        Assert.Equal(ImageResult.Ok, image.Write(4096 + 512, Filled(1, 512)));

        Assert.Equal([.. Filled(7, 512), .. Filled(1, 512), .. Filled(7, 512)], image.Read(4096, 1536));
        Assert.Equal([.. Filled(7, 512), .. Filled(0, 512)], image.Read(9728 - 512, 1024));
        Assert.Equal(0, below.Writes);
    }

    [Fact]
    public void A_backing_file_is_given_if_and_only_if_the_header_names_one()
    {
        Assert.Throws<Qcow2Exception>(() => TestImage.Open(new TestImage { Backing = "base.img" }.Make()));
        Assert.Throws<Qcow2Exception>(() => TestImage.Open(new TestImage().Make(), new RawImage(MemoryFile.Of(new byte[512]))));
    }

    [Fact]
    public void What_is_discarded_is_given_back_and_used_again()
    {
        MemoryFile file = new TestImage().Make();
        Qcow2Image image = TestImage.Open(file);
        Assert.Equal(ImageResult.Ok, image.Write(0, Filled(1, 64 * 1024)));
        Assert.Equal(ImageResult.Ok, image.Flush());
        ulong length = file.Length;

        Assert.Equal(ImageResult.Ok, image.Discard(0, 64 * 1024));
        Assert.Equal(0ul, file.Released);
        Assert.Equal(ImageResult.Ok, image.Flush());
        Assert.Equal(64ul * 1024, file.Released);
        Assert.Equal(Filled(0, 64 * 1024), image.Read(0, 64 * 1024));
        Assert.Equal(ImageResult.Ok, image.Write(512 * 1024, Filled(2, 64 * 1024)));

        Assert.Equal(length, file.Length);
        Assert.Equal(ImageResult.Ok, image.Close());
        Assert.Equal(Filled(2), TestImage.Open(file).Read(512 * 1024, 4096));
    }

    [Fact]
    public void Zeroing_keeps_a_place_unless_it_may_be_given_up()
    {
        MemoryFile file = new TestImage().Make();
        Qcow2Image image = TestImage.Open(file);
        Assert.Equal(ImageResult.Ok, image.Write(0, Filled(1, 8192)));
        Assert.Equal(ImageResult.Ok, image.WriteZeroes(0, 4096, mayUnmap: false));
        Assert.Equal(ImageResult.Ok, image.WriteZeroes(4096, 4096, mayUnmap: true));
        Assert.Equal(ImageResult.Ok, image.Close());
        ulong length = file.Length;
        Assert.Equal(4096ul, file.Released);
        Assert.Equal(Filled(0, 8192), image.Read(0, 8192));

        Assert.Equal(ImageResult.Ok, image.Write(1024, Filled(2, 512)));
        Assert.Equal(length, file.Length);
        Assert.Equal([.. Filled(0, 1024), .. Filled(2, 512), .. Filled(0, 2560)], image.Read(0, 4096));
    }

    [Fact]
    public void A_compressed_cluster_is_read_and_gives_way_to_a_plain_one()
    {
        byte[] contents = Contents.Mixture(new Random(1), 4096);
        byte[] packed = Contents.Pack(contents, CompressionLevel.Optimal);
        MemoryFile file = new TestImage().Make();
        Qcow2Image image = TestImage.Open(file);
        Assert.Equal(ImageResult.Ok, image.Write(0, Filled(1)));
        Assert.Equal(ImageResult.Ok, image.Close());

        // The data of cluster 0 stand at 0x5000: its place becomes that of compressed bytes, which begin at 0x5010.
        packed.CopyTo(file.Bytes[0x5010..]);
        int sectors = (0x10 + packed.Length - 1) / 512;
        TestImage.U64(file.Bytes, 0x4000, 1UL << 62 | (ulong)sectors << 58 | 0x5010);
        image = TestImage.Open(file);

        Assert.Equal(contents, image.Read(0, 4096));
        Assert.Equal(contents[700..1212], image.Read(700, 512));
        Assert.Equal(ImageResult.Ok, image.Write(512, Filled(9, 512)));
        Assert.Equal([.. contents[..512], .. Filled(9, 512), .. contents[1024..]], image.Read(0, 4096));
        Assert.Equal(ImageResult.Ok, image.Close());
        Assert.Equal(4096ul, file.Released);
        Assert.Equal(contents[..512], TestImage.Open(file).Read(0, 512));
    }

    [Fact]
    public void A_compressed_cluster_that_cannot_be_unpacked_is_damage_and_ends_all_writing()
    {
        MemoryFile file = new TestImage().Make();
        Qcow2Image image = TestImage.Open(file);
        Assert.Equal(ImageResult.Ok, image.Write(0, Filled(0xFF)));
        Assert.Equal(ImageResult.Ok, image.Close());
        TestImage.U64(file.Bytes, 0x4000, 1UL << 62 | 0x5000);
        image = TestImage.Open(file);

        Assert.Equal(ImageResult.Damaged, image.TryRead(0, new byte[512]));
        Assert.Equal("the compressed cluster at 0x5000 of the file cannot be unpacked", image.Damage.Describe());
        Assert.Equal(ImageResult.Damaged, image.Write(65536, Filled(1)));
    }

    [Fact]
    public void The_refcount_table_grows_with_the_file()
    {
        // A table of one cluster of 512 bytes counts 64 blocks of 256 clusters: 8 MiB.
        MemoryFile file = new TestImage { ClusterBits = 9, Size = 24 << 20 }.Make();
        Qcow2Image image = TestImage.Open(file);
        for (ulong at = 0; at < 24 << 20; at += 1 << 18) Assert.Equal(ImageResult.Ok, image.Write(at, Filled((byte)(at >> 18), 1 << 18)));
        Assert.Equal(ImageResult.Ok, image.Close());

        Assert.True(Qcow2Header.Read(file).RefcountTableClusters > 1);
        image = TestImage.Open(file);
        for (ulong at = 0; at < 24 << 20; at += 1 << 18) Assert.Equal(Filled((byte)(at >> 18), 1 << 18), image.Read(at, 1 << 18));
    }

    [Fact]
    public void What_a_newer_writer_would_keep_up_to_date_is_marked_as_stale_before_the_first_change()
    {
        MemoryFile file = new TestImage().Make();
        TestImage.U64(file.Bytes, 88, 0x8000_0000_0000_0001);
        Qcow2Image image = TestImage.Open(file);
        _ = image.Read(0, 512);
        Assert.Equal(0, file.Writes);

        Assert.Equal(ImageResult.Ok, image.Write(0, Filled(1)));
        Assert.Equal(new byte[8], file.Bytes[88..96].ToArray());
    }

    [Fact]
    public void Without_room_a_write_fails_and_the_image_stays_sound()
    {
        MemoryFile file = new TestImage().Make();
        Qcow2Image image = TestImage.Open(file);
        Assert.Equal(ImageResult.Ok, image.Write(0, Filled(1)));
        Assert.Equal(ImageResult.Ok, image.Flush());
        file.WriteError = (ImageResult)28;
        Assert.Equal((ImageResult)28, image.Write(8192, Filled(2)));
        file.WriteError = ImageResult.Ok;
        Assert.Equal(ImageResult.Ok, image.Write(16384, Filled(3)));
        Assert.Equal(ImageResult.Ok, image.Close());

        image = TestImage.Open(file);
        Assert.Equal([.. Filled(1), .. Filled(0), .. Filled(0), .. Filled(0), .. Filled(3)], image.Read(0, 5 * 4096));
    }

    [Fact]
    public void After_a_flush_that_failed_nothing_is_relied_on_any_more()
    {
        MemoryFile file = new TestImage().Make();
        Qcow2Image image = TestImage.Open(file);
        Assert.Equal(ImageResult.Ok, image.Write(0, Filled(1)));
        file.FlushError = (ImageResult)5;
        Assert.Equal((ImageResult)5, image.Flush());
        file.FlushError = ImageResult.Ok;

        Assert.Equal((ImageResult)5, image.Flush());
        Assert.Equal((ImageResult)5, image.Write(0, Filled(1)));
        Assert.Equal(Filled(1), image.Read(0, 4096));
    }

    [Fact]
    public void A_read_only_image_is_not_written_to()
    {
        MemoryFile file = new TestImage().Make();
        Qcow2Image image = TestImage.Open(file, writable: false);

        Assert.Equal((ImageResult)30, image.Write(0, Filled(1)));
        Assert.Equal((ImageResult)30, image.Discard(0, 4096));
        Assert.Equal((ImageResult)30, image.WriteZeroes(0, 4096, mayUnmap: true));
        Assert.Equal(ImageResult.Ok, image.Close());
        Assert.Equal(0, file.Writes);
    }

    [Fact]
    public void What_is_outside_of_the_disk_is_refused()
    {
        Qcow2Image image = TestImage.Open(new TestImage().Make());

        Assert.Equal((ImageResult)22, image.Write((1 << 20) - 512, Filled(1)));
        Assert.Equal((ImageResult)22, image.Discard(ulong.MaxValue - 511, 512));
        Assert.Equal((ImageResult)22, image.WriteZeroes(1 << 20, 512, mayUnmap: true));
        Assert.Equal(new byte[512], image.Read(1 << 20, 512));
    }

    [Fact]
    public unsafe void A_request_allocates_nothing()
    {
        const int Requests = 100_000;
        MemoryFile file = new();
        new TestImage { ClusterBits = 12, Size = 16 << 20 }.Make().Bytes.CopyTo(Grown(file, 64 << 20));
        Qcow2Image image = TestImage.Open(file, cache: 4096);
        byte[] bytes = GC.AllocateArray<byte>(8192, pinned: true);
        Random random = new(5);
        fixed (byte* start = bytes)
        {
            IoVector[] pieces = [new(start, 8192)];
            Round(1000);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Round(Requests);
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

            void Round(int requests)
            {
                for (int i = 0; i < requests; i++)
                {
                    ulong at = (ulong)random.Next((16 << 20) / 512 - 16) * 512;
                    ImageResult result = (i % 10) switch
                    {
                        < 4 => image.Read(at, pieces, 8192),
                        < 7 => image.Write(at, pieces, 8192),
                        7 => image.Discard(at, 8192),
                        8 => image.WriteZeroes(at, 8192, mayUnmap: true),
                        _ => image.Flush(),
                    };
                    if (result != ImageResult.Ok) Assert.Fail($"request {i} ended with {result}");
                }
            }
        }

        Assert.Equal(ImageResult.Ok, image.Close());
        TestImage.Open(file);
    }

    // A file that keeps its room, so that it does not allocate either; what follows the image is a hole.
    private static Span<byte> Grown(MemoryFile file, int length)
    {
        file.SetLength((ulong)length);
        file.SetLength(4 * 4096);
        return file.Bytes;
    }
}
