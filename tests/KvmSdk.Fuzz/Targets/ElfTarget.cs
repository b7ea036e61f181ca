using KvmSdk.Boot;
using KvmSdk.Boot.Elf;

namespace KvmSdk.Fuzz.Targets;

/// <summary>A kernel as an ELF file that anybody may have made.</summary>
internal sealed class ElfTarget : FuzzTarget
{
    public override string Name => "elf";

    public override IEnumerable<byte[]> Seeds
    {
        get
        {
            // A header, one segment of 16 bytes, one note: PVH's entry.
            byte[] file = new byte[256];
            byte[] magic = [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1];
            magic.CopyTo(file, 0);
            Put(file, 16, 2, 2);
            Put(file, 18, 62, 2);
            Put(file, 20, 1, 4);
            Put(file, 24, 0x10_0000, 8);
            Put(file, 32, 64, 8);
            Put(file, 52, 64, 2);
            Put(file, 54, 56, 2);
            Put(file, 56, 2, 2);
            Segment(file, 64, 1, 176, 0x10_0000, 16, 4096);
            Segment(file, 120, 4, 192, 0, 20, 20);
            Put(file, 192, 4, 4);
            Put(file, 196, 4, 4);
            Put(file, 200, 18, 4);
            "Xen"u8.CopyTo(file.AsSpan(204));
            Put(file, 208, 0x10_0000, 4);
            yield return file;
        }
    }

    public override void Run(ReadOnlySpan<byte> input)
    {
        MemoryImage image = new("fuzz", input.ToArray());
        try
        {
            if (!Elf64Image.IsElf(image)) return;
            Elf64Image parsed = Elf64Image.Parse(image);
            Plant(parsed.Segments.Length > 1);
        }
        catch (BootException)
        {
        }
    }

    private static void Segment(byte[] file, int at, uint type, ulong offset, ulong address, ulong inFile, ulong inMemory)
    {
        Put(file, at, type, 4);
        Put(file, at + 8, offset, 8);
        Put(file, at + 16, address, 8);
        Put(file, at + 24, address, 8);
        Put(file, at + 32, inFile, 8);
        Put(file, at + 40, inMemory, 8);
        Put(file, at + 48, 4, 8);
    }

    private static void Put(byte[] file, int at, ulong value, int width) => BitConverter.GetBytes(value).AsSpan(0, width).CopyTo(file.AsSpan(at));
}
