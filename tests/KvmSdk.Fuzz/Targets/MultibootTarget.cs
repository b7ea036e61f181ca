using KvmSdk.Boot;
using KvmSdk.Boot.Memory;
using KvmSdk.Boot.Multiboot;

namespace KvmSdk.Fuzz.Targets;

/// <summary>A Multiboot kernel that anybody may have made: a 32-bit ELF file, or one whose header says itself what goes where.</summary>
internal sealed class MultibootTarget : FuzzTarget
{
    private const int RamSize = 2 << 20;
    private const uint Magic = 0x1BAD_B002;
    private const uint At = 0x10_0000;
    private const byte Untouched = 0x5A;
    private static readonly RamRange _reserved = new(0x18_0000, 0x1000);

    private readonly FakeRam _ram = new();

    public override string Name => "multiboot";

    public override IEnumerable<byte[]> Seeds => [Addressed(), Elf()];

    public override void Run(ReadOnlySpan<byte> input)
    {
        MemoryImage kernel = new("fuzz", input.ToArray());
        _ram.Reserved.Fill(Untouched);
        try
        {
            MultibootImage image = MultibootImage.Parse(kernel);
            Require(image.Segments.Any(segment => segment.Range.Contains(image.Entry, 1)), "the entry lies in nothing that is loaded");
            Require(image.Segments.All(segment => segment.Range.Length > 0 && segment.FileSize <= segment.Range.Length && segment.Range.End <= 1UL << 32), "a segment is empty, or ends above 4 GiB");
            Require(image.Segments.All(segment => segment.FileSize <= (ulong)kernel.Length && segment.Offset <= (ulong)kernel.Length - segment.FileSize), "a segment is not within the file");
            Plant(image.Segments.Length > 1);
            MultibootRequest request = new()
            {
                Kernel = kernel,
                CommandLine = "fuzz",
                Modules = [new(new MemoryImage("module", new byte[100]), "first")],
                Reserved = [new ReservedMemory("fuzz", _reserved)],
            };
            MultibootLoader.Load(_ram, request);
        }
        catch (BootException)
        {
        }

        Require(!_ram.Reserved.ContainsAnyExcept(Untouched), "memory was written to that is to be left alone");
    }

    private static byte[] Addressed()
    {
        byte[] file = new byte[64];
        Put(file, 0, Magic, 0x1_0003, Checksum(0x1_0003), At, At, At + 48, At + 4096, At + 32);
        return file;
    }

    private static byte[] Elf()
    {
        byte[] file = new byte[160];
        byte[] magic = [0x7F, (byte)'E', (byte)'L', (byte)'F', 1, 1, 1];
        magic.CopyTo(file, 0);
        Put(file, 16, 2 | (3 << 16), 1, At, 52);
        Put(file, 40, 52 | (32 << 16), 2);

        // One segment of 16 bytes, and an entry of the table that is none.
        Put(file, 52, 1, 128, At, At, 16, 4096, 5, 4);
        Put(file, 84, 4, 128, 0, At + 8192, 16, 16, 4, 4);
        Put(file, 128, Magic, 3, Checksum(3));
        return file;
    }

    private static uint Checksum(uint flags) => unchecked(0 - (Magic + flags));

    private static void Put(byte[] file, int at, params uint[] words)
    {
        foreach (uint word in words)
        {
            BitConverter.TryWriteBytes(file.AsSpan(at), word);
            at += sizeof(uint);
        }
    }

    private sealed class FakeRam : IGuestRam
    {
        private static readonly RamRange[] _ranges = [new(0, RamSize)];
        private readonly byte[] _bytes = new byte[RamSize];

        public ReadOnlySpan<RamRange> Ranges => _ranges;

        public Span<byte> Reserved => _bytes.AsSpan((int)_reserved.Start, (int)_reserved.Length);

        public bool TryGetSpan(ulong guestPhysicalAddress, ulong length, out Span<byte> span)
        {
            span = default;
            if (!_ranges[0].Contains(guestPhysicalAddress, length)) return false;
            span = _bytes.AsSpan((int)guestPhysicalAddress, (int)length);
            return true;
        }
    }
}
