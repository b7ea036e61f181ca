using System.Globalization;
using KvmSdk.Model.Layout;
using KvmSdk.Model.Plan;
using KvmSdk.Model.Spec;
using KvmSdk.Parser;
using Microsoft.CodeAnalysis.CSharp;

namespace KvmSdk.Generators.Emission;

/// <summary>A device as the templates print it: every value is finished C# text.</summary>
internal sealed class DeviceView
{
    private DeviceView(DeviceSpec device, DevicePlan? plan)
    {
        Name = device.Name;
        IsHidden = device.IsPlatform || device.Kind == DeviceKind.ConsolePorts;
        Member = device.Kind == DeviceKind.ConsolePorts ? "_consolePorts"
            : device.IsPlatform ? "_" + char.ToLowerInvariant(device.Name[0]) + device.Name.Substring(1) : device.Name;
        if (device.Kind == DeviceKind.Custom)
        {
            Handle = device.Type;
            HandleAccess = device.TypeAccess;
            Noun = device.Type.Substring(device.Type.LastIndexOfAny(['.', ':']) + 1);
            Construction = $"definition.{device.Name}.Start(host, new {device.Type}(), {(device.Irq is null ? "null" : $"Layout.{device.Name}.Irq")})";
            Target = $"((global::KvmSdk.IBusDevice)machine.{Member})";
        }
        else
        {
            (string handle, Noun, string arguments) = BuiltIn(device, plan);
            Handle = "global::" + handle;
            HandleAccess = "public";
            Construction = $"new {Handle}({arguments})";
            Target = "machine." + Member;
        }

        Constants = [.. ConstantsOf(device, plan)];
        PlanExpression = plan is null ? "" : PlanOf(plan);
        Place = plan is null ? "" : PlaceOf(plan);
    }

    /// <summary>A port of a virtio console device.</summary>
    private DeviceView(DeviceSpec device, DevicePlan? plan, int port)
    {
        string name = device.ConsolePorts[port].Property;
        string guestName = plan is null ? "" : device.ConsolePorts[port].GuestName;
        int id = plan is null ? 0 : port + 1;
        Name = Member = name;
        Handle = "global::" + WellKnownNames.ConsolePort;
        HandleAccess = "public";
        Noun = "virtio console port";
        Getter = $"=> _consolePorts[{Text(port)}];";
        Construction = Target = PlanExpression = "";
        Constants =
        [
            .. ConstantsOf(device, plan),
            new("int", "PortId", Text(id), "The port's number on its device."),
            new("string", "PortName", $"\"{guestName}\"", "The name by which the guest finds it, /dev/virtio-ports/NAME."),
        ];
        Place = plan is null ? "" : $"'{guestName}', port {Text(id)} at {PlaceOf(plan)}";
    }

    public string Name { get; }

    /// <summary>Whether no property of the running machine is the device itself: one of the platform's, or one whose ports are the properties.</summary>
    public bool IsHidden { get; }

    /// <summary>What the running machine's property gives, as the end of its declaration.</summary>
    public string Getter { get; private init; } = "{ get; }";

    /// <summary>The member of the running machine that holds it.</summary>
    public string Member { get; }

    public string Handle { get; }

    public string Noun { get; }

    /// <summary>Who may see the handle: not more than may see its type.</summary>
    public string HandleAccess { get; }

    /// <summary>The expression that makes the handle.</summary>
    public string Construction { get; }

    /// <summary>The handle as the exit dispatch names it.</summary>
    public string Target { get; }

    public IReadOnlyList<ConstantView> Constants { get; }

    public string PlanExpression { get; }

    /// <summary>Where it lies, for a comment.</summary>
    public string Place { get; }

    public static DeviceView From(DeviceSpec device, DevicePlan? plan) => new(device, plan);

    /// <summary>What of a device is a property of the running machine: the device, or each of its ports, or nothing.</summary>
    public static IEnumerable<DeviceView> HandlesOf(DeviceSpec device, DevicePlan? plan) => device.Kind == DeviceKind.ConsolePorts
        ? device.ConsolePorts.Select((_, i) => new DeviceView(device, plan, i))
        : device.IsPlatform ? [] : [new(device, plan)];

    private static (string Handle, string Noun, string Arguments) BuiltIn(DeviceSpec device, DevicePlan? plan) => device.Kind switch
    {
        DeviceKind.Serial => (WellKnownNames.SerialPort, "16550A UART", $"host, \"{device.Name}\", Layout.{device.Name}.Irq, definition.{device.Name}"),
        DeviceKind.DebugExit => (WellKnownNames.DebugExitPort, "debug-exit port", $"host, \"{device.Name}\", definition.{device.Name}"),
        DeviceKind.Block => (WellKnownNames.DiskDevice, "virtio block device", Disk(device)),
        DeviceKind.Entropy => (WellKnownNames.EntropyPort, "virtio entropy device", Virtio(device)),
        DeviceKind.Net => (WellKnownNames.NetDevice, "virtio network device", Network(device)),
        DeviceKind.FileSystem => (WellKnownNames.DirectoryDevice, "virtio file system device", Directory(device)),
        DeviceKind.Console => (WellKnownNames.VirtioConsole, "virtio console", Virtio(device)),
        DeviceKind.ConsolePorts => (WellKnownNames.ConsolePortDevice, "virtio console ports", ConsolePorts(device)),
        DeviceKind.Pvpanic => (WellKnownNames.PvpanicDevice, "pvpanic port", $"host, \"{device.Name}\", definition.{device.Name}"),
        DeviceKind.GenerationId => (
            WellKnownNames.GenerationIdDevice, "generation ID", $"host, \"{device.Name}\", Layout.{device.Name}.Address, Layout.{device.Name}.Irq, definition.{device.Name}"),
        DeviceKind.BootMarker => (WellKnownNames.BootMarkerPort, "boot marker", $"host, \"{device.Name}\", definition.{device.Name}"),
        DeviceKind.Balloon => (WellKnownNames.BalloonDevice, "virtio memory balloon", Balloon(device, device.Balloon!)),
        DeviceKind.Vsock => (WellKnownNames.VsockDevice, "virtio socket device", $"host, \"{device.Name}\", Layout.{device.Name}.Base, Layout.{device.Name}.Irq, Layout.{device.Name}.Cid, Layout.{device.Name}.QueueSize, definition.{device.Name}"),
        DeviceKind.Pmem => (WellKnownNames.PmemDevice, "virtio persistent memory", Pmem(device)),
        DeviceKind.Keyboard => (WellKnownNames.KeyboardController, "i8042 keyboard controller", "host"),
        DeviceKind.CmosClock => (WellKnownNames.CmosClock, "MC146818 CMOS clock", $"host, {Text(plan?.Irq ?? 0)}"),
        DeviceKind.Power => (WellKnownNames.PowerControl, "ACPI sleep and reset registers", "host"),
        _ => throw new ArgumentOutOfRangeException(nameof(device), device.Kind, "no handle for this device"),
    };

    private static string Virtio(DeviceSpec device) =>
        $"host, \"{device.Name}\", Layout.{device.Name}.Base, Layout.{device.Name}.Irq, definition.{device.Name}";

    private static string Disk(DeviceSpec device) =>
        $"host, \"{device.Name}\", Layout.{device.Name}.Base, Layout.{device.Name}.Irq, {QueueArguments(device)}, Layout.{device.Name}.SectorSize, definition.{device.Name}";

    /// <summary>The two arguments of any virtio device whose declaration may choose its queues.</summary>
    private static string QueueArguments(DeviceSpec device) => $"Layout.{device.Name}.Queues, Layout.{device.Name}.QueueSize";

    private static string Network(DeviceSpec device) =>
        $"host, \"{device.Name}\", Layout.{device.Name}.Base, Layout.{device.Name}.Irq, Layout.{device.Name}.Mac, Layout.{device.Name}.Mtu, {QueueArguments(device)}, definition.{device.Name}";

    private static string ConsolePorts(DeviceSpec device) =>
        $"host, Layout.{device.Name}.Base, Layout.{device.Name}.Irq, [{string.Join(", ", device.ConsolePorts.Select(static port =>
            $"new(\"{port.Property}\", Layout.{port.Property}.PortName, definition.{port.Property})"))}]";

    private static string Balloon(DeviceSpec device, BalloonSpec balloon) =>
        $"host, \"{device.Name}\", Layout.{device.Name}.Base, Layout.{device.Name}.Irq, {Text(balloon.DeflateOnOutOfMemory)}, {Text(balloon.PageReporting)}, definition.{device.Name}";

    private static string Directory(DeviceSpec device) =>
        $"host, \"{device.Name}\", Layout.{device.Name}.Base, Layout.{device.Name}.Irq, Layout.{device.Name}.Tag, definition.{device.Name}";

    private static string Pmem(DeviceSpec device) =>
        $"host, \"{device.Name}\", Layout.{device.Name}.Base, Layout.{device.Name}.Irq, Layout.{device.Name}.MemoryBase, Layout.{device.Name}.MemorySize, definition.{device.Name}";

    private static IEnumerable<ConstantView> ConstantsOf(DeviceSpec device, DevicePlan? plan)
    {
        if (device.Ports.Count > 0)
        {
            PortRange? ports = plan?.Ports[0];
            yield return new("ushort", "Port", Hex(ports?.Base ?? 0, 4), "The first I/O port.");
            yield return new("int", "PortCount", Text(ports?.Count ?? 0), "The number of I/O ports.");
        }

        if (device.Window is not null)
        {
            yield return new("ulong", "Base", Hex(plan?.Window?.Base ?? 0, 8), "The window's guest-physical address.");
            yield return new("ulong", "Size", Hex(plan?.Window?.Size ?? 0, 4), "The window's size in bytes.");
        }

        if (device.Irq is not null)
        {
            yield return new("int", "Irq", Text(plan?.Irq ?? 0), "The interrupt line, an I/O APIC input.");
        }

        if (device.Kind == DeviceKind.GenerationId)
        {
            yield return new("ulong", "Address", Hex(plan is null ? 0 : X86Layout.GenerationIdPage, 8), "The guest-physical address of its 16 bytes.");
        }

        if (device.Net is not null)
        {
            yield return new("string", "Mac", $"\"{plan?.Net?.Mac}\"", "The station's address.");
            yield return new("int", "Mtu", Text(plan?.Net?.Mtu ?? 0), "The largest packet that the guest is told of; 0 if it is told of none.");
        }

        if (device.Queues is not null)
        {
            yield return new("int", "Queues", Text(plan?.Queues?.Count ?? 0), device.Net is null ? "The number of queues that the guest may spread over its CPUs." : "The number of pairs of queues that the guest may spread over its CPUs, where the backend has as many.");
            yield return new("int", "QueueSize", Text(plan?.Queues?.Size ?? 0), "The most descriptors in each queue.");
        }

        if (device.Block is not null)
        {
            yield return new("int", "SectorSize", Text(plan?.Block?.SectorSize ?? 0), "The logical sector in bytes.");
        }

        if (device.Tag is not null)
        {
            yield return new("string", "Tag", SymbolDisplay.FormatLiteral(plan?.Tag ?? "", quote: true), "The tag by which the guest mounts it.");
        }

        if (device.Vsock is not null)
        {
            yield return new("uint", "Cid", Text(plan?.Vsock?.Cid ?? 0), "The guest's address, unless an instance has another.");
        }

        if (device.Pmem is not null)
        {
            yield return new("ulong", "MemoryBase", Hex(plan?.Pmem?.Memory.Base ?? 0, 8), "The guest-physical address at which the memory begins.");
            yield return new("ulong", "MemorySize", Hex(plan?.Pmem?.Memory.Size ?? 0, 4), "The addresses that are set aside for it, in bytes; a start uses as many as its file is long.");
        }
    }

    private static string PlanOf(DevicePlan plan)
    {
        string ports = string.Join(", ", plan.Ports.Select(range => $"new({Hex(range.Base, 4)}, {range.Count})"));
        string window = plan.Window is { } w ? $"new({Hex(w.Base, 8)}, {Hex(w.Size, 4)})" : "null";
        string irq = plan.Irq is int line ? Text(line) : "null";
        string platform = plan.IsPlatform ? "true" : "false";
        string[] special =
        [
            .. plan.Net is { } net ? [$"Net = new(new({Hex(net.Mac.Value, 12)}), {Text(net.Mtu)})"] : Array.Empty<string>(),
            .. plan.Queues is { } queues ? [$"Queues = new({Text(queues.Count)}, {Text(queues.Size)})"] : Array.Empty<string>(),
            .. plan.Block is { } block ? [$"Block = new({Text(block.SectorSize)})"] : Array.Empty<string>(),
            .. plan.ConsolePorts.Count > 0
                ? [$"ConsolePorts = [{string.Join(", ", plan.ConsolePorts.Select(static port => $"new(\"{port.Property}\", \"{port.GuestName}\", {Text(port.Id)})"))}]"]
                : Array.Empty<string>(),
            .. plan.Tag is { } tag ? [$"Tag = {SymbolDisplay.FormatLiteral(tag, quote: true)}"] : Array.Empty<string>(),
            .. plan.Vsock is { } vsock ? [$"Vsock = new({Text(vsock.Cid)})"] : Array.Empty<string>(),
            .. plan.Pmem is { } pmem ? [$"Pmem = new(new({Hex(pmem.Memory.Base, 8)}, {Hex(pmem.Memory.Size, 4)}))"] : Array.Empty<string>(),
        ];
        string rest = special.Length == 0 ? "" : $" {{ {string.Join(", ", special)} }}";
        return $"new(\"{plan.Name}\", global::KvmSdk.Model.Spec.DeviceKind.{plan.Kind}, {platform}, [{ports}], {window}, {irq}){rest}";
    }

    private static string PlaceOf(DevicePlan plan)
    {
        IEnumerable<string> places = plan.Ports.Select(range => $"ports {range}");
        if (plan.Window is { } window)
        {
            places = places.Append($"window {window}");
        }

        if (plan.Irq is int irq)
        {
            places = places.Append($"IRQ {Text(irq)}");
        }

        if (plan.Net is { } net)
        {
            places = places.Append($"MAC address {net.Mac}");
        }

        if (plan.Tag is { } tag)
        {
            places = places.Append($"tag {tag}");
        }

        if (plan.Vsock is { } vsock)
        {
            places = places.Append($"CID {Text(vsock.Cid)}");
        }

        if (plan.Pmem is { } pmem)
        {
            places = places.Append($"memory {pmem.Memory}");
        }

        return string.Join(", ", places);
    }

    internal static string Hex(ulong value, int digits) => "0x" + value.ToString("X" + Text(digits), CultureInfo.InvariantCulture);

    private static string Text(bool value) => value ? "true" : "false";

    private static string Text(uint value) => value.ToString(CultureInfo.InvariantCulture);

    internal static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A constant of the layout.</summary>
internal sealed record ConstantView(string Type, string Name, string Value, string Summary);
