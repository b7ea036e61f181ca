using System.Buffers.Binary;

namespace KvmSdk.Boot.Linux;

/// <summary>
/// Offsets of <c>struct boot_params</c> and the setup header in it (asm/bootparam.h; Documentation/arch/x86/boot and zero-page). A bzImage has
/// the header at the same offsets as the zero page, so one set of numbers serves the reader and the writer.
/// </summary>
internal static class SetupHeader
{
    public const int AcpiRsdp = 0x070;
    public const int E820Count = 0x1e8;
    public const int Start = 0x1f1;
    public const int SetupSectors = 0x1f1;
    public const int KernelParagraphs = 0x1f4;
    public const int VideoMode = 0x1fa;
    public const int BootFlag = 0x1fe;
    public const int Jump = 0x200;
    public const int Magic = 0x202;
    public const int Protocol = 0x206;
    public const int TypeOfLoader = 0x210;
    public const int LoadFlags = 0x211;
    public const int Code32Start = 0x214;
    public const int RamdiskImage = 0x218;
    public const int RamdiskSize = 0x21c;
    public const int CommandLinePointer = 0x228;
    public const int InitrdAddressMax = 0x22c;
    public const int KernelAlignment = 0x230;
    public const int Relocatable = 0x234;
    public const int ExtendedLoadFlags = 0x236;
    public const int CommandLineSize = 0x238;
    public const int PayloadOffset = 0x248;
    public const int PayloadLength = 0x24c;
    public const int SetupData = 0x250;
    public const int PreferredAddress = 0x258;
    public const int InitSize = 0x260;

    /// <summary>One past the last field read here; a header of protocol 2.12 is longer.</summary>
    public const int LeastEnd = 0x264;

    /// <summary>The header's place in the zero page ends here.</summary>
    public const int MostEnd = 0x290;

    public const int E820Table = 0x2d0;
    public const int E820EntrySize = 20;

    /// <summary>Where another architecture's kernel has its magic number (asm/image.h of arm64).</summary>
    public const int Arm64Magic = 0x038;

    public const uint Arm64MagicValue = 0x644d_5241; // "ARM\x64"

    public const ushort BootFlagValue = 0xaa55;
    public const uint MagicValue = 0x5372_6448; // "HdrS"
    public const byte JumpShort = 0xeb;
    public const byte LoadedHigh = 1 << 0;
    public const ushort Kernel64 = 1 << 0;

    public static ushort U16(ReadOnlySpan<byte> page, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(page[offset..]);

    public static uint U32(ReadOnlySpan<byte> page, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(page[offset..]);

    public static ulong U64(ReadOnlySpan<byte> page, int offset) => BinaryPrimitives.ReadUInt64LittleEndian(page[offset..]);

    public static void Put(Span<byte> page, int offset, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(page[offset..], value);

    public static void Put(Span<byte> page, int offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(page[offset..], value);

    public static void Put(Span<byte> page, int offset, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(page[offset..], value);
}
