// Why: one type serves twice. The planner computes it in the compiler; the generator writes it into the assembly as a
// constant expression; `inspect` and start-up read it there. A test compares the two.

using KvmSdk.Model.Layout;
using KvmSdk.Model.Spec;

namespace KvmSdk.Model.Plan;

/// <summary>A machine with every address and line assigned.</summary>
/// <param name="Name">The record's name.</param>
/// <param name="Cpus">The virtual CPUs.</param>
/// <param name="Memory">Guest RAM.</param>
/// <param name="Boot">How it starts.</param>
/// <param name="Devices">The devices, platform devices first, then properties in order of declaration.</param>
/// <param name="HasPit">Whether KVM emulates a PIT: no device of the list, because none of its accesses reaches the monitor.</param>
/// <param name="SharedMemories">The RAM that host and guest share, in order of declaration.</param>
public sealed record MachinePlan(
    string Name,
    CpuPlan Cpus,
    MemoryPlan Memory,
    BootPlan Boot,
    EquatableArray<DevicePlan> Devices,
    bool HasPit = false,
    EquatableArray<SharedMemoryPlan> SharedMemories = default);

/// <summary>The virtual CPUs.</summary>
/// <param name="Count">How many start.</param>
/// <param name="Maximum">How many an instance may ask for.</param>
/// <param name="Topology">How the maximum of them is arranged; null for all in one socket, one thread a core.</param>
public sealed record CpuPlan(int Count, int Maximum, CpuTopology? Topology = null)
{
    /// <summary>How the CPUs of a start are arranged. A start with fewer than the maximum leaves places empty; without a declaration there are none.</summary>
    public CpuTopology Arrangement => Topology ?? CpuTopology.Flat(Count);
}

/// <summary>Guest RAM.</summary>
/// <param name="MiB">Its size in MiB.</param>
/// <param name="HugePages">The host's pages behind it.</param>
/// <param name="Prefault">Whether all of it is made resident before the guest starts.</param>
public sealed record MemoryPlan(int MiB, HugePages HugePages = HugePages.Automatic, bool Prefault = false)
{
    /// <summary>Its ranges of guest-physical addresses, lowest first.</summary>
    public EquatableArray<AddressRange> Ranges => RamLayout.Split(MiB);
}

/// <summary>How the machine starts.</summary>
/// <param name="Kind">How the image is started.</param>
/// <param name="Property">The property that holds the image.</param>
/// <param name="LoadAddress">The guest-physical address of a flat image's first byte; 0 for a kernel, which names its own.</param>
/// <param name="CommandLine">The kernel's command line; empty for a flat image.</param>
/// <param name="Initrd">The property that holds the initial RAM disk; empty if there is none.</param>
/// <param name="Entry">Where a kernel is entered.</param>
public sealed record BootPlan(
    BootKind Kind, string Property, ulong LoadAddress, string CommandLine = "", string Initrd = "", KernelEntry Entry = KernelEntry.Automatic)
{
    /// <summary>The files that a Multiboot kernel is given beside itself, in order.</summary>
    public EquatableArray<ModulePlan> Modules { get; init; }
}

/// <summary>A file that a Multiboot kernel is given beside itself.</summary>
/// <param name="Property">The property that holds it.</param>
/// <param name="CommandLine">The text that goes with it.</param>
public sealed record ModulePlan(string Property, string CommandLine);

/// <summary>A device with its ports, window and line assigned.</summary>
/// <param name="Name">The property's name, or the platform device's.</param>
/// <param name="Kind">Which device.</param>
/// <param name="IsPlatform">Whether the machine's own attributes declare it, rather than a property.</param>
/// <param name="Ports">Its I/O ports.</param>
/// <param name="Window">Its memory-mapped window, if any.</param>
/// <param name="Irq">Its interrupt line, if any.</param>
public sealed record DevicePlan(string Name, DeviceKind Kind, bool IsPlatform, EquatableArray<PortRange> Ports, AddressRange? Window, int? Irq)
{
    /// <summary>What is special about a network device; null for others.</summary>
    public NetPlan? Net { get; init; }

    /// <summary>The tag by which a guest mounts a shared directory; null for other devices.</summary>
    public string? Tag { get; init; }

    /// <summary>The queues of a virtio device whose declaration may choose them; null for others.</summary>
    public QueuePlan? Queues { get; init; }

    /// <summary>What is special about a disk; null for others.</summary>
    public BlockPlan? Block { get; init; }

    /// <summary>The named ports of a virtio console device; empty for others.</summary>
    public EquatableArray<ConsolePortPlan> ConsolePorts { get; init; } = [];

    /// <summary>What is special about a socket device; null for others.</summary>
    public VsockPlan? Vsock { get; init; }

    /// <summary>What is special about persistent memory; null for other devices.</summary>
    public PmemPlan? Pmem { get; init; }
}

/// <summary>A named port of a virtio console device.</summary>
/// <param name="Property">The property's name.</param>
/// <param name="GuestName">The name by which a guest finds it: <c>/dev/virtio-ports/NAME</c> where udev runs.</param>
/// <param name="Id">Its number on the device, from 1.</param>
public sealed record ConsolePortPlan(string Property, string GuestName, int Id);

/// <summary>A network device's part of the plan.</summary>
/// <param name="Mac">The station's address.</param>
/// <param name="Mtu">The largest packet that the guest is told of; 0 to tell it of none.</param>
public sealed record NetPlan(MacAddress Mac, int Mtu);

/// <summary>The queues of a virtio device.</summary>
/// <param name="Count">How many a guest may spread over its CPUs; of a network device: pairs.</param>
/// <param name="Size">The most descriptors in each.</param>
public sealed record QueuePlan(int Count, int Size);

/// <summary>A disk's part of the plan.</summary>
/// <param name="SectorSize">The logical sector in bytes: what a guest reads and writes at least.</param>
public sealed record BlockPlan(int SectorSize);

/// <summary>A socket device's part of the plan.</summary>
/// <param name="Cid">The guest's address, unless an instance has another.</param>
public sealed record VsockPlan(uint Cid);

/// <summary>Persistent memory's part of the plan.</summary>
/// <param name="Memory">The guest-physical addresses that are set aside for its file, of which a start uses as many as the file has bytes.</param>
public sealed record PmemPlan(AddressRange Memory);

/// <summary>A piece of RAM that host and guest share, of one type. A kernel is told to leave it alone.</summary>
/// <param name="Name">The property's name.</param>
/// <param name="Range">Its guest-physical addresses, in whole pages.</param>
public sealed record SharedMemoryPlan(string Name, AddressRange Range);
