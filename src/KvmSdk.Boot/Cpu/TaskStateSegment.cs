using System.Buffers.Binary;

namespace KvmSdk.Boot.Cpu;

/// <summary>
/// The task state segment that TR must point at in 64-bit mode. A guest at CPL 3 needs two things from it: the ring 0 stack that an interrupt
/// switches to, and the map that lets it use ports. Either the map or IOPL 3 would do the latter on hardware. Both are given, because a
/// para-virtual KVM back end was met that holds IOPL at 0 and honours only the map, and an emulated AMD-V (QEMU's) that does the opposite.
/// </summary>
/// <remarks>Intel SDM volume 3, 8.7 (64-bit TSS), 8.2.1 (32-bit TSS, also 104 bytes); volume 1, 19.5.2 (I/O permission map).</remarks>
public static class TaskStateSegment
{
    /// <summary>Bytes of an I/O permission map: a bit for each of 65,536 ports, and the byte of ones that must end it.</summary>
    public const int PortMapSize = (65536 / 8) + 1;

    /// <summary>Bytes in a TSS without an I/O permission map.</summary>
    public const int SizeInBytes = 104;

    private const int Rsp0 = 4;
    private const int IoMapBase = 102;

    /// <summary>The limit TR needs: without a map, or with the one at <see cref="BootLayout.PortMap"/>.</summary>
    internal static uint Limit(bool ports) => ports ? PortMapOffset + PortMapSize - 1 : SizeInBytes - 1;

    private static uint PortMapOffset => (uint)(BootLayout.PortMap - BootLayout.TaskStateSegment);

    /// <summary>Writes an I/O permission map that permits every port.</summary>
    /// <param name="map">At least <see cref="PortMapSize"/> bytes.</param>
    internal static void WritePortMap(Span<byte> map)
    {
        map[..PortMapSize].Clear();
        map[PortMapSize - 1] = 0xff;
    }

    /// <summary>Writes a 64-bit TSS.</summary>
    /// <param name="segment">At least <see cref="SizeInBytes"/> bytes.</param>
    /// <param name="ring0Stack">RSP after an interrupt from CPL 3.</param>
    /// <param name="ports">Whether a map at <see cref="BootLayout.PortMap"/> says which ports CPL 3 may use; otherwise it may use none.</param>
    public static void Write(Span<byte> segment, ulong ring0Stack, bool ports = false)
    {
        segment[..SizeInBytes].Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(segment[Rsp0..], ring0Stack);

        // A map base past the limit means no map, and no ports.
        BinaryPrimitives.WriteUInt16LittleEndian(segment[IoMapBase..], ports ? (ushort)PortMapOffset : (ushort)SizeInBytes);
    }
}
