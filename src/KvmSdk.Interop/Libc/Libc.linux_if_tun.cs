namespace KvmSdk.Interop;

/// <content><c>linux/if_tun.h</c>: network interfaces whose cable ends in a descriptor of <c>/dev/net/tun</c>.</content>
public static partial class Libc
{
    /// <summary>In <see cref="ifreq.ifr_ifru_union.ifru_flags"/>: packets of IP; Ethernet frames; several descriptors for one interface.</summary>
    public const short IFF_TUN = 0x0001, IFF_TAP = 0x0002, IFF_MULTI_QUEUE = 0x0100;

    /// <summary>In <see cref="ifreq.ifr_ifru_union.ifru_flags"/>: before each frame no description of it; a header of virtio's.</summary>
    public const short IFF_NO_PI = 0x1000, IFF_VNET_HDR = 0x4000;

    /// <summary>Request for <see cref="ioctl(int, nuint, void*)"/> with an <see cref="ifreq"/>: attach to an interface. If none has the name, it is made.</summary>
    public const uint TUNSETIFF = 0x4004_54CA;

    /// <summary>Request for <see cref="ioctl(int, nuint, void*)"/> with an <see cref="ifreq"/>: what the descriptor is attached to.</summary>
    public const uint TUNGETIFF = 0x8004_54D2;

    /// <summary>Request for <see cref="ioctl(int, nuint, nint)"/>: which of <c>TUN_F_*</c> the reader of frames takes.</summary>
    public const uint TUNSETOFFLOAD = 0x4004_54D0;

    /// <summary>Request for <see cref="ioctl(int, nuint, void*)"/> with an int: bytes of the header before each frame.</summary>
    public const uint TUNSETVNETHDRSZ = 0x4004_54D8;

    /// <summary>Request for <see cref="ioctl(int, nuint, void*)"/> with an <see cref="ifreq"/>: attach or detach one of several queues.</summary>
    public const uint TUNSETQUEUE = 0x4004_54D9;

    /// <summary>In <see cref="ifreq.ifr_ifru_union.ifru_flags"/>, for <see cref="TUNSETQUEUE"/>: the queue gets frames; it gets none.</summary>
    public const short IFF_ATTACH_QUEUE = 0x0200, IFF_DETACH_QUEUE = 0x0400;

    /// <summary>For <see cref="TUNSETOFFLOAD"/>: open checksums; uncut TCP over IPv4, over IPv6.</summary>
    public const uint TUN_F_CSUM = 0x01, TUN_F_TSO4 = 0x02, TUN_F_TSO6 = 0x04;
}
