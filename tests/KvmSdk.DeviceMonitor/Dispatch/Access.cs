namespace KvmSdk.DeviceMonitor.Dispatch;

/// <summary>One access of a guest, four bytes wide.</summary>
/// <param name="Address">Where.</param>
/// <param name="Value">What is written.</param>
/// <param name="IsWrite">Whether it is a write.</param>
internal readonly record struct Access(ulong Address, ulong Value, bool IsWrite)
{
    /// <summary>Where the first device's window is, and how far the next one's.</summary>
    public const ulong Base = 0xD000_0000, Stride = 0x1000;

    private const int Length = 4096;

    /// <summary>Accesses to all of so many devices in no order that a processor could guess; the same as in tests/lab/peers/dispatch.c.</summary>
    public static Access[] TraceOf(int devices)
    {
        var trace = new Access[Length];
        uint state = 1;
        for (int i = 0; i < trace.Length; i++)
        {
            state = (state * 1664525) + 1013904223;
            uint random = state >> 8;
            trace[i] = new(Base + (random % (uint)devices * Stride) + ((random >> 8) % 4 * 4), state, (random >> 12) % 2 == 1);
        }

        return trace;
    }
}
