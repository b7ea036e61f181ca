using KvmSdk.Model.Planning;
using KvmSdk.Model.Rules;
using KvmSdk.Model.Spec;

namespace KvmSdk.Model.Tests.Support;

/// <summary>Machines as a parser would describe them.</summary>
internal static class Specs
{
    /// <summary>A valid machine with the platform's devices and <paramref name="devices"/>.</summary>
    public static MachineSpec With(params DeviceSpec[] devices) => new(
        "Vm", "", [], 1, 1, 128, true, false,
        [new BootSpec(BootKind.FlatImage, "Program", 0x10_0000)],
        [],
        [DeviceSpec.Power(null), DeviceSpec.Keyboard(), .. devices],
        []);

    /// <summary>The machine with <paramref name="devices"/> and without a keyboard controller.</summary>
    public static MachineSpec WithoutI8042(params DeviceSpec[] devices) =>
        With() with { HasI8042 = false, Devices = [DeviceSpec.Power(null), .. devices] };

    public static DeviceSpec Serial(string name, int? port = null, int? irq = null) => DeviceSpec.Serial(name, false, port, null, irq);

    public static DeviceSpec MmioSerial(string name, ulong? address = null, int? irq = null) => DeviceSpec.Serial(name, true, null, address, irq);

    public static DeviceSpec DebugExit(string name, int? port = null) => DeviceSpec.DebugExit(name, port);

    /// <summary>The violations of a machine, which must break no rule but one.</summary>
    public static Violation TheViolation(MachineSpec spec) => Assert.Single(MachinePlanner.Plan(spec).Violations);

    /// <summary>The ids of the rules that a machine breaks.</summary>
    public static IEnumerable<string> BrokenRules(MachineSpec spec) => MachinePlanner.Plan(spec).Violations.Select(violation => violation.Rule.Id);
}
