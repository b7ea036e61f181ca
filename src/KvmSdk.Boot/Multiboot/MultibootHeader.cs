using System.Buffers.Binary;

namespace KvmSdk.Boot.Multiboot;

/// <summary>The header by which a kernel says that it is one, and what it wants: Multiboot Specification 0.6.96, section 3.1.</summary>
internal readonly record struct MultibootHeader
{
    /// <summary>The header begins and ends within so many bytes of the file.</summary>
    public const int SearchedBytes = 8192;

    private const uint Magic = 0x1BAD_B002;
    private const int Alignment = 4;
    private const int ShortSize = 12;
    private const int WithAddressesSize = 32;
    private const uint WantsVideo = 1 << 2;
    private const uint HasAddresses = 1 << 16;

    // What a loader must not ignore (bits 0 to 15): modules at page boundaries, and what RAM there is. A machine gives both always.
    private const uint KnownRequests = (1 << 0) | (1 << 1);
    private const uint Requests = 0xFFFF;

    /// <summary>Where it stands in the file.</summary>
    public int Offset { get; private init; }

    /// <summary>Whether the five addresses below count, whatever the file's format is.</summary>
    public bool IsAddressed { get; private init; }

    /// <summary>Where the header itself is to be in memory: from it follows which byte of the file goes where.</summary>
    public uint HeaderAddress { get; private init; }

    /// <summary>Where loading begins in memory.</summary>
    public uint LoadAddress { get; private init; }

    /// <summary>One past the last loaded byte in memory; 0 for the whole rest of the file.</summary>
    public uint LoadEndAddress { get; private init; }

    /// <summary>One past the last byte to be zeroed in memory; 0 for none.</summary>
    public uint BssEndAddress { get; private init; }

    /// <summary>The first instruction in memory.</summary>
    public uint EntryAddress { get; private init; }

    /// <summary>Finds and reads the header.</summary>
    /// <exception cref="BootException">There is none, or it asks for what a machine has not.</exception>
    public static MultibootHeader Find(IImageReader image)
    {
        byte[] beginning = new byte[Math.Min(image.Length, SearchedBytes)];
        image.Read(0, beginning);
        int? damaged = null;
        for (int at = 0; at + ShortSize <= beginning.Length; at += Alignment)
        {
            ReadOnlySpan<byte> header = beginning.AsSpan(at);
            if (Word(header, 0) != Magic)
            {
                continue;
            }

            if (Magic + Word(header, 4) + Word(header, 8) == 0)
            {
                return Read(header, at, image.Name);
            }

            damaged ??= at;
        }

        throw damaged is int offset
            ? new BootException(image.Name, $"its Multiboot header at offset 0x{offset:x} has a wrong checksum", "make magic number, flags and checksum add up to 0")
            : new BootException(
                image.Name, $"it has no Multiboot header at a multiple of {Alignment} in its first {SearchedBytes} bytes",
                "link the section with the header first; a Multiboot 2 kernel (0xE85250D6) needs one of version 1 beside it");
    }

    private static MultibootHeader Read(ReadOnlySpan<byte> header, int offset, string name)
    {
        uint flags = Word(header, 4);
        if ((flags & WantsVideo) != 0)
        {
            throw new BootException(name, "its Multiboot header asks for a video mode (flag bit 2), and a machine has no display", "build the kernel without it");
        }

        if ((flags & Requests & ~KnownRequests) is not 0 and uint unknown)
        {
            throw new BootException(name, $"its Multiboot header asks for what version 0.6.96 does not know (flags 0x{unknown:x})", "clear these of bits 0 to 15");
        }

        if ((flags & HasAddresses) == 0)
        {
            return new() { Offset = offset };
        }

        if (header.Length < WithAddressesSize)
        {
            throw new BootException(name, $"its Multiboot header at offset 0x{offset:x} is cut off", $"link it so that its {WithAddressesSize} bytes are within the first {SearchedBytes}");
        }

        return new()
        {
            Offset = offset,
            IsAddressed = true,
            HeaderAddress = Word(header, 12),
            LoadAddress = Word(header, 16),
            LoadEndAddress = Word(header, 20),
            BssEndAddress = Word(header, 24),
            EntryAddress = Word(header, 28),
        };
    }

    private static uint Word(ReadOnlySpan<byte> header, int at) => BinaryPrimitives.ReadUInt32LittleEndian(header[at..]);
}
