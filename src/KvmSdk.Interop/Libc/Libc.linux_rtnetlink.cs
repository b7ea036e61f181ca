namespace KvmSdk.Interop;

/// <content><c>linux/netlink.h</c>, <c>linux/rtnetlink.h</c> and <c>linux/if_link.h</c>.</content>
public static partial class Libc
{
    /// <summary>Domain and type of a socket to the kernel, and its protocol for network interfaces.</summary>
    public const int AF_NETLINK = 16, SOCK_RAW = 3, NETLINK_ROUTE = 0;

    /// <summary>In <see cref="nlmsghdr.nlmsg_flags"/>: a request.</summary>
    public const ushort NLM_F_REQUEST = 1;

    /// <summary>In <see cref="nlmsghdr.nlmsg_type"/>: asks for an interface's statistics; answers so; says that an interface is gone.</summary>
    public const ushort RTM_GETSTATS = 94, RTM_NEWSTATS = 92, RTM_DELLINK = 17;

    /// <summary>In <see cref="sockaddr_nl.nl_groups"/>: interfaces that come, change and go.</summary>
    public const uint RTMGRP_LINK = 1;

    /// <summary>Among news of an interface: <see cref="rtnl_link_stats64"/>.</summary>
    public const ushort IFLA_STATS64 = 23;

    /// <summary>Among statistics: <see cref="rtnl_link_stats64"/>. Its bit in <see cref="if_stats_msg.filter_mask"/> is that of the number before.</summary>
    public const ushort IFLA_STATS_LINK_64 = 1;
}
