using KvmSdk.Boot.Cpu;

namespace KvmSdk.Boot.Flat;

/// <summary>How a flat image is placed and entered.</summary>
public sealed record FlatImageOptions
{
    /// <summary>Where its first byte goes. Default: 1 MiB. In real mode a multiple of 16 below 1 MiB, which becomes CS.</summary>
    public ulong LoadAddress { get; init; } = BootLayout.Kernel;

    /// <summary>Offset of the first instruction from the image's start. In real mode, at most 0xffff.</summary>
    public ulong EntryOffset { get; init; }

    /// <summary>The mode the CPU starts in.</summary>
    public CpuMode Mode { get; init; } = CpuMode.Long64;

    /// <summary>Start at CPL 3 with every page and port accessible; <see cref="CpuMode.Long64"/> only.</summary>
    public bool User { get; init; }

    /// <summary>Initial stack pointer; in real mode at most 0xffff, with SS = 0.</summary>
    public ulong Stack { get; init; } = BootLayout.StackTop;
}
