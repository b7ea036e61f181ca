namespace KvmSdk.Devices.Pvpanic;

// Why a port and not the console: a panic's text goes wherever the guest prints, in any form, and a watcher would have to read and guess. One
// bit at one port is what Linux, Windows and the BSDs have a driver for.

/// <summary>QEMU's pvpanic device: a port at which a guest tells that its kernel panicked.</summary>
/// <remarks>Holds no state. No member throws, blocks or allocates.</remarks>
/// <typeparam name="TEvents">Who is told.</typeparam>
[HotPath]
public sealed class PvpanicPort<TEvents> : IByteRegisters
    where TEvents : struct, IPvpanicEvents
{
    /// <summary>Ports the device occupies.</summary>
    public const uint WindowSize = 1;

    private readonly TEvents _events;

    /// <summary>A pvpanic port.</summary>
    /// <param name="events">Who is told.</param>
    public PvpanicPort(TEvents events) => _events = events;

    /// <summary>The events that the device knows; a driver sends no others.</summary>
    public byte Read(uint offset) => offset == 0 ? PvpanicEvent.All : (byte)0xFF;

    /// <summary>Tells of one event. Of several bits the gravest counts, as in QEMU; bits that the device does not know are ignored.</summary>
    public void Write(uint offset, byte value)
    {
        if (offset != 0) return;
        if ((value & PvpanicEvent.Panicked) != 0) _events.Panicked();
        else if ((value & PvpanicEvent.CrashLoaded) != 0) _events.CrashLoaded();
        else if ((value & PvpanicEvent.Shutdown) != 0) _events.Shutdown();
    }
}
