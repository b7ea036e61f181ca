using System.Globalization;
using KvmSdk.Model.Plan;
using KvmSdk.Model.Spec;

namespace KvmSdk.Model.Rules;

/// <summary>The disks by the names that Linux gives them: <c>/dev/vda</c> for the first declared, and so on.</summary>
public static class RootDisk
{
    private const string Prefix = "/dev/vd";

    /// <summary>The disk, from 0, that a parameter <c>root=/dev/vdX</c> names, with or without a partition; null if it names none.</summary>
    public static int? NumberIn(string parameter) =>
        KernelParameter.Split(parameter) is [{ Key: "root", Value: { } value }] && Letters(value) is { Length: > 0 and <= 3 } letters
            ? letters.Aggregate(0, (number, letter) => (number * 26) + (letter - 'a' + 1)) - 1
            : null;

    /// <summary>What is wrong with a <c>root=</c> parameter, or null.</summary>
    internal static Violation? Check(Target target, KernelParameter parameter, EquatableArray<DevicePlan> devices)
    {
        if (RootMemory.NumberIn(parameter.Text) is not null)
        {
            return RootMemory.Check(target, parameter, devices);
        }

        int disks = devices.Count(device => device.Kind == DeviceKind.Block);
        if (NumberIn(parameter.Text) is not int wanted || wanted < disks)
        {
            return null;
        }

        string partition = parameter.Value!.Substring(Prefix.Length + Letters(parameter.Value).Length);
        string right = disks == 0 ? "" : $"root={Prefix}{(char)('a' + ((disks - 1) % 26))}{partition}";
        string remedy = disks is 0 or > 26 ? "declare a [Block] for it" : $"declare a [Block] for it, or use '{right}'";
        return new(
            KernelParameterRules.RootNotDeclared,
            target,
            [parameter.Text, $"disk {Text(wanted + 1)}", disks == 0 ? "none" : Text(disks), remedy],
            null,
            disks > 26 ? "" : right);
    }

    /// <summary>The letters that number the disk; empty if the value is no such name. What may follow them is a partition.</summary>
    private static string Letters(string value)
    {
        if (!value.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return "";
        }

        string letters = new([.. value.Skip(Prefix.Length).TakeWhile(character => character is >= 'a' and <= 'z')]);
        return value.Skip(Prefix.Length + letters.Length).All(character => character is >= '0' and <= '9') ? letters : "";
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
