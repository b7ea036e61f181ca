using KvmSdk.Devices.Images;
using KvmSdk.Devices.Images.Qcow2;

namespace KvmSdk.Devices.Tests.Images;

/// <summary>Images that contradict themselves are refused with a sentence, and are not written to.</summary>
public class Qcow2DamageTests
{
    private static readonly TestImage _form = new();

    private static readonly Dictionary<string, (Action<byte[]> Damage, string Sentence)> _damages = new()
    {
        ["another magic"] = (static bytes => bytes[0] = (byte)'q', "it is no qcow2 image"),
        ["version 4"] = (static bytes => TestImage.U32(bytes, 4, 4), "a qcow image of version 4"),
        ["clusters of 256 bytes"] = (static bytes => TestImage.U32(bytes, 20, 8), "clusters of 2^8 bytes"),
        ["clusters of 4 MiB"] = (static bytes => TestImage.U32(bytes, 20, 22), "clusters of 2^22 bytes"),
        ["encryption"] = (static bytes => TestImage.U32(bytes, 32, 2), "it is encrypted (method 2)"),
        ["no size"] = (static bytes => TestImage.U64(bytes, 24, 0), "its 0 bytes are not a disk"),
        ["a size that is no disk's"] = (static bytes => TestImage.U64(bytes, 24, 1000), "its 1000 bytes are not a disk"),
        ["a huge size"] = (static bytes => TestImage.U64(bytes, 24, 1UL << 62), "needs 2199023255552"),
        ["an L1 table too long"] = (static bytes => TestImage.U32(bytes, 36, uint.MaxValue), "an L1 table of 4294967295 entries"),
        ["an L1 table too short"] = (static bytes => TestImage.U32(bytes, 36, 0), "an L1 table of 0 entries"),
        ["an L1 table not at a cluster"] = (static bytes => TestImage.U64(bytes, 40, 0x3200), "L1 table at 0x3200 is not at a cluster's beginning"),
        ["an L1 table outside"] = (static bytes => TestImage.U64(bytes, 40, 0x7FFF_FFFF_FFFF_F000), "but the file ends at"),
        ["an L1 table over the header"] = (static bytes => TestImage.U64(bytes, 40, 0), "L1 table at 0x0 is not at a cluster's beginning"),
        ["an L1 table over the refcount table"] = (static bytes => TestImage.U64(bytes, 40, 0x1000), "overlaps another table"),
        ["a refcount table outside"] = (static bytes => TestImage.U64(bytes, 48, 1UL << 40), "refcount table at 0x10000000000 has 4096 bytes"),
        ["a refcount table too long"] = (static bytes => TestImage.U32(bytes, 56, uint.MaxValue), "a refcount table of 4294967295 clusters"),
        ["counts of 128 bits"] = (static bytes => TestImage.U32(bytes, 96, 7), "reference counts of 2^7 bits"),
        ["a header of 4 GiB"] = (static bytes => TestImage.U32(bytes, 100, uint.MaxValue), "its header says that it has 4294967295 bytes"),
        ["an unknown feature"] = (static bytes => TestImage.U64(bytes, 72, 1UL << 40), "the incompatible feature 40, which is not supported"),
        ["extended L2 entries"] = (static bytes => TestImage.U64(bytes, 72, 1 << 4), "extended L2 entries, which is not supported"),
        ["an external data file"] = (static bytes => TestImage.U64(bytes, 72, 1 << 2), "an external data file, which is not supported"),
        ["a compression type nobody knows"] = (static bytes => { TestImage.U64(bytes, 72, 1 << 3); TestImage.U32(bytes, 100, 112); bytes[104] = 9; }, "compression type is 9"),
        ["the dirty bit"] = (static bytes => TestImage.U64(bytes, 72, 1), "was not closed properly"),
        ["the corrupt bit"] = (static bytes => TestImage.U64(bytes, 72, 2), "marked as corrupt"),
        ["a refcount block outside"] = (static bytes => TestImage.U64(bytes, 0x1008, 1UL << 50), "has a block at 0x4000000000000"),
        ["two refcount blocks in one place"] = (static bytes => TestImage.U64(bytes, 0x1008, 0x2000), "its refcount block at 0x2000 overlaps another table"),
        ["a header that is not counted"] = (static bytes => bytes[0x2001] = 0, "its header at 0x0 is not counted as used"),
        ["no refcount block"] = (static bytes => TestImage.U64(bytes, 0x1000, 0), "is not counted as used"),
        ["an L2 table outside"] = (static bytes => TestImage.U64(bytes, 0x3000, 1UL << 63 | 1UL << 40), "where no L2 table can be"),
        ["reserved bits in L1"] = (static bytes => TestImage.U64(bytes, 0x3000, 1UL << 63 | 0x4000 | 1UL << 60), "where no L2 table can be"),
        ["an L2 table over the L1 table"] = (static bytes => TestImage.U64(bytes, 0x3000, 1UL << 63 | 0x3000), "overlaps another table"),
        ["an L2 table that is not counted"] = (static bytes => bytes[0x2009] = 0, "its L2 table at 0x4000 is not counted as used"),
        ["an L2 table counted twice"] = (static bytes => bytes[0x2009] = 2, "counted 2 times, but marked as referred to once"),
        ["a cluster outside"] = (static bytes => TestImage.U64(bytes, 0x4000, 1UL << 63 | 1UL << 40), "points where no cluster can be"),
        ["a cluster not aligned"] = (static bytes => TestImage.U64(bytes, 0x4000, 1UL << 63 | 0x5200), "points where no cluster can be"),
        ["reserved bits in L2"] = (static bytes => TestImage.U64(bytes, 0x4000, 1UL << 63 | 0x5000 | 2), "points where no cluster can be"),
        ["a cluster over the refcount table"] = (static bytes => TestImage.U64(bytes, 0x4000, 1UL << 63 | 0x1000), "where a table is"),
        ["a cluster that is not counted"] = (static bytes => bytes[0x200B] = 0, "points to 0x5000, which is not counted as used"),
        ["a cluster counted twice"] = (static bytes => bytes[0x200B] = 2, "says that nobody else does, but it is counted 2 times"),
        ["one cluster in two places"] = (static bytes => TestImage.U64(bytes, 0x4008, 1UL << 63 | 0x5000), "as another entry does, but it is counted once"),
        ["a compressed cluster outside"] = (static bytes => TestImage.U64(bytes, 0x4000, 1UL << 62 | 1UL << 40), "which no compressed cluster can have"),
        ["a snapshot table outside"] = (static bytes => { TestImage.U32(bytes, 60, 1); TestImage.U64(bytes, 64, 1UL << 40); }, "its snapshot table at 0x10000000000"),
        ["too many snapshots"] = (static bytes => { TestImage.U32(bytes, 60, 100_000); TestImage.U64(bytes, 64, 0x5000); }, "100000 snapshots"),
        ["a snapshot's L1 table over the header"] = (static bytes => { TestImage.U32(bytes, 60, 1); TestImage.U64(bytes, 64, 0x5000); TestImage.U64(bytes, 0x5000, 0); TestImage.U32(bytes, 0x5008, 8); }, "overlaps another table"),
        ["a backing file's name outside the first cluster"] = (static bytes => { TestImage.U64(bytes, 8, 4090); TestImage.U32(bytes, 16, 10); }, "not within the first cluster"),
        ["a backing file's name of 4 GiB"] = (static bytes => { TestImage.U64(bytes, 8, 104); TestImage.U32(bytes, 16, uint.MaxValue); }, "the backing file's name has 4294967295 bytes"),
        ["an extension of 4 GiB"] = (static bytes => { TestImage.U32(bytes, 104, 5); TestImage.U32(bytes, 108, uint.MaxValue); }, "an extension of 4294967295 bytes"),
    };

    public static TheoryData<string> Damages => [.. _damages.Keys];

    // One cluster of data: an L2 table at 0x4000, the data at 0x5000.
    private static byte[] Sound()
    {
        MemoryFile file = _form.Make();
        Qcow2Image image = TestImage.Open(file);
        Assert.Equal(ImageResult.Ok, image.Write(0, new byte[512]));
        Assert.Equal(ImageResult.Ok, image.Close());
        return file.Bytes.ToArray();
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public void Damage_is_told_of_and_left_as_it_is(string damage)
    {
        byte[] bytes = Sound();
        (Action<byte[]> change, string sentence) = _damages[damage];
        change(bytes);
        MemoryFile file = MemoryFile.Of(bytes);

        Qcow2Exception e = Assert.Throws<Qcow2Exception>(() => TestImage.Open(file));

        Assert.Contains(sentence, e.What, StringComparison.Ordinal);
        Assert.NotEmpty(e.Remedy);
        Assert.Equal(0, file.Writes);
    }

    [Fact]
    public void An_empty_file_is_no_image() => Assert.Throws<Qcow2Exception>(() => Qcow2Header.Read(MemoryFile.Of([])));

    [Fact]
    public void A_dirty_or_corrupt_image_can_be_read()
    {
        byte[] bytes = Sound();
        TestImage.U64(bytes, 72, 3);

        Assert.Equal(new byte[512], TestImage.Open(MemoryFile.Of(bytes), writable: false).Read(0, 512));
    }

    [Fact]
    public void Any_bytes_changed_give_an_error_or_an_image_that_can_be_used()
    {
        Random random = new(3);
        byte[] sound = Sound();
        byte[] buffer = new byte[4096];
        int refused = 0;
        for (int i = 0; i < 3000; i++)
        {
            byte[] bytes = (byte[])sound.Clone();
            for (int changes = random.Next(1, 5); changes > 0; changes--)
            {
                int place = random.Next(3) switch { 0 => random.Next(112), 1 => random.Next(8) + 0x1000 * random.Next(1, 5), _ => random.Next(bytes.Length) };
                bytes[place] = random.Next(2) == 0 ? (byte)random.Next() : (byte)(bytes[place] ^ (1 << random.Next(8)));
            }

            try
            {
                Qcow2Image image = TestImage.Open(MemoryFile.Of(bytes), writable: random.Next(2) == 0);
                for (int request = 0; request < 20; request++)
                {
                    ulong at = (ulong)random.NextInt64((long)Math.Min(image.Length / 512, 4096)) * 512;
                    ulong length = Math.Min(4096, image.Length - at);
                    _ = random.Next(4) switch
                    {
                        0 => image.TryRead(at, buffer),
                        1 => image.Write(at, buffer.AsSpan(0, (int)length)),
                        2 => image.Discard(at, length),
                        _ => image.WriteZeroes(at, length, mayUnmap: request % 2 == 0),
                    };
                }

                _ = image.Close();
            }
            catch (Qcow2Exception)
            {
                refused++;
            }
        }

        Assert.True(refused > 1000, $"only {refused} were refused");
    }
}
