using System.Globalization;
using System.Text.Json;
using KvmSdk.Model.Layout;
using KvmSdk.Model.Plan;
using KvmSdk.Model.Spec;

namespace KvmSdk.CommandLine.Inspect;

/// <summary>Turns a machine's plan into the document of <c>inspect --json</c>.</summary>
internal static class InspectDocumentWriter
{
    /// <summary>The document.</summary>
    public static InspectDocument Of(MachineSettings settings, OptionTable table)
    {
        MachinePlan plan = settings.Plan;
        return new(
            plan.Name,
            new(plan.Cpus.Count, plan.Cpus.Maximum),
            plan.Memory.MiB,
            new(HugePagesSyntax.Of(plan.Memory.HugePages), plan.Memory.Prefault),
            Boot(plan.Boot),
            plan.HasPit,
            [.. MemoryMap.Of(plan).Select(region =>
                new InspectDocument.RegionPart(region.Kind, Hex(region.Range.Base), Hex(region.Range.Last), region.Range.Size, region.Use))],
            [.. plan.Devices.Select(Device)],
            [.. table.Properties.Select(option => Setting(settings, option, option.Property!))]);
    }

    private static InspectDocument.BootPart Boot(BootPlan boot) => new(
        Word(boot.Kind),
        boot.Property,
        boot.LoadAddress == 0 ? null : Hex(boot.LoadAddress),
        boot.CommandLine.Length == 0 ? null : boot.CommandLine,
        boot.Initrd.Length == 0 ? null : boot.Initrd,
        boot.Kind == BootKind.LinuxKernel ? KernelEntrySyntax.Of(boot.Entry) : null,
        [.. boot.Modules.Select(static module => module.Property)]);

    private static InspectDocument.DevicePart Device(DevicePlan device) => new(
        device.Name,
        Word(device.Kind),
        device.IsPlatform,
        [.. device.Ports.Select(port => new InspectDocument.PortPart(Hex(port.Base), port.Count))],
        Window(device.Window),
        device.Irq,
        device.Net is { } net ? new(net.Mac.ToString(), net.Mtu == 0 ? null : net.Mtu) : null,
        device.Queues is { } queues ? new(queues.Count, queues.Size) : null,
        device.Block is { } block ? new(block.SectorSize) : null,
        device.ConsolePorts.Count == 0
            ? null
            : [.. device.ConsolePorts.Select(static port => new InspectDocument.ConsolePortPart(port.Property, port.GuestName, port.Id))],
        device.Tag,
        device.Vsock is { } vsock ? new(vsock.Cid) : null,
        Window(device.Pmem?.Memory));

    private static InspectDocument.WindowPart? Window(AddressRange? range) => range is { } window ? new(Hex(window.Base), Hex(window.Last), window.Size) : null;

    private static InspectDocument.SettingPart Setting(MachineSettings settings, CommandOption option, InstanceOption property)
    {
        bool given = settings.Texts.TryGetValue(property.Property, out (string Text, string Source) value);
        return new(
            property.Property, option.Description, option.Name, option.Key, property.IsRequired, given ? value.Text : null, given ? value.Source : null);
    }

    private static string Word<T>(T kind)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());

    private static string Hex(ulong value) => string.Create(CultureInfo.InvariantCulture, $"0x{value:X}");
}
