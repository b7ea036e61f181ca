using System.Collections.Immutable;
using KvmSdk.Boot.Memory;

namespace KvmSdk.Boot.Multiboot;

/// <summary>A file that a kernel is given beside itself.</summary>
/// <param name="Image">Its bytes.</param>
/// <param name="CommandLine">The text that goes with it, printable ASCII.</param>
public readonly record struct MultibootModule(IImageReader Image, string CommandLine);

/// <summary>Everything that booting a Multiboot kernel needs.</summary>
public sealed record MultibootRequest
{
    /// <summary>The kernel.</summary>
    public required IImageReader Kernel { get; init; }

    /// <summary>The kernel's command line, printable ASCII. It gets exactly this, with no file's name before it.</summary>
    public string CommandLine { get; init; } = "";

    /// <summary>The modules, in order.</summary>
    public ImmutableArray<MultibootModule> Modules { get; init; } = [];

    /// <summary>
    /// RAM that the kernel must leave alone: reserved in the map it is given, kept clear of the kernel (which is refused over it) and of the modules
    /// (which are placed behind it).
    /// </summary>
    public ImmutableArray<ReservedMemory> Reserved { get; init; } = [];
}
