namespace KvmSdk.Devices.BootMarker;

// Why a port: the shortest thing that a guest can do is one byte to a port, from a kernel's first instruction to a shell script (/dev/port),
// and it costs one exit. The device knows no clock: when something was reached is its shell's to say.

/// <summary>A port at which a guest tells how far its start has come: each value is a stage, and the first write of it counts.</summary>
/// <remarks>Not thread-safe: whoever owns it serialises accesses. No member throws, blocks or allocates.</remarks>
/// <typeparam name="TEvents">Who is told.</typeparam>
[HotPath]
public sealed class BootMarkerPort<TEvents> : IByteRegisters
    where TEvents : struct, IBootMarkerEvents
{
    /// <summary>Ports the device occupies.</summary>
    public const uint WindowSize = 1;

    private const int StagesInHalf = 128;

    private readonly TEvents _events;
    private UInt128 _low;
    private UInt128 _high;
    private byte _last;

    /// <summary>A marker that no guest has written to.</summary>
    /// <param name="events">Who is told.</param>
    public BootMarkerPort(TEvents events) => _events = events;

    /// <summary>The stage that was written last; 0 at first.</summary>
    public byte Read(uint offset) => offset == 0 ? _last : (byte)0xFF;

    /// <summary>The guest has reached a stage.</summary>
    public void Write(uint offset, byte value)
    {
        if (offset != 0) return;
        _last = value;
        UInt128 bit = UInt128.One << (value % StagesInHalf);
        ref UInt128 half = ref value < StagesInHalf ? ref _low : ref _high;
        if ((half & bit) != 0) return;
        half |= bit;
        _events.Reached(value);
    }

    /// <summary>Everything the marker remembers.</summary>
    public BootMarkerState Save() => new() { LowStages = _low, HighStages = _high, Last = _last };

    /// <summary>Remembers what another marker did. Every value is possible, so nothing is refused; nobody is told of what was reached before.</summary>
    public void Restore(in BootMarkerState state)
    {
        _low = state.LowStages;
        _high = state.HighStages;
        _last = state.Last;
    }
}
