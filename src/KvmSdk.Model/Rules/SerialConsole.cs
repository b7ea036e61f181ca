// Why the numbers are what they are: Linux on x86 reserves ttyS0 to ttyS3 for the PC's four ports (SERIAL_PORT_DFNS), so a UART at
// 0x2F8 is ttyS1 even if it is the only one. A UART elsewhere is given the first number that is free, and which that is depends on
// how many numbers the kernel's configuration keeps (SERIAL_8250_RUNTIME_UARTS; drivers/tty/serial/8250/8250_core.c,
// serial8250_find_match_or_unused): beside such a UART no number can be called wrong.

using System.Globalization;
using KvmSdk.Model.Plan;
using KvmSdk.Model.Spec;

namespace KvmSdk.Model.Rules;

/// <summary>The serial ports by the names that Linux gives them.</summary>
public static class SerialConsole
{
    private const string Prefix = "ttyS";

    /// <summary>The ports that Linux numbers from <c>ttyS0</c>.</summary>
    private static readonly int[] _ports = [0x3F8, 0x2F8, 0x3E8, 0x2E8];

    /// <summary>The port that makes a UART <c>ttySn</c> under any kernel, or null if there is none.</summary>
    public static int? PortOf(int number) => number >= 0 && number < _ports.Length ? _ports[number] : null;

    /// <summary>The number in a parameter <c>console=ttySn</c>, with or without options; null if it names something else.</summary>
    public static int? NumberIn(string parameter)
    {
        if (KernelParameter.Split(parameter) is not [{ Key: "console", Value: { } value }] || !value.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        string digits = Name(value).Remove(0, Prefix.Length);
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
    }

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
        else if (Name(parameter.Value ?? "").StartsWith("hvc", StringComparison.Ordinal) && devices.All(device => IsNoHypervisorConsole(device.Kind)))
        {
            wanted = -1;
            what = "a hypervisor console, which the machine does not have";
        }
        else
        {
            return null; // tty0 and the like need no device, and a user's own driver may call its console as it likes.
        }

        string declare = wanted > 0 && PortOf(wanted) is int port ? $"[Serial(Port = 0x{port:X})]" : "[Serial]";
        if (numbers.Length == 0)
        {
            return new(KernelParameterRules.ConsoleNotDeclared, target, [parameter.Text, what, $"declare {declare}{(wanted < 0 ? " and use 'console=ttyS0'" : "")}"]);
        }

        string options = (parameter.Value ?? "").Substring(Name(parameter.Value ?? "").Length);
        string right = $"console={Prefix}{numbers[0].ToString(CultureInfo.InvariantCulture)}{options}";
        bool isThere = all.Any(other => other.Text == right);
        string remedy = isThere ? "remove it" : $"use '{right}'";
        return new(
            KernelParameterRules.ConsoleNotDeclared,
            target,
            [parameter.Text, what, PortOf(wanted) is null ? remedy : $"declare {declare}, or {remedy}"],
            null,
            isThere ? "" : right);
    }

    /// <summary>The number that Linux gives a UART whatever its configuration, or -1.</summary>
    private static int NumberOf(DevicePlan serial) => serial.Ports.Count > 0 ? Array.IndexOf(_ports, serial.Ports[0].Base) : -1;

    private static string Name(string value) => value.Split(',')[0];

    /// <summary>Whether a kind of device makes no <c>hvc</c> console; of a kind added later that is not known.</summary>
    private static bool IsNoHypervisorConsole(DeviceKind kind) => kind is DeviceKind.Serial or DeviceKind.DebugExit or DeviceKind.Keyboard
        or DeviceKind.Power or DeviceKind.CmosClock or DeviceKind.Block or DeviceKind.Entropy or DeviceKind.Custom;
}
