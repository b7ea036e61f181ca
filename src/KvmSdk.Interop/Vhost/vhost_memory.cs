using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>Header of a list for <c>VHOST_SET_MEM_TABLE</c> (<c>linux/vhost_types.h</c>), which the regions follow directly.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct vhost_memory
{
    /// <summary>Number of regions that follow.</summary>
    public uint nregions;

    /// <summary>Zero.</summary>
    public uint padding;

    /// <summary>The regions behind this header.</summary>
    /// <param name="self">A header in unmanaged or pinned memory with room for its regions.</param>
    // SAFETY: pure address arithmetic; the caller owns the memory and its length.
    public static unsafe vhost_memory_region* regions(vhost_memory* self) => (vhost_memory_region*)(self + 1);
}
