using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>What is asked of a network interface, and its answer (<c>linux/if.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct ifreq
{
    /// <summary>Room for an interface's name in <see cref="ifr_ifrn_union.ifrn_name"/>, with the 0 byte that ends it.</summary>
    public const int IFNAMSIZ = 16;

    /// <summary>Which interface.</summary>
    public ifr_ifrn_union ifr_ifrn;

    /// <summary>What of it.</summary>
    public ifr_ifru_union ifr_ifru;

    /// <summary>The union <see cref="ifreq.ifr_ifrn"/>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct ifr_ifrn_union
    {
        /// <summary>The name (<c>ifr_name</c>).</summary>
        public ifrn_name_array ifrn_name;

        /// <summary>The array type of <see cref="ifrn_name"/>.</summary>
        [InlineArray(IFNAMSIZ)]
        public struct ifrn_name_array
        {
            private byte _element0;
        }
    }

    /// <summary>The union <see cref="ifreq.ifr_ifru"/>.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 24)]
    public unsafe struct ifr_ifru_union
    {
        /// <summary>Flags (<c>ifr_flags</c>).</summary>
        [FieldOffset(0)] public short ifru_flags;

        /// <summary>A number (<c>ifr_ifindex</c> and others).</summary>
        [FieldOffset(0)] public int ifru_ivalue;

        /// <summary>The largest packet (<c>ifr_mtu</c>).</summary>
        [FieldOffset(0)] public int ifru_mtu;

        /// <summary>Whatever the request defines.</summary>
        [FieldOffset(0)] public void* ifru_data;
    }
}
