using KvmSdk.Model.GuestDevices;
using KvmSdk.Model.Spec;
using KvmSdk.Parser.GuestDevices;
using Microsoft.CodeAnalysis;

namespace KvmSdk.Parser;

/// <summary>An attribute that gives a property its meaning.</summary>
/// <param name="Name">Its name without the suffix.</param>
/// <param name="AttributeType">Its metadata name.</param>
/// <param name="PropertyType">The type that the property must have; empty for one of the user's choice.</param>
/// <param name="Read">Adds what the attribute declares, from the property and the arguments, to the parser's lists.</param>
/// <param name="MayBeNull">Whether an instance may leave the property null.</param>
internal sealed record PropertyAttribute(
    string Name,
    string AttributeType,
    string PropertyType,
    Action<IPropertySymbol, AttributeArguments, PropertyParser> Read,
    bool MayBeNull = false)
{
    /// <summary>The type of a property for a device of the user's own, whatever its class.</summary>
    public const string OfAnyClass = "KvmSdk.Device<T>";

    /// <summary>The type as generated code names it; null for one of the user's choice.</summary>
    public string? QualifiedPropertyType { get; } = PropertyType is "" or OfAnyClass ? null : $"global::{PropertyType}";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<PropertyAttribute> All => _all;

    private static readonly PropertyAttribute[] _all =
    [
        new("FlatImage", WellKnownNames.FlatImageAttribute, WellKnownNames.GuestImage, ReadFlatImage),
        new("LinuxKernel", WellKnownNames.LinuxKernelAttribute, WellKnownNames.GuestImage, ReadLinuxKernel),
        new("Initrd", WellKnownNames.InitrdAttribute, WellKnownNames.GuestImage, static (property, _, parser) => parser.Initrds.Add(property.Name), MayBeNull: true),
        new("Serial", WellKnownNames.SerialAttribute, WellKnownNames.Terminal, ReadSerial),
        new("DebugExit", WellKnownNames.DebugExitAttribute, WellKnownNames.DebugExit, ReadDebugExit),
        new("Block", WellKnownNames.BlockAttribute, WellKnownNames.DiskImage, ReadBlock),
        new("Rng", WellKnownNames.RngAttribute, WellKnownNames.Entropy, ReadVirtio(DeviceKind.Entropy, "Rng")),
        new(SharedMemorySpec.Attribute, WellKnownNames.SharedMemoryAttribute, "", ReadSharedMemory),
        new("Device", WellKnownNames.DeviceAttribute, OfAnyClass, ReadDevice),
        new("Net", WellKnownNames.NetAttribute, WellKnownNames.NetBackend, ReadNet),
        new("Console", WellKnownNames.ConsoleAttribute, WellKnownNames.Terminal, ReadVirtio(DeviceKind.Console, "Console")),
        new(ConsolePortSpec.Attribute, WellKnownNames.ConsolePortAttribute, WellKnownNames.Terminal, ReadConsolePort),
        new("Pvpanic", WellKnownNames.PvpanicAttribute, WellKnownNames.PanicPolicy, static (property, arguments, parser) =>
            parser.Devices.Add(DeviceSpec.Pvpanic(property.Name, arguments.Int32("Port")))),
        new("GenerationId", WellKnownNames.GenerationIdAttribute, WellKnownNames.GenerationId, static (property, arguments, parser) =>
            parser.Devices.Add(DeviceSpec.GenerationId(property.Name, arguments.Int32("Irq")))),
        new("BootMarker", WellKnownNames.BootMarkerAttribute, WellKnownNames.BootMarker, static (property, arguments, parser) =>
            parser.Devices.Add(DeviceSpec.BootMarker(property.Name, arguments.Int32("Port")))),
        new("Balloon", WellKnownNames.BalloonAttribute, WellKnownNames.Balloon, ReadBalloon),
        new("MultibootKernel", WellKnownNames.MultibootKernelAttribute, WellKnownNames.GuestImage, static (property, arguments, parser) =>
            parser.Boot.Add(new(BootKind.MultibootKernel, property.Name, 0, arguments.String("CommandLine") ?? ""))),
        new(MultibootModuleSpec.Attribute, WellKnownNames.MultibootModuleAttribute, WellKnownNames.GuestImage, static (property, arguments, parser) =>
            parser.MultibootModules.Add(new(property.Name, arguments.String("CommandLine") ?? "")), MayBeNull: true),
        new("SharedDirectory", WellKnownNames.SharedDirectoryAttribute, WellKnownNames.HostDirectory, ReadSharedDirectory),
        new("Vsock", WellKnownNames.VsockAttribute, WellKnownNames.VsockBackend, ReadVsock),
        new("Pmem", WellKnownNames.PmemAttribute, WellKnownNames.DiskImage, ReadPmem),
    ];

    /// <summary>The entry for <paramref name="attribute"/>, or null if it is none of ours.</summary>
    public static PropertyAttribute? Find(AttributeData attribute)
    {
        foreach (PropertyAttribute entry in _all)
        {
            if (attribute.AttributeClass.Is(entry.AttributeType))
            {
                return entry;
            }
        }

        return null;
    }

    /// <summary>The first entry among the attributes of <paramref name="property"/>, or null if it carries none of ours.</summary>
    public static PropertyAttribute? Of(IPropertySymbol property) => property.GetAttributes().Select(Find).FirstOrDefault(static kind => kind is not null);

    private static void ReadFlatImage(IPropertySymbol property, AttributeArguments arguments, PropertyParser parser) =>
        parser.Boot.Add(new(BootKind.FlatImage, property.Name, arguments.UInt64("LoadAddress") ?? Model.Layout.X86Layout.LowestLoadAddress));

    private static void ReadLinuxKernel(IPropertySymbol property, AttributeArguments arguments, PropertyParser parser) =>
        parser.Boot.Add(new(
            BootKind.LinuxKernel, property.Name, 0, arguments.String("CommandLine") ?? BootSpec.DefaultCommandLine, (KernelEntry)(arguments.Int32("Entry") ?? 0))
        {
            IsDefaultCommandLine = arguments.String("CommandLine") is null,
        });

    private static Action<IPropertySymbol, AttributeArguments, PropertyParser> ReadVirtio(DeviceKind kind, string attribute) =>
        (property, arguments, parser) =>
            parser.Devices.Add(DeviceSpec.Virtio(property.Name, kind, attribute, arguments.UInt64("Address"), arguments.Int32("Irq")));

    private static void ReadBlock(IPropertySymbol property, AttributeArguments arguments, PropertyParser parser) => parser.Devices.Add(DeviceSpec.Disk(
        property.Name, QueuesOf(arguments), arguments.Int32("SectorSize"), arguments.UInt64("Address"), arguments.Int32("Irq")));

    /// <summary>What any virtio device's attribute says of its queues.</summary>
    private static QueueSpec QueuesOf(AttributeArguments arguments) => new(arguments.Int32("Queues"), arguments.Int32("QueueSize"));

    private static void ReadNet(IPropertySymbol property, AttributeArguments arguments, PropertyParser parser) => parser.Devices.Add(DeviceSpec.Network(
        property.Name, arguments.String("Mac"), arguments.Int32("Mtu"), QueuesOf(arguments), arguments.UInt64("Address"), arguments.Int32("Irq")));

    private static void ReadConsolePort(IPropertySymbol property, AttributeArguments arguments, PropertyParser parser) => parser.AddConsolePort(
        new ConsolePortSpec(property.Name, arguments.String("Name")), arguments.UInt64("Address"), arguments.Int32("Irq"));

    private static void ReadBalloon(IPropertySymbol property, AttributeArguments arguments, PropertyParser parser) => parser.Devices.Add(DeviceSpec.MemoryBalloon(
        property.Name,
        new(arguments.Boolean("DeflateOnOutOfMemory") ?? true, arguments.Boolean("PageReporting") ?? true),
        arguments.UInt64("Address"),
        arguments.Int32("Irq")));

    private static void ReadSharedDirectory(IPropertySymbol property, AttributeArguments arguments, PropertyParser parser) => parser.Devices.Add(
        DeviceSpec.SharedDirectory(property.Name, arguments.String("Tag"), arguments.UInt64("Address"), arguments.Int32("Irq")));

    private static void ReadVsock(IPropertySymbol property, AttributeArguments arguments, PropertyParser parser) => parser.Devices.Add(DeviceSpec.Sockets(
        property.Name, arguments.UInt32("Cid"), arguments.Int32("QueueSize"), arguments.UInt64("Address"), arguments.Int32("Irq")));

    private static void ReadPmem(IPropertySymbol property, AttributeArguments arguments, PropertyParser parser) => parser.Devices.Add(DeviceSpec.PersistentMemory(
        property.Name, new(arguments.Int32("MaxMiB"), arguments.UInt64("MemoryAddress")), arguments.UInt64("Address"), arguments.Int32("Irq")));

    private static void ReadSerial(IPropertySymbol property, AttributeArguments arguments, PropertyParser parser)
    {
        bool mmio = arguments.Boolean("Mmio") ?? false;
        int? port = arguments.Int32("Port");
        ulong? address = arguments.UInt64("Address");
        if (mmio && port is not null)
        {
            parser.ReportWithoutEffect(property.Name, "Serial", "Port", "with Mmio = true");
        }

        if (!mmio && address is not null)
        {
            parser.ReportWithoutEffect(property.Name, "Serial", "Address", "without Mmio = true");
        }

        parser.Devices.Add(DeviceSpec.Serial(property.Name, mmio, port, address, arguments.Int32("Irq")));
    }

    private static void ReadDebugExit(IPropertySymbol property, AttributeArguments arguments, PropertyParser parser) =>
        parser.Devices.Add(DeviceSpec.DebugExit(property.Name, arguments.Int32("Port")));

    private static void ReadSharedMemory(IPropertySymbol property, AttributeArguments arguments, PropertyParser parser)
    {
        // A type that does not resolve has its own C# error, and no layout.
        if (property.Type.TypeKind != TypeKind.Error)
        {
            parser.SharedMemories.Add(new(property.Name, SharedTypeReader.Read(property.Type), arguments.UInt64("Address"), arguments.Int32("Size")));
        }
    }

    private static void ReadDevice(IPropertySymbol property, AttributeArguments arguments, PropertyParser parser)
    {
        if (property.Type is not INamedTypeSymbol { TypeArguments: [INamedTypeSymbol { TypeKind: not TypeKind.Error } type] } ||
            !property.Type.OriginalDefinition.Is(WellKnownNames.Device))
        {
            return;
        }

        bool isDevice = GuestDeviceParser.IsDevice(type);
        if (!isDevice)
        {
            // The rest goes on as if it were one, so that what uses the machine is not reported as well.
            parser.ReportNoDevice(property, type);
        }

        bool hasInterrupt = GuestDeviceParser.HasInterrupt(type);
        int? irq = arguments.Int32("Irq");
        if (!hasInterrupt && irq is not null && isDevice)
        {
            parser.ReportWithoutEffect(property.Name, "Device", "Irq", $"since '{type.Name}' has no [Interrupt]");
        }

        GuestDeviceBus bus = isDevice ? GuestDeviceParser.BusOf(type) : GuestDeviceBus.Mmio;
        bool isMmio = bus == GuestDeviceBus.Mmio;
        if (isDevice && (isMmio ? arguments.Int32("Port") is not null : arguments.UInt64("Address") is not null))
        {
            parser.ReportWithoutEffect(property.Name, "Device", isMmio ? "Port" : "Address", $"since '{type.Name}' is {(isMmio ? "memory-mapped" : "on I/O ports")}");
        }

        string name = TypeShape.TextOf(type);
        long size = GuestDeviceChecks.UsableSize(bus, GuestDeviceParser.SizeOf(type, bus));
        parser.AddCustom(type, (isMmio
            ? DeviceSpec.InWindow(property.Name, name, (ulong)size, arguments.UInt64("Address"), hasInterrupt, irq)
            : DeviceSpec.OnPorts(property.Name, name, (int)size, arguments.Int32("Port"), hasInterrupt, irq)) with
        { TypeAccess = TypeShape.AccessOf(type) });
    }
}
