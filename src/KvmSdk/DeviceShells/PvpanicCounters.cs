namespace KvmSdk;

/// <summary>What a guest told at its pvpanic port.</summary>
/// <param name="Panics">How often that its kernel panicked and waits for the host.</param>
/// <param name="CrashLoads">How often that it panicked and another kernel takes over.</param>
/// <param name="Shutdowns">How often that it wants to be switched off.</param>
public readonly record struct PvpanicCounters(ulong Panics, ulong CrashLoads, ulong Shutdowns);
