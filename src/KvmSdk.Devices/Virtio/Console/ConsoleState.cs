using System.Runtime.CompilerServices;

namespace KvmSdk.Devices.Virtio.Console;

// Why plain values only: see SerialState. Bytes that the guest has sent and the host not taken stay in the guest's memory, so what is
// remembered of them is which buffer it was, and how far.

/// <summary>Everything that one port of a console device remembers, as values.</summary>
public readonly record struct ConsolePortState
{
    /// <summary>Whether the guest has its end open.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Whether the host has its end open.</summary>
    public bool IsConnected { get; init; }

    /// <summary>Whether the driver has taken the port.</summary>
    public bool IsReady { get; init; }

    /// <summary>Messages about it that are still to be sent: bit 0 that there is the port, bit 1 its name, bit 2 whether the host's end is open.</summary>
    public byte Pending { get; init; }

    /// <summary>Whether a buffer of the guest's output was taken and is not given back yet.</summary>
    public bool HoldsOutput { get; init; }

    /// <summary>The first descriptor of that buffer.</summary>
    public ushort OutputHead { get; init; }

    /// <summary>How many bytes of it the host has taken.</summary>
    public ulong OutputConsumed { get; init; }
}

/// <summary>Everything that a console device remembers, as values.</summary>
[HotPath]
public struct ConsoleState
{
    private Ports _ports;

    /// <summary>The width of the console in characters; 0 where nobody knows.</summary>
    public ushort Columns { get; set; }

    /// <summary>Its height in lines.</summary>
    public ushort Rows { get; set; }

    /// <summary>Whether driver and device agreed on several ports.</summary>
    public bool HasAgreedOnPorts { get; set; }

    /// <summary>The ports, in the order of the host, 0 to 29; those that the device does not have are the default.</summary>
    public ConsolePortState this[int port]
    {
        readonly get => _ports[port];
        set => _ports[port] = value;
    }

    [InlineArray(ConsoleDevice.MaxPorts)]
    private struct Ports
    {
        private ConsolePortState _first;
    }
}
