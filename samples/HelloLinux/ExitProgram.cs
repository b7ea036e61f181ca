// Why: the machine has a debug-exit port, but Debian's cloud kernel has no /dev/port to write to it with. A program may
// use ports that the kernel opens for it, and it takes ten instructions.

using System.Buffers.Binary;
using System.Diagnostics;

namespace HelloLinux;

/// <summary>A guest program that reads one byte and writes it to the machine's debug-exit port: a whole ELF executable.</summary>
internal static class ExitProgram
{
    /// <summary>Where Linux programs usually lie.</summary>
    private const ulong Base = 0x40_0000;

    private const int FileHeader = 64;
    private const int ProgramHeader = 56;

    /// <summary>The executable.</summary>
    /// <param name="port">The debug-exit port; <c>out</c> takes it as one byte.</param>
    public static byte[] For(byte port)
    {
        byte[] code =
        [
            0x31, 0xFF, //                   xor edi, edi       standard input
            0x54, 0x5E, //                   push rsp; pop rsi  a byte on the stack
            0xBA, 1, 0, 0, 0, //             mov edx, 1
            0x31, 0xC0, 0x0F, 0x05, //       read(edi, rsi, edx)
            0xBF, port, 0, 0, 0, //          mov edi, port
            0xBE, 1, 0, 0, 0, //             mov esi, 1         one port; edx is still 1: open it
            0xB8, 173, 0, 0, 0, 0x0F, 0x05, // ioperm(edi, esi, edx)
            0x8A, 0x04, 0x24, //             mov al, [rsp]
            0xE6, port, //                   out port, al
            0x31, 0xFF, //                   xor edi, edi       still here: the machine has no such port
            0xB8, 60, 0, 0, 0, 0x0F, 0x05, // exit(edi)
        ];

        byte[] file = new byte[FileHeader + ProgramHeader + code.Length];
        Span<byte> header = file;
        ((ReadOnlySpan<byte>)[0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1]).CopyTo(header); // 64 bits, little-endian, version 1
        BinaryPrimitives.WriteUInt16LittleEndian(header[16..], 2); //                  e_type: ET_EXEC
        BinaryPrimitives.WriteUInt16LittleEndian(header[18..], 62); //                 e_machine: EM_X86_64
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], 1); //                  e_version
        BinaryPrimitives.WriteUInt64LittleEndian(header[24..], Base + FileHeader + ProgramHeader); // e_entry
        BinaryPrimitives.WriteUInt64LittleEndian(header[32..], FileHeader); //         e_phoff
        BinaryPrimitives.WriteUInt16LittleEndian(header[52..], FileHeader); //         e_ehsize
        BinaryPrimitives.WriteUInt16LittleEndian(header[54..], ProgramHeader); //      e_phentsize
        BinaryPrimitives.WriteUInt16LittleEndian(header[56..], 1); //                  e_phnum

        Span<byte> segment = header[FileHeader..];
        BinaryPrimitives.WriteUInt32LittleEndian(segment, 1); //                       p_type: PT_LOAD, the whole file
        BinaryPrimitives.WriteUInt32LittleEndian(segment[4..], 5); //                  p_flags: readable, executable
        BinaryPrimitives.WriteUInt64LittleEndian(segment[16..], Base); //              p_vaddr
        BinaryPrimitives.WriteUInt64LittleEndian(segment[24..], Base); //              p_paddr
        BinaryPrimitives.WriteUInt64LittleEndian(segment[32..], (ulong)file.Length); // p_filesz
        BinaryPrimitives.WriteUInt64LittleEndian(segment[40..], (ulong)file.Length); // p_memsz
        BinaryPrimitives.WriteUInt64LittleEndian(segment[48..], 0x1000); //            p_align
        code.CopyTo(segment[ProgramHeader..]);
        Debug.Assert(file.Length < 0x1000, "one page holds it");
        return file;
    }
}
