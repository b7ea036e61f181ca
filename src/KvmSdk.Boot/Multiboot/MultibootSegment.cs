namespace KvmSdk.Boot.Multiboot;

/// <summary>A part of a kernel that goes to memory.</summary>
/// <param name="Offset">Where it stands in the file.</param>
/// <param name="FileSize">Bytes that the file has of it, all of them in the file.</param>
/// <param name="Range">Where it goes: not empty, below 4 GiB, no shorter than <paramref name="FileSize"/>; the rest is zero.</param>
public readonly record struct MultibootSegment(ulong Offset, ulong FileSize, RamRange Range);
