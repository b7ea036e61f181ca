using System.IO.Compression;
using KvmSdk.Devices.Images.Qcow2;

namespace KvmSdk.Devices.Tests.Images;

/// <summary>Unpacking deflate: all that the framework packs, and nothing that is no deflate.</summary>
public class InflateTests
{
    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Fastest)]
    [InlineData(CompressionLevel.Optimal)]
    [InlineData(CompressionLevel.SmallestSize)]
    public void What_the_framework_packs_comes_out_again(CompressionLevel level)
    {
        Random random = new(7);
        Inflate inflate = new();
        for (int i = 0; i < 60; i++)
        {
            byte[] bytes = Contents.Mixture(random, random.Next(1, 70_000));
            byte[] unpacked = new byte[bytes.Length];

            // What follows is a neighbour's.
            byte[] packed = [.. Contents.Pack(bytes, level), 0xFF, 0x00, 0xAA];
            Assert.True(inflate.TryDecode(packed, unpacked));
            Assert.Equal(bytes, unpacked);
        }
    }

    [Fact]
    public void Damaged_bytes_are_refused_or_give_something_but_never_throw()
    {
        Random random = new(8);
        Inflate inflate = new();
        byte[] unpacked = new byte[20_000];
        int refused = 0;
        for (int i = 0; i < 4000; i++)
        {
            byte[] packed = Contents.Pack(Contents.Mixture(random, unpacked.Length), i % 2 == 0 ? CompressionLevel.Fastest : CompressionLevel.Optimal);
            for (int damage = random.Next(1, 4); damage > 0; damage--) packed[random.Next(packed.Length)] = (byte)random.Next();
            if (!inflate.TryDecode(packed.AsSpan(0, random.Next(packed.Length + 1)), unpacked)) refused++;
            i += 19;
        }

        Assert.True(refused > 100);
        Assert.False(inflate.TryDecode([], unpacked));
        Assert.False(inflate.TryDecode([0x07], unpacked));
        Assert.False(inflate.TryDecode([0x01, 0x10, 0x00, 0xEF, 0xFF, 1, 2], unpacked));
    }

    [Fact]
    public void Less_than_a_cluster_is_refused()
    {
        byte[] packed = Contents.Pack(new byte[4095], CompressionLevel.Optimal);

        Assert.False(new Inflate().TryDecode(packed, new byte[4096]));
    }
}
