using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>Where in this process a queue lies (<c>linux/vhost_types.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct vhost_vring_addr
{
    /// <summary>Which queue.</summary>
    public uint index;

    /// <summary>Zero: no log of what is written.</summary>
    public uint flags;

    /// <summary>The descriptor table.</summary>
    public ulong desc_user_addr;

    /// <summary>The used ring.</summary>
    public ulong used_user_addr;

    /// <summary>The available ring.</summary>
    public ulong avail_user_addr;

    /// <summary>Where writes are logged, if they are.</summary>
    public ulong log_guest_addr;
}
