using System.Buffers.Binary;

namespace KvmSdk.Boot.Cpu;

/// <summary>
/// The task state segment that TR must point at in 64-bit mode. A guest at CPL 3 needs one thing from it: the ring 0 stack that an interrupt
/// switches to.
/// </summary>
/// <remarks>Intel SDM volume 3, 8.7 (64-bit TSS) and 8.2.1 (32-bit TSS, also 104 bytes).</remarks>
public static class TaskStateSegment
{
    /// <summary>Bytes in a TSS without an I/O permission map.</summary>
    public const int SizeInBytes = 104;

    private const int Rsp0 = 4;
    private const int IoMapBase = 102;

    /// <summary>Writes a 64-bit TSS.</summary>
    /// <param name="segment">At least <see cref="SizeInBytes"/> bytes.</param>
    /// <param name="ring0Stack">RSP after an interrupt from CPL 3.</param>
    public static void Write(Span<byte> segment, ulong ring0Stack)
    {
        segment[..SizeInBytes].Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(segment[Rsp0..], ring0Stack);

        // A map base past the limit means no map: port access from CPL 3 is then decided by IOPL alone.
        BinaryPrimitives.WriteUInt16LittleEndian(segment[IoMapBase..], SizeInBytes);
    }
}
