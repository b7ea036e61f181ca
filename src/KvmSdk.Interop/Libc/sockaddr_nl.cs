using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>The address of a socket to the kernel (<c>linux/netlink.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct sockaddr_nl
{
    /// <summary><see cref="Libc.AF_NETLINK"/>.</summary>
    public ushort nl_family;

    /// <summary>Zero.</summary>
    public ushort nl_pad;

    /// <summary>The socket; 0 has the kernel choose a number.</summary>
    public uint nl_pid;

    /// <summary>Of what it is told.</summary>
    public uint nl_groups;
}
