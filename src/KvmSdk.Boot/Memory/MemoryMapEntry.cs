namespace KvmSdk.Boot.Memory;

/// <summary>One line of the memory map.</summary>
/// <param name="Range">Guest physical addresses.</param>
/// <param name="Type">What they are for.</param>
public readonly record struct MemoryMapEntry(RamRange Range, MemoryType Type);
