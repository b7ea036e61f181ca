// Why apart: the tables know nothing of how a machine is declared. Whether ACPI must name a kind of device is decided here.

using KvmSdk.Model.Layout;
using KvmSdk.Model.Plan;
using KvmSdk.Model.Spec;

namespace KvmSdk.Model.Acpi;

public sealed partial record AcpiDescription
{
    /// <summary>What the tables of a planned machine say.</summary>
    /// <param name="plan">The plan, with the power registers that every machine has.</param>
    /// <exception cref="InvalidOperationException">The plan holds no power registers, so no planner made it.</exception>
    public static AcpiDescription Of(MachinePlan plan) => new(
        plan.Cpus.Count,
        plan.Cpus.Maximum,
        plan.Devices.Single(device => device.Kind == DeviceKind.Power).Ports[0].Base,
        plan.Devices.Any(device => device.Kind == DeviceKind.Keyboard),
        plan.Devices.Any(device => device.Kind == DeviceKind.CmosClock),
        plan.Devices.Where(device => device.Kind == DeviceKind.Serial).Select(SerialPort).ToEquatableArray(),
        plan.Devices.Where(device => IsVirtio(device.Kind)).Select(VirtioDevice).ToEquatableArray())
    {
        Topology = plan.Cpus.Topology,
        PvpanicPort = plan.Devices.FirstOrDefault(device => device.Kind == DeviceKind.Pvpanic)?.Ports[0].Base,
        GenerationId = plan.Devices.FirstOrDefault(device => device.Kind == DeviceKind.GenerationId) is { } generation
            ? new(X86Layout.GenerationIdPage, generation.Irq ?? -1)
            : null,
    };

    /// <summary>Whether a device of this kind is a virtio-mmio transport. Knows every kind, so that a new one is not forgotten.</summary>
    internal static bool IsVirtio(DeviceKind kind) => kind switch
    {
        DeviceKind.Block or DeviceKind.Entropy or DeviceKind.Net or DeviceKind.FileSystem or DeviceKind.Console or DeviceKind.ConsolePorts or DeviceKind.Balloon or DeviceKind.Vsock or DeviceKind.Pmem => true,
        DeviceKind.Serial or DeviceKind.Keyboard or DeviceKind.Power or DeviceKind.CmosClock or DeviceKind.DebugExit or DeviceKind.Custom
            or DeviceKind.Pvpanic or DeviceKind.GenerationId or DeviceKind.BootMarker => false,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Nobody has decided whether ACPI must name this kind of device."),
    };

    private static AcpiSerialPort SerialPort(DevicePlan device) =>
        new(device.Ports.Count == 0 ? null : device.Ports[0], device.Window, device.Irq ?? -1);

    private static AcpiVirtioDevice VirtioDevice(DevicePlan device) => new(device.Window ?? default, device.Irq ?? -1);
}
