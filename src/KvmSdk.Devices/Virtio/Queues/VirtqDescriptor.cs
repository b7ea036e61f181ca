using System.Runtime.InteropServices;

namespace KvmSdk.Devices.Virtio.Queues;

/// <summary><c>struct virtq_desc</c>: virtio 1.2, section 2.7.5.</summary>
[HotPath]
[StructLayout(LayoutKind.Sequential)]
internal readonly struct VirtqDescriptor
{
    /// <summary>Bytes a descriptor occupies in its table.</summary>
    public const int Size = 16;

    // VIRTQ_DESC_F_*.
    public const ushort FlagNext = 1;
    public const ushort FlagWrite = 2;
    public const ushort FlagIndirect = 4;

    public readonly ulong Address;
    public readonly uint Length;
    public readonly ushort Flags;
    public readonly ushort Next;

    public bool HasNext => (Flags & FlagNext) != 0;

    public bool IsWritable => (Flags & FlagWrite) != 0;

    public bool IsIndirect => (Flags & FlagIndirect) != 0;
}
