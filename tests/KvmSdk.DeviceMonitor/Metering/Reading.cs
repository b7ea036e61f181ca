namespace KvmSdk.DeviceMonitor.Metering;

/// <summary>What the whole process has allocated and collected so far.</summary>
/// <param name="Bytes">Bytes, on every thread, to the last one.</param>
/// <param name="Collections">Collections of any generation.</param>
internal readonly record struct Reading(long Bytes, int Collections)
{
    /// <summary>Reads it.</summary>
    public static Reading Take() => new(GC.GetTotalAllocatedBytes(precise: true), GC.CollectionCount(0));
}
