using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>A descriptor for a queue (<c>linux/vhost_types.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct vhost_vring_file
{
    /// <summary>Which queue.</summary>
    public uint index;

    /// <summary>The descriptor, or -1 for none.</summary>
    public int fd;
}
