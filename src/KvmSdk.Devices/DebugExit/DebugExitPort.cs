namespace KvmSdk.Devices.DebugExit;

// Why it exists: a test or a unikernel wants to end its machine with a result in one instruction. QEMU offers the same as
// isa-debug-exit, which doubles the value and adds one before it becomes a process exit code; here the value arrives as it
// was written, and what to make of it is the host's business.

/// <summary>A port whose every write ends the machine with the written value.</summary>
/// <remarks>Holds no state. No member throws, blocks or allocates.</remarks>
/// <typeparam name="TEvents">Who ends the machine.</typeparam>
[HotPath]
public sealed class DebugExitPort<TEvents>
    where TEvents : struct, IDebugExitEvents
{
    private readonly TEvents _events;

    /// <summary>A debug exit port.</summary>
    /// <param name="events">Who ends the machine.</param>
    public DebugExitPort(TEvents events) => _events = events;

    /// <summary>Reads the port.</summary>
    /// <returns>Always 0, whatever the width: a guest can tell it from an empty port, which reads all ones.</returns>
#pragma warning disable CA1822 // An instance member, so that generated dispatch reads and writes the port through the same object.
    public uint Read() => 0;
#pragma warning restore CA1822

    /// <summary>Ends the machine with the low <paramref name="width"/> bytes of <paramref name="value"/>.</summary>
    /// <param name="value">What the guest wrote.</param>
    /// <param name="width">Bytes written: 1, 2 or 4. Any other width does nothing.</param>
    public void Write(uint value, int width)
    {
        switch (width)
        {
            case 1: _events.Exit((byte)value); break;
            case 2: _events.Exit((ushort)value); break;
            case 4: _events.Exit(value); break;
            default: break;
        }
    }
}
