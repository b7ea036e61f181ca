using System.Globalization;
using KvmSdk.Model.Plan;
using KvmSdk.Model.Spec;

namespace KvmSdk.Model.Rules;

/// <summary>Persistent memory by the names that Linux gives it: <c>/dev/pmem0</c> for the first declared, and so on.</summary>
public static class RootMemory
{
    private const string Prefix = "/dev/pmem";

    /// <summary>The persistent memory, from 0, that a parameter <c>root=/dev/pmemN</c> names, with or without a partition; null if it names none.</summary>
    public static int? NumberIn(string parameter) =>
        KernelParameter.Split(parameter) is [{ Key: "root", Value: { } value }] && Split(value) is var (number, _) ? number : null;

    /// <summary>What is wrong with such a parameter, or null.</summary>
    internal static Violation? Check(Target target, KernelParameter parameter, EquatableArray<DevicePlan> devices)
    {
        int memories = devices.Count(device => device.Kind == DeviceKind.Pmem);
        if (Split(parameter.Value!) is not var (wanted, partition) || wanted < memories)
        {
            return null;
        }

        string right = memories == 0 ? "" : $"root={Prefix}{Text(memories - 1)}{partition}";
        return new(
            KernelParameterRules.RootNotDeclared,
            target,
            [
                parameter.Text, $"persistent memory {Text(wanted + 1)}", memories == 0 ? "none" : Text(memories),
                memories == 0 ? "declare a [Pmem] for it" : $"declare a [Pmem] for it, or use '{right}'",
            ],
            null,
            right);
    }

    /// <summary>The number, and the partition with its letter, which a name that ends in a digit needs.</summary>
    private static (int Number, string Partition)? Split(string value)
    {
        if (!value.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        string rest = value.Substring(Prefix.Length);
        int letter = rest.IndexOf('p');
        string number = letter < 0 ? rest : rest.Substring(0, letter);
        string partition = letter < 0 ? "" : rest.Substring(letter);
        return IsNumber(number) && (partition.Length == 0 || IsNumber(partition.Substring(1))) && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int parsed) && parsed < int.MaxValue
            ? (parsed, partition)
            : null;
    }

    private static bool IsNumber(string text) => text.Length is > 0 and <= 10 && text.All(static character => character is >= '0' and <= '9');

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
