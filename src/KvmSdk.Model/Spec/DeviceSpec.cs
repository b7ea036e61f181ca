using KvmSdk.Model.Rules;

namespace KvmSdk.Model.Spec;

/// <summary>A declared device and what it needs of the machine; the planner looks at nothing else.</summary>
/// <param name="Name">The property's name, or the platform device's.</param>
/// <param name="Kind">Which device.</param>
/// <param name="Attribute">The attribute that declares it, without the suffix.</param>
/// <param name="IsPlatform">Whether the machine's own attributes declare it, rather than a property.</param>
/// <param name="Ports">The I/O ports it needs.</param>
/// <param name="Window">The memory-mapped window it needs, if any.</param>
/// <param name="Irq">The interrupt line it needs, if any.</param>
public sealed record DeviceSpec(
    string Name,
    DeviceKind Kind,
    string Attribute,
    bool IsPlatform,
    EquatableArray<PortRequest> Ports,
    WindowRequest? Window,
    IrqRequest? Irq)
{
    /// <summary>The class of a user's device, as C# text that means the same in any file; empty for the SDK's own.</summary>
    public string Type { get; init; } = "";

    /// <summary>The accessibility that a member of that class may have: <c>public</c>, <c>internal</c> or <c>private</c>.</summary>
    public string TypeAccess { get; init; } = "public";

    /// <summary>What is declared of a network device; null for others.</summary>
    public NetSpec? Net { get; init; }

    /// <summary>What is declared of a virtio device's queues; null for a device without a choice.</summary>
    public QueueSpec? Queues { get; init; }

    /// <summary>What is declared of a disk; null for others.</summary>
    public BlockSpec? Block { get; init; }

    /// <summary>The named ports of a virtio console device, in order of declaration; empty for others.</summary>
    public EquatableArray<ConsolePortSpec> ConsolePorts { get; init; } = [];

    /// <summary>What is declared of a memory balloon; null for others.</summary>
    public BalloonSpec? Balloon { get; init; }

    /// <summary>The tag by which a guest mounts a shared directory, as declared or by default, unchecked; null for other devices.</summary>
    public string? Tag { get; init; }

    /// <summary>What is declared of a socket device; null for others.</summary>
    public VsockSpec? Vsock { get; init; }

    /// <summary>What is declared of persistent memory; null for other devices.</summary>
    public PmemSpec? Pmem { get; init; }

    /// <summary>Whether an argument could move all that the device occupies.</summary>
    public bool IsMovable => Ports.All(request => request.IsMovable);

    /// <summary>The place of one of the device's attribute arguments.</summary>
    public Target TargetOf(string argument) =>
        IsPlatform ? Target.OfMachine(Attribute, argument) : Target.OfProperty(Name, Attribute, argument);

    /// <summary>A 16550A UART on ports, or in a window if <paramref name="mmio"/>.</summary>
    public static DeviceSpec Serial(string property, bool mmio, int? port, ulong? address, int? irq) =>
        new(property, DeviceKind.Serial, "Serial", false,
            mmio ? [] : [new PortRequest(8, "Port", port, [0x3F8, 0x2F8, 0x3E8, 0x2E8])],
            mmio ? new WindowRequest(X86Page, "Address", address) : null,
            new IrqRequest("Irq", irq, mmio ? [] : [4, 3]));

    /// <summary>QEMU's isa-debug-exit, four bytes wide.</summary>
    public static DeviceSpec DebugExit(string property, int? port) =>
        new(property, DeviceKind.DebugExit, "DebugExit", false, [new PortRequest(4, "Port", port, [0xF4])], null, null);

    /// <summary>A virtio device on the memory-mapped transport: a window and a line, both assigned unless declared.</summary>
    public static DeviceSpec Virtio(string property, DeviceKind kind, string attribute, ulong? address, int? irq) =>
        new(property, kind, attribute, false, [], new WindowRequest(X86Page, "Address", address), new IrqRequest("Irq", irq));

    /// <summary>A user's device on ports: <paramref name="count"/> of them, and a line if its class declares one.</summary>
    public static DeviceSpec OnPorts(string property, string type, int count, int? port, bool hasInterrupt, int? irq) =>
        new(property, DeviceKind.Custom, "Device", false, [new PortRequest(count, "Port", port)], null, hasInterrupt ? new IrqRequest("Irq", irq) : null) { Type = type };

    /// <summary>A user's device in a window of <paramref name="size"/> bytes, with a line if its class declares one.</summary>
    public static DeviceSpec InWindow(string property, string type, ulong size, ulong? address, bool hasInterrupt, int? irq) =>
        new(property, DeviceKind.Custom, "Device", false, [], new WindowRequest(size, "Address", address), hasInterrupt ? new IrqRequest("Irq", irq) : null) { Type = type };

    /// <summary>A virtio network device.</summary>
    public static DeviceSpec Network(string property, string? mac, int? mtu, QueueSpec queues, ulong? address, int? irq) =>
        Virtio(property, DeviceKind.Net, "Net", address, irq) with
        {
            Net = new NetSpec(mac, mtu),
            // A pair takes two of the transport's 64 queues, and a frame's pieces and a spare one have to fit a call of the kernel.
            Queues = queues with { MostQueues = 16, LargestSize = 512 },
        };

    /// <summary>A virtio block device.</summary>
    public static DeviceSpec Disk(string property, QueueSpec queues, int? sectorSize, ulong? address, int? irq) =>
        Virtio(property, DeviceKind.Block, "Block", address, irq) with { Queues = queues, Block = new BlockSpec(sectorSize) };

    /// <summary>A virtio console device with named ports; it bears the name of the property that declares the first of them.</summary>
    public static DeviceSpec PortsOf(ConsolePortSpec first, ulong? address, int? irq) =>
        Virtio(first.Property, DeviceKind.ConsolePorts, ConsolePortSpec.Attribute, address, irq) with { ConsolePorts = [first] };

    /// <summary>QEMU's pvpanic, one byte wide; QEMU puts it at 0x505.</summary>
    public static DeviceSpec Pvpanic(string property, int? port) =>
        new(property, DeviceKind.Pvpanic, "Pvpanic", false, [new PortRequest(1, "Port", port, [0x505])], null, null);

    /// <summary>The generation ID: a place of its own in memory, and the line by which the guest is told of a new one.</summary>
    public static DeviceSpec GenerationId(string property, int? irq) =>
        new(property, DeviceKind.GenerationId, "GenerationId", false, [], null, new IrqRequest("Irq", irq));

    /// <summary>The boot marker, one byte wide.</summary>
    public static DeviceSpec BootMarker(string property, int? port) =>
        new(property, DeviceKind.BootMarker, "BootMarker", false, [new PortRequest(1, "Port", port, [0x5F0])], null, null);

    /// <summary>A virtio memory balloon.</summary>
    public static DeviceSpec MemoryBalloon(string property, BalloonSpec balloon, ulong? address, int? irq) =>
        Virtio(property, DeviceKind.Balloon, "Balloon", address, irq) with { Balloon = balloon };

    /// <summary>A directory of the host's; without a declared tag its property's name is the tag.</summary>
    public static DeviceSpec SharedDirectory(string property, string? tag, ulong? address, int? irq) =>
        Virtio(property, DeviceKind.FileSystem, "SharedDirectory", address, irq) with { Tag = tag ?? property };

    /// <summary>A virtio socket device.</summary>
    public static DeviceSpec Sockets(string property, uint? cid, int? queueSize, ulong? address, int? irq) => Virtio(property, DeviceKind.Vsock, "Vsock", address, irq) with
    {
        Vsock = new VsockSpec(cid),
        Queues = new QueueSpec(null, queueSize) { MostQueues = 1, DefaultSize = 128, LargestSize = 512 },
    };

    /// <summary>Persistent memory.</summary>
    public static DeviceSpec PersistentMemory(string property, PmemSpec pmem, ulong? address, int? irq) =>
        Virtio(property, DeviceKind.Pmem, "Pmem", address, irq) with { Pmem = pmem };

    /// <summary>The i8042: data port 0x60 and command port 0x64, fixed by the PC's history.</summary>
    public static DeviceSpec Keyboard() =>
        new("Keyboard", DeviceKind.Keyboard, "Platform", true,
            [new PortRequest(1, "I8042", 0x60, IsMovable: false), new PortRequest(1, "I8042", 0x64, IsMovable: false)], null, null);

    /// <summary>The ACPI sleep control, sleep status and reset registers.</summary>
    public static DeviceSpec Power(int? port) =>
        new("Power", DeviceKind.Power, "Platform", true, [new PortRequest(3, "PowerPort", port, [0x600])], null, null);

    /// <summary>The CMOS clock: index port 0x70, data port 0x71 and IRQ 8, fixed by the PC's history.</summary>
    public static DeviceSpec CmosClock() =>
        new("CmosClock", DeviceKind.CmosClock, "Platform", true,
            [new PortRequest(2, "CmosClock", 0x70, IsMovable: false)], null, new IrqRequest("CmosClock", 8));

    private const ulong X86Page = Layout.X86Layout.PageSize;
}
