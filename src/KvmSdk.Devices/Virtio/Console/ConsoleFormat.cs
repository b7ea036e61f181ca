using System.Runtime.InteropServices;

namespace KvmSdk.Devices.Virtio.Console;

// What goes over the control queues and stands in the configuration space, as linux/virtio_console.h lays it out. All little-endian.

/// <summary>Events of the control queues: virtio 1.2, section 5.3.6.2.</summary>
internal static class ConsoleEvent
{
    /// <summary>The driver is ready for messages; sent for no port.</summary>
    public const ushort DeviceReady = 0;

    /// <summary>To the driver: there is a port.</summary>
    public const ushort PortAdd = 1;

    /// <summary>The driver has taken a port, or could not (value 0).</summary>
    public const ushort PortReady = 3;

    /// <summary>Either way: one end of a port is open (1) or closed (0).</summary>
    public const ushort PortOpen = 6;

    /// <summary>To the driver: the port's name follows, without a NUL.</summary>
    public const ushort PortName = 7;
}

/// <summary><c>struct virtio_console_control</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ConsoleControl
{
    /// <summary>Bytes of it.</summary>
    public const int Size = 8;

    public uint Id;
    public ushort Event;
    public ushort Value;
}

/// <summary><c>struct virtio_console_config</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ConsoleConfiguration
{
    /// <summary>Offset of <see cref="EmergencyWrite"/>.</summary>
    public const uint EmergencyWriteOffset = 8;

    public ushort Columns;
    public ushort Rows;
    public uint MaxPorts;
    public uint EmergencyWrite;
}
