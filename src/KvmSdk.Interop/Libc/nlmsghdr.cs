using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>What a message to or from the kernel begins with (<c>linux/netlink.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct nlmsghdr
{
    /// <summary>Bytes of the message, these among them.</summary>
    public uint nlmsg_len;

    /// <summary>What it is.</summary>
    public ushort nlmsg_type;

    /// <summary>How it is meant.</summary>
    public ushort nlmsg_flags;

    /// <summary>A number that the answer repeats.</summary>
    public uint nlmsg_seq;

    /// <summary>The socket that it is from.</summary>
    public uint nlmsg_pid;
}
