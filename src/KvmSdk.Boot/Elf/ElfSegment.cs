namespace KvmSdk.Boot.Elf;

/// <summary>A PT_LOAD program header: bytes of the file that belong at a physical address.</summary>
/// <param name="FileOffset">Where its bytes start in the file.</param>
/// <param name="FileSize">Bytes in the file.</param>
/// <param name="PhysicalAddress">Where they go (p_paddr).</param>
/// <param name="VirtualAddress">Where the program sees them once it has its own page tables (p_vaddr).</param>
/// <param name="MemorySize">Bytes in memory; those past <paramref name="FileSize"/> are zero.</param>
public readonly record struct ElfSegment(ulong FileOffset, ulong FileSize, ulong PhysicalAddress, ulong VirtualAddress, ulong MemorySize)
{
    /// <summary>The physical memory it fills.</summary>
    public RamRange Range => new(PhysicalAddress, MemorySize);
}
