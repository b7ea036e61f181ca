using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>A number of a queue (<c>linux/vhost_types.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct vhost_vring_state
{
    /// <summary>Which queue.</summary>
    public uint index;

    /// <summary>The number.</summary>
    public uint num;
}
