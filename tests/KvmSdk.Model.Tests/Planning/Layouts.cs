using System.Globalization;
using CsCheck;
using KvmSdk.Model.Layout;
using KvmSdk.Model.Rules;
using KvmSdk.Model.Spec;
using KvmSdk.Model.Tests.Support;

namespace KvmSdk.Model.Tests.Planning;

/// <summary>Random declarations, dense enough to collide, and what a user would do with the violations.</summary>
internal static class Layouts
{
    private static readonly Gen<int?> _port = Gen.Frequency(
        (3, Gen.Const((int?)null)),
        (6, Gen.Int[0x3D8, 0x408].Select(port => (int?)port)),
        (2, OneOf<int?>(-1, 0x1F, 0x40, 0x5D, 0x60, 0x64, 0x6D, 0x71, 0x600, 0xCF8, 0xFFF8, 0xFFF9, int.MaxValue)));

    private static readonly Gen<ulong?> _address = Gen.Frequency(
        (3, Gen.Const((ulong?)null)),
        (5, Gen.Int[0, 6].Select(page => (ulong?)(0xD000_0000 + ((ulong)page * X86Layout.PageSize)))),
        (1, Gen.Int[0, 0x3000].Select(offset => (ulong?)(0xD000_0000 + (ulong)offset))),
        (2, OneOf<ulong?>(0, 0xBFFF_F000, 0xC000_0000, 0xE000_0800, 0xFEC0_0000, 0xFFFF_F000, 0x1_0000_0000)));

    private static readonly Gen<int?> _irq = Gen.Frequency((2, Gen.Const((int?)null)), (5, Gen.Int[-1, 24].Select(irq => (int?)irq)));

    /// <summary>A machine of up to eight devices; every argument absent, right, reserved, impossible or in conflict.</summary>
    public static Gen<MachineSpec> Random { get; } = Gen.Select(
        Gen.Select(Gen.Int[0, 2], _port, _address, _irq).Array[0, 8],
        Gen.Bool,
        Gen.Bool,
        _port,
        (devices, hasI8042, hasClock, powerPort) => Specs.With() with
        {
            HasI8042 = hasI8042,
            Devices =
            [
                DeviceSpec.Power(powerPort),
                .. hasI8042 ? [DeviceSpec.Keyboard()] : Array.Empty<DeviceSpec>(),
                .. hasClock ? [DeviceSpec.CmosClock()] : Array.Empty<DeviceSpec>(),
                .. devices.Select((device, i) => Device($"D{i}", device)),
            ],
        });

    /// <summary>The machine after every violation's remedy at once: the suggested value where there is one, else the argument left out.</summary>
    public static MachineSpec Repair(MachineSpec spec, IEnumerable<Violation> violations)
    {
        ILookup<Target, string> suggestions = violations.ToLookup(violation => violation.Target, violation => violation.Suggestion);
        return spec with { Devices = spec.Devices.Select(device => Repair(device, suggestions)).ToEquatableArray() };
    }

    private static DeviceSpec Repair(DeviceSpec device, ILookup<Target, string> suggestions) => device with
    {
        Ports = device.Ports.Select(request => suggestions[device.TargetOf(request.Argument)].ToArray() is [var text]
            ? request with { Fixed = (int?)Number(text) }
            : request).ToEquatableArray(),
        Window = device.Window is { } window && suggestions[device.TargetOf(window.Argument)].ToArray() is [var address]
            ? window with { Fixed = Number(address) }
            : device.Window,
        Irq = device.Irq is { } irq && suggestions[device.TargetOf(irq.Argument)].ToArray() is [var line]
            ? irq with { Fixed = (int?)Number(line) }
            : device.Irq,
    };

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static ulong? Number(string text) => text switch
    {
        "" => null,
        ['0', 'x', .. var digits] => ulong.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
        _ => ulong.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture),
    };

    private static DeviceSpec Device(string name, (int Kind, int? Port, ulong? Address, int? Irq) device) => device.Kind switch
    {
        0 => Specs.Serial(name, device.Port, device.Irq),
        1 => Specs.MmioSerial(name, device.Address, device.Irq),
        _ => Specs.DebugExit(name, device.Port),
    };
}
