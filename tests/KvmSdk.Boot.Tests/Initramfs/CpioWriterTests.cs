using System.Text;
using CsCheck;
using KvmSdk.Boot.Initramfs;
using KvmSdk.Boot.Tests.Support;

namespace KvmSdk.Boot.Tests.Initramfs;

public class CpioWriterTests
{
    private const UnixFileMode Mode0755 = (UnixFileMode)0x1ed;

    [Fact]
    public void An_entry_is_a_header_a_name_and_padded_content()
    {
        string text = Encoding.ASCII.GetString(Write(cpio => cpio.AddFile("/init", "#!/bin/sh"u8, Mode0755)));
        Assert.Equal(
            "070701" + "00000001" + "000081ED" + "00000001" + "00000000" + "00000000" + "00000000" + "00000009"
            + "00000000" + "00000000" + "00000000" + "00000000" + "00000005" + "00000000" + "init\0\0" + "#!/bin/sh\0\0\0"
            + "070701" + "00000000" + "00000000" + "00000001" + "00000000" + "00000000" + "00000000" + "00000000"
            + "00000000" + "00000000" + "00000000" + "00000000" + "0000000B" + "00000000" + "TRAILER!!!\0\0\0\0",
            text);
    }

    [Fact]
    public void Every_part_starts_at_a_multiple_of_four()
    {
        Gen.Select(Gen.Int[1, 40], Gen.Int[0, 40]).Sample((name, content) =>
        {
            byte[] archive = Write(cpio => cpio.AddFile(new string('n', name), new byte[content]));
            int at = (110 + name + 1 + 3) / 4 * 4;
            int trailer = at + ((content + 3) / 4 * 4);
            return archive.Length % 4 == 0 && Encoding.ASCII.GetString(archive, trailer, 6) == "070701"
                && Encoding.ASCII.GetString(archive, trailer + 110, 10) == "TRAILER!!!";
        });
    }

    [Fact]
    public void Equal_calls_give_equal_bytes() => Assert.Equal(Write(Sample), Write(Sample));

    [Fact]
    public void Content_may_come_from_an_image_of_any_size()
    {
        byte[] content = new byte[(2 << 20) + 5];
        new Random(1).NextBytes(content);
        Assert.Equal(Write(cpio => cpio.AddFile("f", content)), Write(cpio => cpio.AddFile("f", new MemoryImage("f", content))));
    }

    [ToolFact("cpio")]
    public void The_cpio_program_lists_what_was_added()
    {
        string list = Tool.Run("cpio", Write(Sample), null, "-itvn", "--quiet");
        string[] lines = list.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        // mode, links, owner, group, size or device numbers, month day year, name
        string[] found = [.. lines.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(word => word[0] + " " + string.Join(' ', word[4..].Where(w => w is not ("Jan" or "1" or "1970")).Select(w => w.TrimEnd(','))))];
        Assert.Equal(
            [
                "drwxr-xr-x 0 bin",
                "-rwsr-xr-x 5 bin/busybox",
                "lrwxrwxrwx 7 bin/sh -> busybox",
                "drwxrwxrwt 0 tmp",
                "drwxr-xr-x 0 dev",
                "crw------- 5 dev/console",
                "brw-rw---- 254 16 dev/vdb",
                "drwxr-xr-x 0 etc",
                "drwxr-xr-x 0 etc/a",
                "-rw-r--r-- 0 etc/a/empty",
            ],
            found);
    }

    [ToolFact("cpio")]
    public void The_cpio_program_unpacks_the_content()
    {
        DirectoryInfo directory = Directory.CreateTempSubdirectory("kvmsdk-cpio-");
        try
        {
            // Device nodes need root, so only the other entries are asked for.
            Tool.Run("cpio", Write(Sample), directory.FullName, "-id", "--quiet", "bin*", "etc*");
            Assert.Equal("hello", File.ReadAllText(Path.Combine(directory.FullName, "bin", "busybox")));
            Assert.Equal("busybox", new FileInfo(Path.Combine(directory.FullName, "bin", "sh")).LinkTarget);
            Assert.Equal(0, new FileInfo(Path.Combine(directory.FullName, "etc", "a", "empty")).Length);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [ToolFact("bsdtar")]
    public void Bsdtar_lists_what_was_added() =>
        Assert.Equal("bin\nbin/busybox\nbin/sh\ntmp\ndev\ndev/console\ndev/vdb\netc\netc/a\netc/a/empty\n", Tool.Run("bsdtar", Write(Sample), null, "-tf", "-"));

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("a/../b")]
    [InlineData("./a")]
    [InlineData("a\0b")]
    [InlineData("TRAILER!!!")]
    public void A_path_that_names_no_file_is_refused(string path)
    {
        BootException error = Assert.Throws<BootException>(() => Write(cpio => cpio.AddFile(path, [])));
        Assert.Equal("it does not name a file below the root", error.What);
        Assert.DoesNotContain('\0', error.Message);
    }

    [Fact]
    public void A_path_too_long_for_the_kernel_is_refused() =>
        Assert.Throws<BootException>(() => Write(cpio => cpio.AddFile(new string('n', 4096), [])));

    [Fact]
    public void A_path_is_taken_once_whatever_its_spelling() =>
        Assert.Throws<BootException>(() => Write(cpio =>
        {
            cpio.AddFile("/a/b", []);
            cpio.AddFile("a//b/", []);
        }));

    [Fact]
    public void A_file_can_not_hold_a_file() =>
        Assert.Equal("initramfs path '/lib/x': /lib is in the archive and is no directory: put the file elsewhere",
            Assert.Throws<BootException>(() => Write(cpio =>
            {
                cpio.AddSymlink("/lib", "usr/lib");
                cpio.AddFile("/lib/x", []);
            })).Message);

    [Fact]
    public void A_link_needs_a_target() => Assert.Throws<BootException>(() => Write(cpio => cpio.AddSymlink("a", "")));

    [Fact]
    public void Nothing_follows_the_trailer()
    {
        using MemoryStream stream = new();
        CpioWriter cpio = new(stream);
        cpio.Finish();
        long length = stream.Length;
        cpio.Finish();
        Assert.Equal(length, stream.Length);
        Assert.Throws<InvalidOperationException>(() => cpio.AddDirectory("a"));
    }

    private static void Sample(CpioWriter cpio)
    {
        cpio.AddFile("/bin/busybox", "hello"u8, Mode0755 | UnixFileMode.SetUser);
        cpio.AddSymlink("bin/sh", "busybox");
        cpio.AddDirectory("tmp", (UnixFileMode)0x3ff);
        cpio.AddCharacterDevice("dev/console", 5, 1);
        cpio.AddBlockDevice("dev/vdb", 254, 16, (UnixFileMode)0x1b0);
        cpio.AddFile("etc/a/empty", []);
    }

    private static byte[] Write(Action<CpioWriter> add)
    {
        using MemoryStream stream = new();
        CpioWriter cpio = new(stream);
        add(cpio);
        cpio.Finish();
        return stream.ToArray();
    }
}
