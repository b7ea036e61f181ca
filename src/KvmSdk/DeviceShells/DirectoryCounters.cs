namespace KvmSdk;

/// <summary>What a guest has done in a shared directory since its machine started. Each number is exact; together they may be a request apart.</summary>
/// <param name="Lookups">Names looked up.</param>
/// <param name="Opens">Files and directories opened, made ones not counted.</param>
/// <param name="Reads">Reads of files.</param>
/// <param name="Writes">Writes to files.</param>
/// <param name="Listings">Reads of directories.</param>
/// <param name="Changes">Requests to make, remove, rename or change something.</param>
/// <param name="Others">All other requests.</param>
/// <param name="BytesRead">Bytes read from files.</param>
/// <param name="BytesWritten">Bytes written to files.</param>
/// <param name="Errors">Requests that were answered with an error. That there is no such name is none.</param>
/// <param name="Refusals">Of them, those refused because the guest knows or has opened as many files as it may.</param>
public readonly record struct DirectoryCounters(
    ulong Lookups, ulong Opens, ulong Reads, ulong Writes, ulong Listings, ulong Changes, ulong Others, ulong BytesRead, ulong BytesWritten, ulong Errors, ulong Refusals);
