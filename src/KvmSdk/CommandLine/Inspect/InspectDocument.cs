// The shape is a promise to scripts, described in docs/inspect.md: members are added, never renamed or removed. Addresses are
// texts in hexadecimal, because every other tool prints them so and JSON has no such numbers; sizes are numbers of bytes.

namespace KvmSdk.CommandLine.Inspect;

/// <summary>The answer of <c>inspect --json</c>.</summary>
internal sealed record InspectDocument(
    string Name,
    InspectDocument.CpuPart Cpus,
    int MemoryMiB,
    InspectDocument.MemoryPart Memory,
    InspectDocument.BootPart Boot,
    bool Pit,
    InspectDocument.RegionPart[] MemoryMap,
    InspectDocument.DevicePart[] Devices,
    InspectDocument.SettingPart[] Settings)
{
    /// <summary>The virtual CPUs.</summary>
    internal sealed record CpuPart(int Count, int Maximum);

    /// <summary>What the host puts behind RAM.</summary>
    internal sealed record MemoryPart(string HugePages, bool Prefault);

    /// <summary>The boot source.</summary>
    internal sealed record BootPart(string Kind, string Property, string? LoadAddress, string? CommandLine, string? Initrd, string? Entry, string[] Modules);

    /// <summary>A range of guest-physical addresses.</summary>
    internal sealed record RegionPart(string Kind, string First, string Last, ulong Size, string Use);

    /// <summary>A device.</summary>
    internal sealed record DevicePart(string Name, string Kind, bool Platform, PortPart[] Ports, WindowPart? Window, int? Irq, NetPart? Net, QueuesPart? Queues, BlockPart? Block, ConsolePortPart[]? ConsolePorts, string? Tag, VsockPart? Vsock, WindowPart? Pmem);

    /// <summary>What is special about a network device.</summary>
    internal sealed record NetPart(string Mac, int? Mtu);

    /// <summary>The queues of a virtio device.</summary>
    internal sealed record QueuesPart(int Count, int Size);

    /// <summary>What is special about a disk.</summary>
    internal sealed record BlockPart(int SectorSize);

    /// <summary>A named port of a virtio console device.</summary>
    internal sealed record ConsolePortPart(string Property, string GuestName, int Id);

    /// <summary>What is special about a socket device.</summary>
    internal sealed record VsockPart(uint Cid);

    /// <summary>A range of I/O ports.</summary>
    internal sealed record PortPart(string First, int Count);

    /// <summary>A memory-mapped window.</summary>
    internal sealed record WindowPart(string First, string Last, ulong Size);

    /// <summary>A property that can be set, and the text it is given in this call.</summary>
    internal sealed record SettingPart(string Property, string Type, string Option, string Key, bool Required, string? Value, string? Source);
}
