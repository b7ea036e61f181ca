namespace KvmSdk;

/// <summary>What a disk has done since its machine started.</summary>
/// <param name="Reads">Read requests.</param>
/// <param name="Writes">Write, zero and discard requests.</param>
/// <param name="Flushes">Flush requests.</param>
/// <param name="BytesRead">Bytes that reads asked for.</param>
/// <param name="BytesWritten">Bytes that writes, zeroings and discards covered.</param>
/// <param name="Errors">Requests that failed.</param>
public readonly record struct DiskCounters(ulong Reads, ulong Writes, ulong Flushes, ulong BytesRead, ulong BytesWritten, ulong Errors);
