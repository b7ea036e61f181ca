using System.Collections.Immutable;
using KvmSdk.Boot.Memory;

namespace KvmSdk.Boot.Linux;

/// <summary>Everything a direct boot of Linux (or of another ELF kernel that speaks PVH) needs.</summary>
public sealed record LinuxBootRequest
{
    /// <summary>A bzImage (vmlinuz) or an ELF file (vmlinux); told apart by content.</summary>
    public required IImageReader Kernel { get; init; }

    /// <summary>Initial RAM disk, or null.</summary>
    public IImageReader? Initrd { get; init; }

    /// <summary>Kernel command line, at most 2047 bytes.</summary>
    public string CommandLine { get; init; } = "";

    /// <summary>Memory map for the guest; null means all RAM but the firmware area (<see cref="MemoryMap.ForRam"/>).</summary>
    public MemoryMap? MemoryMap { get; init; }

    /// <summary>
    /// RAM that the kernel must leave alone: reserved in the map it is given, kept clear of the kernel (which is refused over it) and of the
    /// initial RAM disk (which is placed around it).
    /// </summary>
    public ImmutableArray<ReservedMemory> Reserved { get; init; } = [];

    /// <summary>Guest physical address of the ACPI root pointer; 0 if there is none. The caller writes the tables.</summary>
    public ulong Rsdp { get; init; }

    /// <summary>Which entry point to use.</summary>
    public LinuxEntry Entry { get; init; }
}
