// Why apart: the tables know nothing of how a machine is declared. A new kind of device that ACPI must name is added here.

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
        HasCmosClock: false,
        plan.Devices.Where(device => device.Kind == DeviceKind.Serial).Select(SerialPort).ToEquatableArray(),
        VirtioDevices: []);

    private static AcpiSerialPort SerialPort(DevicePlan device) =>
        new(device.Ports.Count == 0 ? null : device.Ports[0], device.Window, device.Irq ?? -1);
}
