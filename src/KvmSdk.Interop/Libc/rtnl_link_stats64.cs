using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>What went through a network interface since it was made (<c>linux/if_link.h</c>). Older kernels leave the last fields out.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct rtnl_link_stats64
{
    /// <summary>Frames that came in: of a tap, from its program.</summary>
    public ulong rx_packets;

    /// <summary>Frames that went out: of a tap, to its program.</summary>
    public ulong tx_packets;

    /// <summary>Their bytes.</summary>
    public ulong rx_bytes;

    /// <summary>Their bytes.</summary>
    public ulong tx_bytes;

    /// <summary>Bad frames that came in.</summary>
    public ulong rx_errors;

    /// <summary>Frames that could not go out.</summary>
    public ulong tx_errors;

    /// <summary>Frames that came in and were dropped.</summary>
    public ulong rx_dropped;

    /// <summary>Frames that were to go out and were dropped.</summary>
    public ulong tx_dropped;

    /// <summary>Frames for groups that came in.</summary>
    public ulong multicast;

    /// <summary>Collisions.</summary>
    public ulong collisions;

    /// <summary>Of the errors: a wrong length.</summary>
    public ulong rx_length_errors;

    /// <summary>Of the errors: no room in a ring.</summary>
    public ulong rx_over_errors;

    /// <summary>Of the errors: a wrong checksum.</summary>
    public ulong rx_crc_errors;

    /// <summary>Of the errors: a wrong form; of a tap, a header that asks for what cannot be.</summary>
    public ulong rx_frame_errors;

    /// <summary>Of the errors: an overrun.</summary>
    public ulong rx_fifo_errors;

    /// <summary>Of the errors: a missed frame.</summary>
    public ulong rx_missed_errors;

    /// <summary>Of the errors: an abort.</summary>
    public ulong tx_aborted_errors;

    /// <summary>Of the errors: no carrier.</summary>
    public ulong tx_carrier_errors;

    /// <summary>Of the errors: an underrun.</summary>
    public ulong tx_fifo_errors;

    /// <summary>Of the errors: no heartbeat.</summary>
    public ulong tx_heartbeat_errors;

    /// <summary>Of the errors: a late collision.</summary>
    public ulong tx_window_errors;

    /// <summary>Compressed frames that came in.</summary>
    public ulong rx_compressed;

    /// <summary>Compressed frames that went out.</summary>
    public ulong tx_compressed;

    /// <summary>Frames that nobody wanted.</summary>
    public ulong rx_nohandler;

    /// <summary>Frames for another station.</summary>
    public ulong rx_otherhost_dropped;
}
