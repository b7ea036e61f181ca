// A bus around the machine's own, so that the loop of a machine without a profile does not know of any: the compiler makes a second loop, which only a profile enters.

using System.Diagnostics;

namespace KvmSdk.Profiling;

/// <summary>Passes accesses on and records what each took.</summary>
/// <typeparam name="TBus">The machine's bus.</typeparam>
/// <param name="bus">Answers.</param>
/// <param name="recorder">The virtual CPU's recorder.</param>
[HotPath]
internal readonly struct RecordingBus<TBus>(TBus bus, ExitRecorder recorder) : IExitBus
    where TBus : struct, IExitBus
{
    /// <inheritdoc/>
    public bool TryReadPort(ushort port, int width, out uint value)
    {
        long begin = Stopwatch.GetTimestamp();
        bool claimed = bus.TryReadPort(port, width, out value);
        recorder.Record(ExitKind.PortRead, port, begin);
        return claimed;
    }

    /// <inheritdoc/>
    public bool TryWritePort(ushort port, int width, uint value)
    {
        long begin = Stopwatch.GetTimestamp();
        bool claimed = bus.TryWritePort(port, width, value);
        recorder.Record(ExitKind.PortWrite, port, begin);
        return claimed;
    }

    /// <inheritdoc/>
    public bool TryReadMemory(ulong address, int width, out ulong value)
    {
        long begin = Stopwatch.GetTimestamp();
        bool claimed = bus.TryReadMemory(address, width, out value);
        recorder.Record(ExitKind.MemoryRead, address, begin);
        return claimed;
    }

    /// <inheritdoc/>
    public bool TryWriteMemory(ulong address, int width, ulong value)
    {
        long begin = Stopwatch.GetTimestamp();
        bool claimed = bus.TryWriteMemory(address, width, value);
        recorder.Record(ExitKind.MemoryWrite, address, begin);
        return claimed;
    }
}
