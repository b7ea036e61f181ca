namespace KvmSdk;

/// <summary>What an entropy device has done since its machine started.</summary>
/// <param name="Requests">Requests answered.</param>
/// <param name="Bytes">Random bytes given.</param>
/// <param name="Waits">How often the device waited for its limit, whether there was a request already or not.</param>
public readonly record struct EntropyCounters(ulong Requests, ulong Bytes, ulong Waits);
