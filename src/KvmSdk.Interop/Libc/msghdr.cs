using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>What is sent in one call (<c>bits/socket.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct msghdr
{
    /// <summary>Whom it is for; null on a connection.</summary>
    public void* msg_name;

    /// <summary>Bytes of that address.</summary>
    public uint msg_namelen;

    /// <summary>The pieces.</summary>
    public iovec* msg_iov;

    /// <summary>How many.</summary>
    public nuint msg_iovlen;

    /// <summary>Control messages; null for none.</summary>
    public void* msg_control;

    /// <summary>Bytes of them.</summary>
    public nuint msg_controllen;

    /// <summary>Flags of what was received.</summary>
    public int msg_flags;
}
