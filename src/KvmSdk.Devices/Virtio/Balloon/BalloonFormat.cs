using System.Runtime.InteropServices;

namespace KvmSdk.Devices.Virtio.Balloon;

// What goes over the queues and stands in the configuration space, as linux/virtio_balloon.h lays it out. All little-endian.

/// <summary>Sizes and numbers of the balloon's protocol: virtio 1.2, section 5.5.</summary>
public static class BalloonFormat
{
    /// <summary>Bytes of a balloon page, whatever the pages of guest and host are (section 5.5.6).</summary>
    public const int PageSize = 4096;

    /// <summary>The logarithm of it: what turns a page number into an address.</summary>
    internal const int PageShift = 12;
}

/// <summary><c>struct virtio_balloon_config</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct BalloonConfiguration
{
    /// <summary>Pages that the host wants in the balloon (<c>num_pages</c>).</summary>
    public uint Target;

    /// <summary>Pages that the driver says are in it (<c>actual</c>); the driver writes it.</summary>
    public uint Actual;

    /// <summary>Of a feature that is never offered.</summary>
    public uint FreePageHintCommand;

    /// <summary>What the driver fills free pages with (<c>poison_val</c>); the driver writes it.</summary>
    public uint PoisonValue;

    public const uint ActualOffset = 4;
    public const uint PoisonOffset = 12;
}

/// <summary><c>struct virtio_balloon_stat</c>: one of the numbers that tell of the guest's memory.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct BalloonStatistic
{
    public ushort Tag;
    public ulong Value;
}
