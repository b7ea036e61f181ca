using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>A question for an interface's statistics, and the head of the answer (<c>linux/if_link.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct if_stats_msg
{
    /// <summary>Zero: any.</summary>
    public byte family;

    /// <summary>Zero.</summary>
    public byte pad1;

    /// <summary>Zero.</summary>
    public ushort pad2;

    /// <summary>The interface's number.</summary>
    public uint ifindex;

    /// <summary>Which statistics.</summary>
    public uint filter_mask;
}
