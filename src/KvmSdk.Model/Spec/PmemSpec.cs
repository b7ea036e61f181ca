namespace KvmSdk.Model.Spec;

// Why 2 MiB: Linux takes persistent memory into its own map by pieces of that size (SUBSECTION_SIZE), and refuses what does not begin and end at one.

/// <summary>What the attribute of persistent memory says besides the place of its registers.</summary>
/// <param name="MaxMiB">The largest file in MiB as declared, unchecked; null for <see cref="DefaultMaxMiB"/>.</param>
/// <param name="MemoryAddress">Where the memory begins as declared, unchecked; null for a place of the planner's choice.</param>
public sealed record PmemSpec(int? MaxMiB, ulong? MemoryAddress)
{
    /// <summary>The address space that is set aside where the declaration does not say, in MiB: 16 GiB. It costs nothing.</summary>
    public const int DefaultMaxMiB = 16 << 10;

    /// <summary>The most that can be set aside, in MiB: all from where the planner begins to where memory ends.</summary>
    public const int LargestMaxMiB = (int)((Layout.X86Layout.MemoryEnd - Layout.X86Layout.PersistentMemoryBase) >> 20);

    /// <summary>What beginning and size are multiples of, in bytes.</summary>
    public const ulong Alignment = 2UL << 20;

    /// <summary>The address space to set aside, in bytes; where the declared number is wrong, of the nearest one that is right.</summary>
    public ulong Size => (ulong)NearestMaxMiB << 20;

    /// <summary>The declared number if it is right, or else the nearest that is.</summary>
    internal int NearestMaxMiB => Math.Min(Math.Max(((MaxMiB ?? DefaultMaxMiB) + (MaxMiB < int.MaxValue ? 1 : 0)) / 2 * 2, 2), LargestMaxMiB);
}
