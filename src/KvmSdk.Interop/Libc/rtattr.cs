using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>What an item of a message begins with (<c>linux/rtnetlink.h</c>); the next one begins at a multiple of four bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct rtattr
{
    /// <summary>Bytes of the item, these among them.</summary>
    public ushort rta_len;

    /// <summary>What it is.</summary>
    public ushort rta_type;
}
