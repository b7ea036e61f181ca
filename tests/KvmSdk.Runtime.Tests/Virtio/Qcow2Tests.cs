using KvmSdk.Devices.Images;
using KvmSdk.Devices.Images.Qcow2;
using KvmSdk.Devices.Tests.Images;
using KvmSdk.DeviceShells.Virtio;

namespace KvmSdk.Runtime.Tests.Virtio;

/// <summary>Images on real files, which QEMU's own tool makes, checks, and compares with a raw file that was written to in the same way.</summary>
public sealed class Qcow2Tests : IDisposable
{
    private const int Size = 8 << 20;

    private readonly string _directory = Directory.CreateTempSubdirectory("kvmsdk-qcow2-").FullName;

    private string Image => PathOf("disk.qcow2");

    private string Model => PathOf("model.img");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [QemuImgTheory]
    [InlineData("compat=1.1,cluster_size=4k", false)]
    [InlineData("compat=1.1,cluster_size=64k", true)]
    [InlineData("compat=0.10,cluster_size=64k", true)]
    [InlineData("compat=0.10,cluster_size=512", false)]
    [InlineData("compat=1.1,cluster_size=512,refcount_bits=1", true)]
    [InlineData("compat=1.1,cluster_size=2M,refcount_bits=64,lazy_refcounts=on", true)]
    public void After_random_requests_QEMU_finds_a_sound_image_with_the_same_contents(string options, bool hasBacking)
    {
        byte[] model = Make(options, hasBacking);
        Random random = new(options.Length);
        for (int opening = 0; opening < 3; opening++)
        {
            using OpenImage open = new(Disk(hasBacking));
            Change(open.Qcow2!, model, random, requests: 250, canZero: !(options.Contains("0.10", StringComparison.Ordinal) && hasBacking));
        }

        AssertSound(model);
    }

    [QemuImgTheory]
    [InlineData("")]
    [InlineData("compression_type=zstd,")]
    public void Compressed_clusters_are_read_and_written_over(string type)
    {
        byte[] model = Contents.Mixture(new Random(2), Size);
        File.WriteAllBytes(Model, model);
        QemuImg.Run("convert", "-c", "-f", "raw", "-O", "qcow2", "-o", type + "cluster_size=64k", Model, Image);

        using (OpenImage open = new(DiskImage.Qcow2(Image)))
        {
            Assert.Equal(model, open.Qcow2!.Read(0, Size));
            Change(open.Qcow2!, model, new Random(3), requests: 150, canZero: true);
        }

        AssertSound(model);
    }

    [QemuImgFact]
    public void A_snapshot_stays_what_it_was()
    {
        byte[] model = Make("cluster_size=4k", hasBacking: false);
        Random random = new(4);
        using (OpenImage open = new(DiskImage.Qcow2(Image))) Change(open.Qcow2!, model, random, requests: 200, canZero: true);
        byte[] kept = (byte[])model.Clone();
        QemuImg.Run("snapshot", "-c", "kept", Image);

        using (OpenImage open = new(DiskImage.Qcow2(Image))) Change(open.Qcow2!, model, random, requests: 200, canZero: true);

        AssertSound(model);
        QemuImg.Run("snapshot", "-a", "kept", Image);
        AssertSound(kept);
    }

    [QemuImgFact]
    public void An_image_falls_back_on_an_image_that_falls_back_on_another()
    {
        byte[] model = Contents.Mixture(new Random(5), Size);
        File.WriteAllBytes(PathOf("base.img"), model);
        QemuImg.Run("create", "-q", "-f", "qcow2", "-F", "raw", "-b", "base.img", PathOf("middle.qcow2"));
        DiskImage middle = DiskImage.Qcow2(PathOf("middle.qcow2"), backing: DiskImage.Raw(PathOf("base.img")));
        using (OpenImage open = new(middle)) Change(open.Qcow2!, model, new Random(6), requests: 100, canZero: true);
        QemuImg.Run("create", "-q", "-f", "qcow2", "-F", "qcow2", "-b", "middle.qcow2", Image);
        byte[] before = File.ReadAllBytes(middle.Path);

        using (OpenImage open = new(DiskImage.Parse($"qcow2:{Image},backing={middle}", null)))
        {
            Assert.Equal(model, open.Qcow2!.Read(0, Size));
            Change(open.Qcow2!, model, new Random(7), requests: 100, canZero: true);
        }

        AssertSound(model);
        Assert.Equal(before, File.ReadAllBytes(middle.Path));
    }

    [QemuImgFact]
    public void What_the_header_names_is_not_opened_unless_it_is_declared_and_of_the_same_format()
    {
        Make("cluster_size=64k", hasBacking: true);
        DiskImage right = DiskImage.Raw(PathOf("base.img"));
        Assert.Contains("it has the backing file 'base.img', which is not declared", Refused(DiskImage.Qcow2(Image)), StringComparison.Ordinal);
        Assert.Contains("but '/etc/passwd' is declared", Refused(DiskImage.Qcow2(Image, backing: DiskImage.Raw("/etc/passwd"))), StringComparison.Ordinal);
        Assert.Contains("format 'raw', but declared as qcow2", Refused(DiskImage.Qcow2(Image, backing: DiskImage.Qcow2(right.Path))), StringComparison.Ordinal);
        new OpenImage(DiskImage.Qcow2(Image, backing: right)).Dispose();

        QemuImg.Run("create", "-q", "-f", "qcow2", Image, "1M");
        Assert.Contains("it has no backing file", Refused(DiskImage.Qcow2(Image, backing: right)), StringComparison.Ordinal);
    }

    [QemuImgFact]
    public void A_chain_that_comes_back_to_its_beginning_is_refused()
    {
        QemuImg.Run("create", "-q", "-f", "qcow2", Image, "1M");
        string link = PathOf("link.qcow2");
        File.CreateSymbolicLink(link, Image);
        QemuImg.Run("rebase", "-q", "-u", "-F", "qcow2", "-b", link, Image);

        // By name, and as one file with two names, which only the files themselves tell; as read-only ones they may be locked together.
        Assert.Throws<ConfigurationValueException>(() => DiskImage.Qcow2(Image, backing: DiskImage.Qcow2(Image)));
        Assert.Contains("it is the same file as", Refused(DiskImage.Qcow2(Image, readOnly: true, backing: DiskImage.Qcow2(link))), StringComparison.Ordinal);
    }

    [QemuImgFact]
    public void A_chain_has_at_most_sixteen_backing_files()
    {
        File.WriteAllBytes(PathOf("0"), new byte[1 << 20]);
        DiskImage image = DiskImage.Raw(PathOf("0"));
        for (int i = 1; i <= 17; i++)
        {
            QemuImg.Run("create", "-q", "-u", "-f", "qcow2", "-F", i == 1 ? "raw" : "qcow2", "-b", $"{i - 1}", PathOf($"{i}"), "1M");
            image = DiskImage.Qcow2(PathOf($"{i}"), backing: image);
            if (i == 16) new OpenImage(image).Dispose();
        }

        Assert.Contains("more than 16 backing files", Refused(image), StringComparison.Ordinal);
        Assert.False(DiskImage.TryParse(image.ToString(), null, out _));
    }

    [QemuImgFact]
    public void A_raw_disk_stays_raw_when_its_guest_writes_an_image_s_header()
    {
        QemuImg.Run("create", "-q", "-f", "qcow2", "-F", "raw", "-b", "/etc/passwd", "-u", Image, "1M");
        byte[] written = [.. File.ReadAllBytes(Image), .. new byte[512]];
        File.WriteAllBytes(Image, written[..(written.Length / 512 * 512)]);
        using OpenImage open = new(DiskImage.Raw(Image));

        Assert.Null(open.Qcow2);
        Assert.Equal((ulong)written.Length / 512 * 512, open.Size);
    }

    [QemuImgFact]
    public void An_image_is_locked_while_it_is_used_and_a_backing_file_shared()
    {
        Make("cluster_size=64k", hasBacking: true);
        string other = PathOf("other.qcow2");
        QemuImg.Run("create", "-q", "-f", "qcow2", "-F", "raw", "-b", "base.img", other);
        DiskImage below = DiskImage.Raw(PathOf("base.img"));
        using OpenImage open = new(DiskImage.Qcow2(Image, backing: below));

        Assert.Contains("it is locked by another process", Refused(DiskImage.Qcow2(Image, backing: below)), StringComparison.Ordinal);
        Assert.Contains("it is locked by another process", Refused(below), StringComparison.Ordinal);
        new OpenImage(DiskImage.Qcow2(other, backing: below)).Dispose();
        Assert.NotEqual(0, QemuImg.Try("check", Image).ExitCode);
    }

    [QemuImgFact]
    public void A_damaged_image_is_named_with_the_command_for_it_and_left_as_it_is()
    {
        Make("cluster_size=64k", hasBacking: false);
        byte[] bytes = File.ReadAllBytes(Image);

        // The first refcount block: nothing is counted.
        bytes.AsSpan(0x20000, 64).Clear();
        File.WriteAllBytes(Image, bytes);

        Assert.Equal(
            $"{Image}: its header at 0x0 is not counted as used; its tables are damaged: restore a copy, or see what 'qemu-img check -r all {Image}' can repair",
            Refused(DiskImage.Qcow2(Image)));
        Assert.Equal(bytes, File.ReadAllBytes(Image));
    }

    [QemuImgFact]
    public void What_was_flushed_is_there_when_the_process_is_gone()
    {
        byte[] model = Make("cluster_size=64k", hasBacking: true);
        using OpenImage open = new(Disk(hasBacking: true));
        Change(open.Qcow2!, model, new Random(9), requests: 200, canZero: true);
        Assert.Equal(ImageResult.Ok, open.Qcow2!.Flush());

        // The files as a kill at this moment would leave them; copied, since QEMU does not read what is locked. Clusters may be left counted that nobody
        // uses (3), but none is damaged (2).
        Directory.CreateDirectory(PathOf("left"));
        File.Copy(PathOf("base.img"), PathOf("left/base.img"));
        File.Copy(Image, PathOf("left/disk.qcow2"));
        Assert.Contains(QemuImg.Try("check", PathOf("left/disk.qcow2")).ExitCode, (int[])[0, 3]);
        File.WriteAllBytes(Model, model);
        QemuImg.Run("compare", "-q", "-f", "qcow2", "-F", "raw", PathOf("left/disk.qcow2"), Model);
    }

    private static string Refused(DiskImage image) => Assert.Throws<HostException>(() => new OpenImage(image)).Message;

    private string PathOf(string name) => Path.Combine(_directory, name);

    private DiskImage Disk(bool hasBacking) => DiskImage.Qcow2(Image, backing: hasBacking ? DiskImage.Raw(PathOf("base.img")) : null);

    /// <summary>Makes an image and says what is on it.</summary>
    private byte[] Make(string options, bool hasBacking)
    {
        byte[] model = new byte[Size];
        if (!hasBacking)
        {
            QemuImg.Run("create", "-q", "-f", "qcow2", "-o", options, Image, $"{Size}");
            return model;
        }

        byte[] below = Contents.Mixture(new Random(1), Size / 2 + 1024);
        File.WriteAllBytes(PathOf("base.img"), below);
        below.CopyTo(model, 0);
        QemuImg.Run("create", "-q", "-f", "qcow2", "-o", options, "-F", "raw", "-b", "base.img", Image, $"{Size}");
        return model;
    }

    private void AssertSound(byte[] model)
    {
        File.WriteAllBytes(Model, model);
        QemuImg.Run("check", "-q", Image);
        QemuImg.Run("compare", "-q", "-f", "qcow2", "-F", "raw", Image, Model);
    }

    private static void Change(Qcow2Image image, byte[] model, Random random, int requests, bool canZero)
    {
        for (int i = 0; i < requests; i++)
        {
            int sector = random.Next(Size / 512);
            int length = 512 * Math.Min(random.Next(3) == 0 ? random.Next(1, 1000) : random.Next(1, 20), Size / 512 - sector);
            Span<byte> range = model.AsSpan(sector * 512, length);
            ulong at = (ulong)sector * 512;
            switch (random.Next(6))
            {
                case 0:
                    range.Clear();
                    Assert.Equal(ImageResult.Ok, image.WriteZeroes(at, (ulong)length, mayUnmap: i % 2 == 0));
                    break;
                case 1:
                    Assert.Equal(ImageResult.Ok, image.Discard(at, (ulong)length));
                    byte[] left = image.Read(at, length);
                    for (int place = 0; place < length; place += 512)
                        Assert.True((canZero && !left.AsSpan(place, 512).ContainsAnyExcept((byte)0)) || left.AsSpan(place, 512).SequenceEqual(range.Slice(place, 512)));
                    left.CopyTo(range);
                    break;
                case 2:
                    Assert.True(image.Read(at, length).AsSpan().SequenceEqual(range));
                    break;
                default:
                    random.NextBytes(range);
                    Assert.Equal(ImageResult.Ok, image.Write(at, range));
                    break;
            }

            if (random.Next(40) == 0) Assert.Equal(ImageResult.Ok, image.Flush());
        }
    }
}
