using static KvmSdk.Boot.Linux.SetupHeader;

namespace KvmSdk.Boot.Linux;

/// <summary>
/// A compressed Linux kernel, as distributions ship it: a setup header, a decompressor, a payload. <see cref="Parse"/> checks everything a
/// loader relies on, so that each number here may be used without a further look.
/// </summary>
/// <remarks>Documentation/arch/x86/boot, "The Real-Mode Kernel Header".</remarks>
public sealed class BzImage
{
    private const int Sector = 512;
    private const int DefaultSetupSectors = 4;
    private const ushort LeastVersion = 0x20c;
    private const uint EntryOffset64 = 0x200;
    private const string Damaged = "the file is damaged, so copy or build it again";

    private BzImage(IImageReader reader, byte[] header, int headerEnd, ulong kernelOffset, ulong kernelSize)
    {
        Reader = reader;
        Header = header.AsMemory(Start, headerEnd - Start);
        KernelOffset = kernelOffset;
        KernelSize = kernelSize;
        ProtocolVersion = U16(header, Protocol);
        InitrdAddressMax = U32(header, SetupHeader.InitrdAddressMax);
        CommandLineMax = U32(header, CommandLineSize);
        PayloadOffset = kernelOffset + U32(header, SetupHeader.PayloadOffset);
        PayloadLength = U32(header, SetupHeader.PayloadLength);
        InitSize = U32(header, SetupHeader.InitSize);
        RuntimeStart = RuntimeStartOf(header);
    }

    /// <summary>The file.</summary>
    public IImageReader Reader { get; }

    /// <summary>The setup header, from offset 0x1f1 on, to be copied into the zero page.</summary>
    public ReadOnlyMemory<byte> Header { get; }

    /// <summary>Boot protocol: major version times 256 plus minor, at least 0x20c (2.12).</summary>
    public ushort ProtocolVersion { get; }

    /// <summary>File offset of the protected-mode part, which is loaded at <see cref="BootLayout.Kernel"/>.</summary>
    public ulong KernelOffset { get; }

    /// <summary>Bytes of the protected-mode part.</summary>
    public ulong KernelSize { get; }

    /// <summary>Highest address a byte of the initial RAM disk may have.</summary>
    public ulong InitrdAddressMax { get; }

    /// <summary>Bytes of command line this kernel reads, without the NUL.</summary>
    public ulong CommandLineMax { get; }

    /// <summary>File offset of the compressed kernel.</summary>
    public ulong PayloadOffset { get; }

    /// <summary>Bytes of compressed kernel; 0 if the image does not say.</summary>
    public ulong PayloadLength { get; }

    /// <summary>Bytes the kernel needs from <see cref="RuntimeStart"/> on before it looks at the memory map.</summary>
    public ulong InitSize { get; }

    /// <summary>Where the kernel unpacks itself to when it is loaded at <see cref="BootLayout.Kernel"/>.</summary>
    public ulong RuntimeStart { get; }

    /// <summary>One past the last byte the kernel uses before it looks at the memory map.</summary>
    public ulong End => Math.Max(BootLayout.Kernel + KernelSize, RuntimeStart + InitSize);

    /// <summary>The 64-bit entry point.</summary>
    public static ulong Entry => BootLayout.Kernel + EntryOffset64;

    /// <summary>Reads and checks the setup header.</summary>
    /// <exception cref="BootException">The file is no bzImage with a 64-bit entry, or is truncated or inconsistent.</exception>
    public static BzImage Parse(IImageReader reader)
    {
        byte[] header = new byte[MostEnd];
        int present = (int)Math.Min(reader.Length, MostEnd);
        reader.Read(0, header.AsSpan(0, present));
        if (U16(header, BootFlag) != BootFlagValue || U32(header, Magic) != MagicValue)
        {
            throw NotAKernel(header, reader.Name);
        }

        if (present < MostEnd)
        {
            throw ImageBytes.Truncated(reader, 0, MostEnd, "the setup header");
        }

        CheckKind(header, reader.Name);
        int headerEnd = Jump + 2 + header[Jump + 1];
        if (header[Jump] != JumpShort || headerEnd is < LeastEnd or > MostEnd)
        {
            throw new BootException(reader.Name, $"its setup header ends at 0x{headerEnd:x}, not between 0x{LeastEnd:x} and 0x{MostEnd:x}", Damaged);
        }

        uint alignment = U32(header, KernelAlignment);
        if (header[Relocatable] != 0 && !uint.IsPow2(alignment))
        {
            throw new BootException(reader.Name, $"its kernel alignment 0x{alignment:x} is no power of two", Damaged);
        }

        ulong preferred = U64(header, PreferredAddress);
        if (preferred > uint.MaxValue || (header[Relocatable] == 0 && preferred < BootLayout.Kernel))
        {
            throw new BootException(reader.Name, $"its preferred address 0x{preferred:x} is not between 1 MiB and 4 GiB", Damaged);
        }

        (ulong kernelOffset, ulong kernelSize) = KernelPart(header, reader);
        BzImage image = new(reader, header, headerEnd, kernelOffset, kernelSize);
        if (image.PayloadOffset - kernelOffset + image.PayloadLength > kernelSize)
        {
            throw new BootException(reader.Name, $"its payload of {image.PayloadLength} bytes at file offset 0x{image.PayloadOffset:x} "
                + $"reaches past the {kernelSize} bytes of kernel", Damaged);
        }

        return image;
    }

    private static void CheckKind(ReadOnlySpan<byte> header, string name)
    {
        ushort version = U16(header, Protocol);
        if (version < LeastVersion)
        {
            throw new BootException(name, $"its boot protocol {version >> 8}.{version & 0xff:d2} has no 64-bit entry (2.12 introduced it)",
                "use Linux 3.8 or newer");
        }

        if ((header[LoadFlags] & LoadedHigh) == 0)
        {
            throw new BootException(name, "it is a zImage, loaded below 640 KiB", "build a bzImage");
        }

        if ((U16(header, ExtendedLoadFlags) & Kernel64) == 0)
        {
            throw new BootException(name, "it has no 64-bit entry point (XLF_KERNEL_64 is not set)", "use an x86-64 kernel, not a 32-bit one");
        }
    }

    private static (ulong Offset, ulong Size) KernelPart(ReadOnlySpan<byte> header, IImageReader reader)
    {
        int sectors = header[SetupSectors] == 0 ? DefaultSetupSectors : header[SetupSectors];
        ulong offset = (ulong)((sectors + 1) * Sector);
        // A signature may follow the kernel, and the count is in units of 16 bytes, so the file may be longer or up to 15 bytes shorter.
        ulong declared = (ulong)U32(header, KernelParagraphs) * 16;
        ulong present = (ulong)reader.Length > offset ? (ulong)reader.Length - offset : 0;
        return declared > EntryOffset64 && declared < present + 16
            ? (offset, Math.Min(declared, present))
            : throw ImageBytes.Truncated(reader, offset, declared, "the kernel");
    }

    /// <summary>
    /// The protocol's text says align_up(load address); the decompressor (head_64.S) then also moves up to the address the kernel was linked
    /// for if that is higher, which is the preferred address. The higher of the two is what memory has to suffice for.
    /// </summary>
    private static ulong RuntimeStartOf(ReadOnlySpan<byte> header)
    {
        ulong preferred = U64(header, PreferredAddress);
        ulong alignment = U32(header, KernelAlignment);
        return header[Relocatable] == 0 ? preferred : Math.Max(preferred, (BootLayout.Kernel + alignment - 1) & ~(alignment - 1));
    }

    private static BootException NotAKernel(ReadOnlySpan<byte> header, string name) => new(
        name,
        U32(header, Arm64Magic) == Arm64MagicValue ? "it is a kernel for AArch64" : "it is neither a bzImage nor an ELF file",
        "give a vmlinuz (bzImage) or vmlinux (ELF) for x86-64");
}
