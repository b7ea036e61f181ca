using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>A range of guest memory and where this process has it (<c>linux/vhost_types.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct vhost_memory_region
{
    /// <summary>Guest-physical address.</summary>
    public ulong guest_phys_addr;

    /// <summary>Bytes.</summary>
    public ulong memory_size;

    /// <summary>Address in this process.</summary>
    public ulong userspace_addr;

    /// <summary>Zero.</summary>
    public ulong flags_padding;
}
