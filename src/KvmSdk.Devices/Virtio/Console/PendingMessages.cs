namespace KvmSdk.Devices.Virtio.Console;

// Why flags and not a queue of messages: a driver that never reads could make a queue grow, and what each message says is read off the port
// when it is sent. Bits are sent in this order, which is the one that a driver needs.

/// <summary>The messages about one port that the driver is still to be sent.</summary>
[Flags]
internal enum PendingMessages : byte
{
    None = 0,

    /// <summary>There is the port.</summary>
    Add = 1 << 0,

    /// <summary>Its name.</summary>
    Name = 1 << 1,

    /// <summary>Whether the host has its end open.</summary>
    Open = 1 << 2,

    All = Add | Name | Open,
}
