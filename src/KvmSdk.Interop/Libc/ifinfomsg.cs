using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>The head of news of an interface (<c>linux/rtnetlink.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct ifinfomsg
{
    /// <summary>Zero: any.</summary>
    public byte ifi_family;

    /// <summary>Zero.</summary>
    public byte __ifi_pad;

    /// <summary>Kind of its hardware.</summary>
    public ushort ifi_type;

    /// <summary>Its number.</summary>
    public int ifi_index;

    /// <summary>Its flags.</summary>
    public uint ifi_flags;

    /// <summary>Which of them have changed.</summary>
    public uint ifi_change;
}
