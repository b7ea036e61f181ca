using KvmSdk.Devices.Images;
using KvmSdk.Devices.Images.Qcow2;

namespace KvmSdk.Devices.Tests.Images;

/// <summary>An image under random requests does what a plain array does, stays sound, and loses nothing that was flushed when the power fails.</summary>
public class Qcow2PropertyTests
{
    private const int Size = 1 << 20;

    [Theory]
    [InlineData(9, 3u, 4, false)]
    [InlineData(9, 3u, 0, true)]
    [InlineData(10, 3u, 6, true)]
    [InlineData(12, 3u, 4, true)]
    [InlineData(12, 2u, 4, false)]
    [InlineData(12, 2u, 4, true)]
    [InlineData(13, 3u, 1, false)]
    [InlineData(16, 3u, 4, true)]
    [InlineData(21, 3u, 3, true)]
    public void Random_requests_give_what_an_array_gives(int clusterBits, uint version, int order, bool hasBacking)
    {
        for (int seed = 0; seed < 2; seed++)
        {
            Random random = new(seed + clusterBits * 100);
            (TestImage form, RawImage? backing, byte[] model) = Prepare(clusterBits, version, order, hasBacking, random);
            MemoryFile file = form.Make();
            Qcow2Image image = TestImage.Open(file, backing, cache: 1);
            for (int i = 0; i < 200; i++)
            {
                Assert.Equal(ImageResult.Ok, Change(image, model, random, version == 3 || !hasBacking, sectorsWritten: null));
                if (random.Next(60) == 0)
                {
                    Assert.Equal(ImageResult.Ok, image.Close());
                    image = TestImage.Open(file, backing, cache: 1);
                }
            }

            AssertSame(model, image.Read(0, Size));
            Assert.Equal(ImageResult.Ok, image.Close());
            AssertSame(model, TestImage.Open(file, backing, writable: false).Read(0, Size));
            AssertSame(model, TestImage.Open(file, backing).Read(0, Size));
        }
    }

    [Theory]
    [InlineData(9, 3u, 4, false)]
    [InlineData(9, 3u, 0, true)]
    [InlineData(12, 3u, 4, true)]
    [InlineData(12, 2u, 4, false)]
    public void A_power_cut_leaves_a_sound_image_with_all_that_was_flushed(int clusterBits, uint version, int order, bool hasBacking)
    {
        for (int seed = 0; seed < 40; seed++)
        {
            Random random = new(seed);
            (TestImage form, RawImage? backing, byte[] model) = Prepare(clusterBits, version, order, hasBacking, random);
            MemoryFile file = form.Make();
            Qcow2Image image = TestImage.Open(file, backing, cache: 1);
            byte[] flushed = (byte[])model.Clone();
            Dictionary<int, List<byte[]>> since = [];
            int requests = random.Next(10, 120);
            for (int i = 0; i < requests; i++)
            {
                Assert.Equal(ImageResult.Ok, Change(image, model, random, version == 3 || !hasBacking, since));
                if (random.Next(12) != 0) continue;
                Assert.Equal(ImageResult.Ok, image.Flush());
                model.CopyTo(flushed, 0);
                since.Clear();
            }

            MemoryFile left = file.AfterPowerCut(random);
            byte[] found = TestImage.Open(left, backing).Read(0, Size);
            for (int sector = 0; sector < Size / 512; sector++)
            {
                byte[] now = found[(sector * 512)..((sector + 1) * 512)];
                bool isRight = now.AsSpan().SequenceEqual(flushed.AsSpan(sector * 512, 512))
                    || (since.TryGetValue(sector, out List<byte[]>? later) && later.Any(one => one.AsSpan().SequenceEqual(now)));
                Assert.True(isRight, $"seed {seed}: sector {sector} is neither what was flushed nor what was written since");
            }
        }
    }

    private static (TestImage Form, RawImage? Backing, byte[] Model) Prepare(int clusterBits, uint version, int order, bool hasBacking, Random random)
    {
        TestImage form = new() { ClusterBits = clusterBits, Version = version, RefcountOrder = order, Size = Size, Backing = hasBacking ? "base.img" : null };
        byte[] model = new byte[Size];
        if (!hasBacking) return (form, null, model);

        // Shorter than the disk, and not by whole clusters.
        int length = Size / 512 * 3 / 4 * 512 + 512;
        random.NextBytes(model.AsSpan(0, length));
        return (form, new RawImage(MemoryFile.Of(model.AsSpan(0, length))), model);
    }

    /// <summary>One random request to the image and to the model of it.</summary>
    private static ImageResult Change(Qcow2Image image, byte[] model, Random random, bool discardZeroes, Dictionary<int, List<byte[]>>? sectorsWritten)
    {
        int sector = random.Next(Size / 512);
        int count = Math.Min(random.Next(3) == 0 ? random.Next(1, 400) : random.Next(1, 20), Size / 512 - sector);
        Span<byte> range = model.AsSpan(sector * 512, count * 512);
        ImageResult result = ImageResult.Ok;
        switch (random.Next(8))
        {
            case < 4:
                random.NextBytes(range);
                result = image.Write((ulong)sector * 512, range);
                break;
            case 4:
                range.Clear();
                result = image.WriteZeroes((ulong)sector * 512, (ulong)range.Length, mayUnmap: true);
                break;
            case 5:
                range.Clear();
                result = image.WriteZeroes((ulong)sector * 512, (ulong)range.Length, mayUnmap: false);
                break;
            case 6:
                result = image.Discard((ulong)sector * 512, (ulong)range.Length);

                // Advice: what was discarded is what it was, or zero.
                byte[] left = image.Read((ulong)sector * 512, range.Length);
                for (int at = 0; at < range.Length; at += 512)
                {
                    bool isZero = !left.AsSpan(at, 512).ContainsAnyExcept((byte)0);
                    Assert.True((isZero && discardZeroes) || left.AsSpan(at, 512).SequenceEqual(range.Slice(at, 512)));
                }

                left.CopyTo(range);
                break;
            default:
                AssertSame(range.ToArray(), image.Read((ulong)sector * 512, range.Length));
                return result;
        }

        for (int i = 0; sectorsWritten is not null && i < count; i++)
        {
            if (!sectorsWritten.TryGetValue(sector + i, out List<byte[]>? later)) sectorsWritten[sector + i] = later = [];
            later.Add(range.Slice(i * 512, 512).ToArray());
        }

        return result;
    }

    private static void AssertSame(byte[] expected, byte[] actual)
    {
        int at = expected.AsSpan().CommonPrefixLength(actual);
        Assert.True(at == expected.Length && actual.Length == expected.Length, $"they differ at 0x{at:x}");
    }
}
