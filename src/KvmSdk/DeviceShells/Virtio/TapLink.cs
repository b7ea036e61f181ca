// Why not /sys/class/net: that is the view of whoever mounted it, in which there may be another interface of this name, or none. A socket belongs to the
// network name space in which the tap was found.

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using KvmSdk.Interop;
using KvmSdk.Kernel;

namespace KvmSdk.DeviceShells.Virtio;

/// <summary>What the kernel knows of a tap as a network interface: what went through it, and that interfaces change (<c>rtnetlink</c>).</summary>
internal sealed unsafe class TapLink : IDisposable
{
    // Statistics are some 200 bytes behind their heads; news of an interface, with whatever else there is to say of it, one or two KiB.
    private const int MessageSize = 8192;

    private readonly Lock _gate = new();
    private readonly Descriptor _questions;
    private readonly Descriptor _news;
    private readonly int _index;

    /// <summary>Begins to listen.</summary>
    /// <param name="index">The interface's number.</param>
    /// <exception cref="HostException">The kernel refuses.</exception>
    public TapLink(int index)
    {
        _index = index;
        _questions = Open(0);
        try
        {
            _news = Open(Libc.RTMGRP_LINK);
        }
        catch
        {
            _questions.Dispose();
            throw;
        }
    }

    /// <summary>A descriptor that can be read when some interface has come, changed or gone.</summary>
    public int News => _news.Number;

    /// <summary>Reads all the news, so that the next ones make an edge.</summary>
    /// <param name="last">What had gone through the interface until it went.</param>
    /// <returns>Whether the news are that it has gone.</returns>
    public bool TryReadEnd(out rtnl_link_stats64 last)
    {
        last = default;
        bool hasEnded = false;
        byte* message = stackalloc byte[MessageSize];
        while (true)
        {
            // SAFETY: the kernel writes at most as many bytes as there is room for, and throws away the rest.
            nint length = Libc.recv(_news.Number, message, MessageSize, Libc.MSG_DONTWAIT);
            if (length < 0 && Libc.errno != Errno.ENOBUFS)
            {
                return hasEnded;
            }

            int heads = sizeof(nlmsghdr) + sizeof(ifinfomsg);
            hasEnded |= length >= heads && ((nlmsghdr*)message)->nlmsg_type == Libc.RTM_DELLINK
                && ((ifinfomsg*)(message + sizeof(nlmsghdr)))->ifi_index == _index
                && TryFind(new ReadOnlySpan<byte>(message, (int)length)[heads..], Libc.IFLA_STATS64, ref last);
        }
    }

    /// <summary>Reads what went through the interface since it was made.</summary>
    /// <returns>Whether it is still there.</returns>
    public bool TryRead(out rtnl_link_stats64 statistics)
    {
        statistics = default;
        Question question = default;
        question.Header.nlmsg_len = (uint)sizeof(Question);
        question.Header.nlmsg_type = Libc.RTM_GETSTATS;
        question.Header.nlmsg_flags = Libc.NLM_F_REQUEST;
        question.Message.ifindex = (uint)_index;
        question.Message.filter_mask = 1u << (Libc.IFLA_STATS_LINK_64 - 1);
        byte* answer = stackalloc byte[MessageSize];
        nint length;
        lock (_gate)
        {
            // SAFETY: the kernel reads the question and writes at most as many bytes as the answer has room for.
            if (_questions.IsClosed || Libc.send(_questions.Number, &question, (nuint)sizeof(Question), 0) != sizeof(Question))
            {
                return false;
            }

            length = Libc.recv(_questions.Number, answer, MessageSize, 0);
        }

        return length >= sizeof(Question) && ((nlmsghdr*)answer)->nlmsg_type == Libc.RTM_NEWSTATS
            && TryFind(new ReadOnlySpan<byte>(answer, (int)length)[sizeof(Question)..], Libc.IFLA_STATS_LINK_64, ref statistics);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _questions.Dispose();
        }

        _news.Dispose();
    }

    // An older kernel knows fewer fields, a newer one more.
    private static bool TryFind(ReadOnlySpan<byte> items, ushort type, ref rtnl_link_stats64 statistics)
    {
        while (items.Length >= sizeof(rtattr))
        {
            rtattr head = Unsafe.ReadUnaligned<rtattr>(in items[0]);
            if (head.rta_len < sizeof(rtattr) || head.rta_len > items.Length)
            {
                return false;
            }

            if (head.rta_type == type)
            {
                Span<byte> target = MemoryMarshal.AsBytes(new Span<rtnl_link_stats64>(ref statistics));
                ReadOnlySpan<byte> source = items[sizeof(rtattr)..head.rta_len];
                source[..Math.Min(source.Length, target.Length)].CopyTo(target);
                return true;
            }

            items = items[Math.Min(items.Length, (head.rta_len + 3) & ~3)..];
        }

        return false;
    }

    private static Descriptor Open(uint groups)
    {
        Descriptor socket = new(Libc.socket(Libc.AF_NETLINK, Libc.SOCK_RAW | Libc.SOCK_CLOEXEC, Libc.NETLINK_ROUTE));
        Errno errno = Libc.errno;
        if (!socket.IsInvalid)
        {
            sockaddr_nl address = new() { nl_family = Libc.AF_NETLINK, nl_groups = groups };

            // SAFETY: the kernel reads the one local structure.
            if (Libc.bind(socket.Number, &address, (uint)sizeof(sockaddr_nl)) == 0)
            {
                return socket;
            }

            errno = Libc.errno;
        }

        socket.Dispose();
        throw KernelError.Make("rtnetlink", errno);
    }

    private struct Question
    {
        public nlmsghdr Header;
        public if_stats_msg Message;
    }
}
