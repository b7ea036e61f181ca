namespace KvmSdk;

/// <summary>What persistent memory has done since its machine started. What the guest reads and writes passes nobody who could count it.</summary>
/// <param name="Flushes">Flush requests.</param>
/// <param name="HostFlushes">How often the host was asked to flush: requests that wait together are one.</param>
/// <param name="Errors">Flush requests that failed.</param>
/// <param name="WritesDropped">Writes of the guest's to a read-only image, which changed nothing.</param>
public readonly record struct PmemCounters(ulong Flushes, ulong HostFlushes, ulong Errors, ulong WritesDropped);
