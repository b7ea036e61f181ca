using System.Security.Cryptography;
using KvmSdk.Boot.Tests.Support;
using KvmSdk.Embedding;
using KvmSdk.Model.Layout;

namespace KvmSdk.Runtime.Tests.Embedding;

/// <summary>Images that belong to a program: beside it, or inside its one file, whose pages a guest then has.</summary>
public sealed class EmbeddedImageTests : IDisposable
{
    private const int Page = 4096;

    private readonly string _directory = Directory.CreateTempSubdirectory("embedded-").FullName;
    private readonly byte[] _bytes = RandomNumberGenerator.GetBytes((3 * Page) + 100);

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void An_image_beside_the_program_is_a_file_that_may_change()
    {
        string images = Directory.CreateDirectory(Path.Combine(_directory, "kvm-images")).FullName;
        File.WriteAllBytes(Path.Combine(images, "initrd"), _bytes);
        Assert.Equal(new EmbeddedImage(Path.Combine(images, "initrd"), 0, _bytes.Length, IsConstant: false), EmbeddedImages.Find("/proc/self/exe", _directory, "initrd"));
        Assert.Equal(
            "embedded image 'kernel': this program holds 'initrd', and no other; put it into the project: <KvmImage Include=\"FILE\" Name=\"kernel\" />",
            Assert.Throws<HostException>(() => EmbeddedImages.Find("/proc/self/exe", _directory, "kernel")).Message);
    }

    [Fact]
    public void An_image_inside_the_program_is_a_section_that_stays_as_it_is()
    {
        string program = Program();
        Assert.Equal(new EmbeddedImage(program, 2 * Page, _bytes.Length, IsConstant: true), EmbeddedImages.Find(program, _directory, "root"));
        Assert.Contains("this program holds 'initrd', 'root', and no other", Assert.Throws<HostException>(() => EmbeddedImages.Find(program, _directory, "text")).Message, StringComparison.Ordinal);
        Assert.Contains("this program holds no images", Assert.Throws<HostException>(() => EmbeddedImages.Find("/proc/self/exe", _directory, "root")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whole_pages_of_a_program_become_the_guests_and_what_it_writes_stays_its_own()
    {
        const ulong place = 0x10_0000;
        string program = Program();
        EmbeddedImage image = EmbeddedImages.Find(program, _directory, "root");
        GuestMemory memory = new(RamLayout.Split(4));
        using (var file = File.OpenHandle(program))
        {
            Assert.True(memory.TryMapFile(place, 3 * Page, file, (ulong)image.Offset));

            // Nothing is done where a page would have to be cut, or beyond RAM.
            Assert.False(memory.TryMapFile(place + 8, Page, file, (ulong)image.Offset));
            Assert.False(memory.TryMapFile(place, Page - 1, file, (ulong)image.Offset));
            Assert.False(memory.TryMapFile(place, Page, file, (ulong)image.Offset + 8));
            Assert.False(memory.TryMapFile((4 << 20) - Page, 2 * Page, file, (ulong)image.Offset));
        }

        byte[] seen = new byte[(3 * Page) + 1];
        memory.Read(place, seen);
        Assert.Equal([.. _bytes[..(3 * Page)], 0], seen);

        memory.Write(place + Page, "changed"u8);
        memory.Read(place + Page, seen.AsSpan(0, 7));
        Assert.Equal("changed"u8, seen.AsSpan(0, 7));
        Assert.Equal(_bytes, File.ReadAllBytes(program)[(2 * Page)..((2 * Page) + _bytes.Length)]);
        await memory.CloseAsync();
    }

    [Fact]
    public void Its_name_is_its_value()
    {
        Assert.Equal(GuestImage.Embedded("vmlinuz"), GuestImage.Embedded("vmlinuz"));
        Assert.NotEqual(GuestImage.Embedded("vmlinuz"), GuestImage.FromFile("vmlinuz"));
        Assert.Equal("embedded image 'vmlinuz'", GuestImage.Embedded("vmlinuz").ToString());
        DiskImage disk = DiskImage.Embedded("root.img", "ROOT", RateLimit.Of(1024));
        Assert.Equal(("root.img", "embedded:root.img", true), (disk.EmbeddedName, disk.Path, disk.IsReadOnly));
        Assert.Equal("embedded:root.img,limit=1KiB/s,serial=ROOT", disk.ToString());
        Assert.Equal(disk, DiskImage.Parse(disk.ToString(), null));
        Assert.Throws<FormatException>(static () => DiskImage.Parse("embedded:", null));
        Assert.Throws<FormatException>(static () => DiskImage.Parse("embedded:a/b", null));
    }

    private string Program()
    {
        string path = Path.Combine(_directory, Guid.NewGuid().ToString("N"));
        File.WriteAllBytes(path, ElfSectionBuilder.Build((".kvm.initrd", [1]), (".kvm.root", _bytes), (".text", [2])));
        return path;
    }
}
