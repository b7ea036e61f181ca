using System.Buffers.Binary;
using KvmSdk.Boot.Elf;
using KvmSdk.Boot.Tests.Support;

namespace KvmSdk.Boot.Tests.Elf;

public sealed class ElfSectionsTests
{
    private static readonly byte[] _file = ElfSectionBuilder.Build((".text", new byte[10]), (".kvm.root.img", new byte[5000]), (".kvm.", []));

    [Fact]
    public void Sections_are_found_by_name_with_their_place() => Assert.Equal(
        [(".text", 4096UL, 10UL), (".kvm.root.img", 8192UL, 5000UL), (".kvm.", 16384UL, 0UL), ("", 16384UL, 27UL)],
        Read(_file));

    [Fact]
    public void A_program_that_the_linker_made_has_its_own()
    {
        using FileImage self = new("/proc/self/exe");
        Assert.Contains(".text", ElfSections.Read(self).Select(static section => section.Name));
    }

    [Fact]
    public void A_file_without_sections_has_none()
    {
        byte[] stripped = [.. _file];
        BinaryPrimitives.WriteUInt16LittleEndian(stripped.AsSpan(60), 0);
        Assert.Empty(Read(stripped));
    }

    [Fact]
    public void What_is_no_ELF_file_or_contradicts_itself_is_refused()
    {
        Assert.Contains("the ELF header", Failure(new byte[20]), StringComparison.Ordinal);
        Assert.Contains("not a 64-bit little-endian ELF file", Failure(new byte[200]), StringComparison.Ordinal);
        Assert.Contains("impossible", Failure(Changed(58, 40)), StringComparison.Ordinal);
        Assert.Contains("impossible", Failure(Changed(62, 5)), StringComparison.Ordinal);
        Assert.Contains("the section header table", Failure(Changed(60, 0xFFFF)), StringComparison.Ordinal);
        Assert.Contains("the section header table", Failure(_file[..^1]), StringComparison.Ordinal);

        // The first section's length, beyond any file; and the place of the names.
        int table = _file.Length - (5 * 64);
        Assert.Contains("section .text", Failure(Long(table + 64 + 32)), StringComparison.Ordinal);
        Assert.Contains("the section names", Failure(Long(table + (4 * 64) + 24)), StringComparison.Ordinal);
    }

    /// <summary>Whatever bytes there are, the answer is a list or one of our errors.</summary>
    [Fact]
    public void No_file_makes_it_fail_otherwise()
    {
        Random random = new(1);
        for (int round = 0; round < 20_000; round++)
        {
            byte[] file = [.. _file];
            for (int change = random.Next(1, 6); change > 0; change--)
            {
                int at = random.Next(2) == 0 ? random.Next(64) : file.Length - 1 - random.Next(5 * 64);
                file[at] = random.Next(3) == 0 ? (byte)0xFF : (byte)random.Next(256);
            }

            Exception? e = Record.Exception(() => Read(file));
            Assert.True(e is null or BootException, e?.ToString());
        }
    }

    private static (string Name, ulong Offset, ulong Length)[] Read(byte[] file) => [.. ElfSections.Read(new MemoryImage("program", file))];

    private static string Failure(byte[] file) => Assert.Throws<BootException>(() => Read(file)).Message;

    private static byte[] Changed(int at, ushort value)
    {
        byte[] file = [.. _file];
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(at), value);
        return file;
    }

    private static byte[] Long(int at)
    {
        byte[] file = [.. _file];
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(at), ulong.MaxValue);
        return file;
    }
}
