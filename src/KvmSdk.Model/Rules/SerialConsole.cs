// Why the numbers are what they are: Linux on x86 reserves ttyS0 to ttyS3 for the PC's four ports (SERIAL_PORT_DFNS), so a UART at
// 0x2F8 is ttyS1 even if it is the only one. A UART elsewhere is given the first number that is free, and which that is depends on
// how many numbers the kernel's configuration keeps (SERIAL_8250_RUNTIME_UARTS; drivers/tty/serial/8250/8250_core.c,
// serial8250_find_match_or_unused): beside such a UART no number can be called wrong.

using System.Globalization;
using KvmSdk.Model.Plan;
using KvmSdk.Model.Spec;

namespace KvmSdk.Model.Rules;

/// <summary>The serial ports and hypervisor consoles by the names that Linux gives them.</summary>
public static class SerialConsole
{
    private const string Prefix = "ttyS";

    private const string HypervisorPrefix = "hvc";

    /// <summary>The ports that Linux numbers from <c>ttyS0</c>.</summary>
    private static readonly int[] _ports = [0x3F8, 0x2F8, 0x3E8, 0x2E8];

    /// <summary>The port that makes a UART <c>ttySn</c> under any kernel, or null if there is none.</summary>
    public static int? PortOf(int number) => number >= 0 && number < _ports.Length ? _ports[number] : null;

    /// <summary>The number in a parameter <c>console=ttySn</c>, with or without options; null if it names something else.</summary>
    public static int? NumberIn(string parameter) => NumberAfter(Prefix, parameter);

    /// <summary>The number in a parameter <c>console=hvcn</c>, with or without options; null if it names something else.</summary>
    public static int? HypervisorNumberIn(string parameter) => NumberAfter(HypervisorPrefix, parameter);

    /// <summary>What is wrong with a <c>console=</c> parameter, or null.</summary>
    internal static Violation? Check(Target target, KernelParameter parameter, IReadOnlyList<KernelParameter> all, EquatableArray<DevicePlan> devices)
    {
        DevicePlan[] serials = [.. devices.Where(device => device.Kind == DeviceKind.Serial)];
        int[] numbers = [.. serials.Select(NumberOf).Where(number => number >= 0).OrderBy(number => number)];
        string what;
        if (NumberIn(parameter.Text) is int wanted)
        {
            if (numbers.Contains(wanted) || numbers.Length < serials.Length)
            {
                return null;
            }

            what = "a serial port that the machine does not have";
        }
        else if (HypervisorNumberIn(parameter.Text) is int hypervisor)
        {
            return HypervisorConsole(target, parameter, hypervisor, all, devices);
        }
        else
        {
            return null; // tty0 and the like need no device, and a user's own driver may call its console as it likes.
        }

        string declare = wanted > 0 && PortOf(wanted) is int port ? $"[Serial(Port = 0x{port:X})]" : "[Serial]";
        bool isStandard = PortOf(wanted) is not null;
        return numbers.Length > 0 ? UseAnother(target, parameter, all, what, Prefix, numbers[0], isStandard ? declare : null)
            : HypervisorConsoles(devices) > 0 ? UseAnother(target, parameter, all, what, HypervisorPrefix, 0, isStandard ? declare : null)
            : new(KernelParameterRules.ConsoleNotDeclared, target, [parameter.Text, what, $"declare {declare}"]);
    }

    /// <summary>What is wrong with <c>console=hvcn</c>, or null. Linux numbers the devices in the order in which ACPI names them, which is that of declaration.</summary>
    private static Violation? HypervisorConsole(
        Target target, KernelParameter parameter, int wanted, IReadOnlyList<KernelParameter> all, EquatableArray<DevicePlan> devices)
    {
        int count = HypervisorConsoles(devices);
        if (wanted < count)
        {
            return null;
        }

        const string what = "a hypervisor console that the machine does not have";
        string declare = wanted == count ? "[Console]" : "as many [Console]s";
        int serial = devices.Where(device => device.Kind == DeviceKind.Serial).Select(NumberOf).Where(number => number >= 0).DefaultIfEmpty(-1).Min();
        return count > 0 ? UseAnother(target, parameter, all, what, HypervisorPrefix, count - 1, declare)
            : serial >= 0 ? UseAnother(target, parameter, all, what, Prefix, serial, declare)
            : new(KernelParameterRules.ConsoleNotDeclared, target, [parameter.Text, what, $"declare {declare}"]);
    }

    /// <summary>A console that is not there, where another one is: what the guest can be told instead.</summary>
    private static Violation UseAnother(
        Target target, KernelParameter parameter, IReadOnlyList<KernelParameter> all, string what, string prefix, int number, string? declare)
    {
        // Options of a serial port (its speed) mean nothing to another kind of console.
        string value = parameter.Value ?? "";
        string options = value.StartsWith(prefix, StringComparison.Ordinal) ? value.Substring(Name(value).Length) : "";
        string right = $"console={prefix}{number.ToString(CultureInfo.InvariantCulture)}{options}";
        bool isThere = all.Any(other => other.Text == right);
        string remedy = isThere ? "remove it" : $"use '{right}'";
        return new(
            KernelParameterRules.ConsoleNotDeclared,
            target,
            [parameter.Text, what, declare is null ? remedy : $"declare {declare}, or {remedy}"],
            null,
            isThere ? "" : right);
    }

    private static int? NumberAfter(string prefix, string parameter)
    {
        if (KernelParameter.Split(parameter) is not [{ Key: "console", Value: { } value }] || !value.StartsWith(prefix, StringComparison.Ordinal))
        {
            return null;
        }

        string digits = Name(value).Remove(0, prefix.Length);
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
    }

    private static int HypervisorConsoles(EquatableArray<DevicePlan> devices) => devices.Count(device => device.Kind == DeviceKind.Console);

    /// <summary>The number that Linux gives a UART whatever its configuration, or -1.</summary>
    private static int NumberOf(DevicePlan serial) => serial.Ports.Count > 0 ? Array.IndexOf(_ports, serial.Ports[0].Base) : -1;

    private static string Name(string value) => value.Split(',')[0];
}
