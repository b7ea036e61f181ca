using KvmSdk.Model.Spec;
using Microsoft.CodeAnalysis;

namespace KvmSdk.Parser;

/// <summary>An attribute that gives a property its meaning.</summary>
/// <param name="Name">Its name without the suffix.</param>
/// <param name="AttributeType">Its metadata name.</param>
/// <param name="PropertyType">The type that the property must have.</param>
/// <param name="Read">Adds what the attribute declares, from the property's name and the arguments, to the parser's lists.</param>
/// <param name="MayBeNull">Whether an instance may leave the property null.</param>
internal sealed record PropertyAttribute(
    string Name,
    string AttributeType,
    string PropertyType,
    Action<string, AttributeArguments, PropertyParser> Read,
    bool MayBeNull = false)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<PropertyAttribute> All { get; } =
    [
        new("FlatImage", WellKnownNames.FlatImageAttribute, WellKnownNames.GuestImage, ReadFlatImage),
        new("LinuxKernel", WellKnownNames.LinuxKernelAttribute, WellKnownNames.GuestImage, ReadLinuxKernel),
        new("Initrd", WellKnownNames.InitrdAttribute, WellKnownNames.GuestImage, static (property, _, parser) => parser.Initrds.Add(property), MayBeNull: true),
        new("Serial", WellKnownNames.SerialAttribute, WellKnownNames.Terminal, ReadSerial),
        new("DebugExit", WellKnownNames.DebugExitAttribute, WellKnownNames.DebugExit, ReadDebugExit),
        new("Block", WellKnownNames.BlockAttribute, WellKnownNames.DiskImage, ReadVirtio(DeviceKind.Block, "Block")),
        new("Rng", WellKnownNames.RngAttribute, WellKnownNames.Entropy, ReadVirtio(DeviceKind.Entropy, "Rng")),
    ];

    /// <summary>The entry for <paramref name="attribute"/>, or null if it is none of ours.</summary>
    public static PropertyAttribute? Find(AttributeData attribute)
    {
        string? name = attribute.AttributeClass?.ToDisplayString();
        return All.FirstOrDefault(entry => entry.AttributeType == name);
    }

    private static void ReadFlatImage(string property, AttributeArguments arguments, PropertyParser parser) =>
        parser.Boot.Add(new(BootKind.FlatImage, property, arguments.UInt64("LoadAddress") ?? Model.Layout.X86Layout.LowestLoadAddress));

    private static void ReadLinuxKernel(string property, AttributeArguments arguments, PropertyParser parser) =>
        parser.Boot.Add(new(
            BootKind.LinuxKernel, property, 0, arguments.String("CommandLine") ?? BootSpec.DefaultCommandLine, (KernelEntry)(arguments.Int32("Entry") ?? 0))
        {
            IsDefaultCommandLine = arguments.String("CommandLine") is null,
        });

    private static Action<string, AttributeArguments, PropertyParser> ReadVirtio(DeviceKind kind, string attribute) =>
        (property, arguments, parser) =>
            parser.Devices.Add(DeviceSpec.Virtio(property, kind, attribute, arguments.UInt64("Address"), arguments.Int32("Irq")));

    private static void ReadSerial(string property, AttributeArguments arguments, PropertyParser parser)
    {
        bool mmio = arguments.Boolean("Mmio") ?? false;
        int? port = arguments.Int32("Port");
        ulong? address = arguments.UInt64("Address");
        if (mmio && port is not null)
        {
            parser.ReportWithoutEffect(property, "Serial", "Port", "with Mmio = true");
        }

        if (!mmio && address is not null)
        {
            parser.ReportWithoutEffect(property, "Serial", "Address", "without Mmio = true");
        }

        parser.Devices.Add(DeviceSpec.Serial(property, mmio, port, address, arguments.Int32("Irq")));
    }

    private static void ReadDebugExit(string property, AttributeArguments arguments, PropertyParser parser) =>
        parser.Devices.Add(DeviceSpec.DebugExit(property, arguments.Int32("Port")));
}
