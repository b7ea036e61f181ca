using System.Runtime.InteropServices;

namespace KvmSdk.Devices.Virtio.Net;

// What goes over the queues and stands in the configuration space, as linux/virtio_net.h lays it out. All little-endian.

/// <summary>Sizes and numbers of the network protocol: virtio 1.2, section 5.1.</summary>
internal static class NetFormat
{
    /// <summary>Bytes of <see cref="NetHeader"/>, which every frame begins with.</summary>
    public const int HeaderSize = 12;

    /// <summary>Bytes of an Ethernet header: two addresses and a type.</summary>
    public const int EthernetHeader = 14;

    /// <summary>Bytes that a VLAN tag adds to it.</summary>
    public const int VlanTag = 4;

    /// <summary>The longest frame: what a length of IP can say, behind the longest Ethernet header.</summary>
    public const int LargestFrame = ushort.MaxValue + EthernetHeader + VlanTag;

    /// <summary>The MTU of Ethernet, where the device says no other.</summary>
    public const int EthernetMtu = 1500;

    /// <summary>VIRTIO_NET_S_LINK_UP.</summary>
    public const ushort LinkUp = 1;

    /// <summary>VIRTIO_NET_HDR_F_NEEDS_CSUM.</summary>
    public const byte NeedsChecksum = 1;

    // VIRTIO_NET_HDR_GSO_*.
    public const byte GsoNone = 0;
    public const byte GsoTcp4 = 1;
    public const byte GsoTcp6 = 4;

    // VIRTIO_NET_OK, VIRTIO_NET_ERR: the answers to a command.
    public const byte Done = 0;
    public const byte Refused = 1;

    // VIRTIO_NET_CTRL_MQ and VIRTIO_NET_CTRL_MQ_VQ_PAIRS_SET: the class and the command.
    public const byte MultiqueueClass = 4;
    public const byte SetPairs = 0;
}

/// <summary><c>struct virtio_net_ctrl_hdr</c>: what a command begins with.</summary>
[HotPath]
[StructLayout(LayoutKind.Sequential)]
internal readonly struct NetCommand
{
    public readonly byte Class;
    public readonly byte Command;

    public bool IsSetPairs => Class == NetFormat.MultiqueueClass && Command == NetFormat.SetPairs;
}

/// <summary><c>struct virtio_net_hdr_v1</c>: what stands before every frame.</summary>
[HotPath]
[StructLayout(LayoutKind.Sequential)]
internal struct NetHeader
{
    public byte Flags;
    public byte GsoType;
    public ushort HeaderLength;
    public ushort GsoSize;
    public ushort ChecksumStart;
    public ushort ChecksumOffset;
    public ushort BufferCount;

    /// <summary>Whether the header asks only for what was agreed on, and of bytes that the frame has.</summary>
    /// <param name="frame">Length of the frame.</param>
    /// <param name="checksum">Whether a checksum may be left open.</param>
    /// <param name="tcp4">Whether TCP over IPv4 may be uncut.</param>
    /// <param name="tcp6">Whether TCP over IPv6 may be uncut.</param>
    public readonly bool IsAcceptable(ulong frame, bool checksum, bool tcp4, bool tcp6)
    {
        bool isOpen = (Flags & NetFormat.NeedsChecksum) != 0;
        // A checksum is two bytes long.
        if (isOpen && (!checksum || (ulong)ChecksumStart + ChecksumOffset + sizeof(ushort) > frame)) return false;
        return GsoType switch
        {
            NetFormat.GsoNone => true,
            // Whoever cuts has to complete the checksum of each piece.
            NetFormat.GsoTcp4 => tcp4 && isOpen && GsoSize != 0,
            NetFormat.GsoTcp6 => tcp6 && isOpen && GsoSize != 0,
            _ => false,
        };
    }
}

/// <summary><c>struct virtio_net_config</c> up to the MTU; fields of features never offered stay 0.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct NetConfiguration
{
    public ushort MacFirst;
    public uint MacLast;
    public ushort Status;
    public ushort MaxQueuePairs;
    public ushort Mtu;
}
