using System.Globalization;
using KvmSdk.Model.Spec;

namespace KvmSdk.Model.Rules;

/// <summary>The rules on memory balloons, for the declaration, for an instance's values and for what a program asks of a running machine.</summary>
public static class BalloonChecks
{
    /// <summary>Adds what is wrong with the declared balloons.</summary>
    internal static void Check(MachineSpec spec, ICollection<Violation> violations)
    {
        DeviceSpec? first = null;
        foreach (DeviceSpec device in spec.Devices)
        {
            if (device.Balloon is null)
            {
                continue;
            }

            if (first is not null)
            {
                violations.Add(new(BalloonRules.TwoBalloons, device.TargetOf(""), [device.Name, first.Name], first.TargetOf("")));
                continue;
            }

            first = device;
            if (CheckPages(device.Name, spec.HugePages) is { } pages)
            {
                violations.Add(pages);
            }
        }
    }

    /// <summary>What is wrong with a balloon on the host's pages behind RAM, or null.</summary>
    /// <param name="property">The balloon's property.</param>
    /// <param name="pages">The host's pages.</param>
    public static Violation? CheckPages(string property, HugePages pages) => pages != HugePages.HugeTlb2MiB
        ? null
        : new(
            BalloonRules.OnReservedPages, Target.OfMachine("VirtualMachine", "HugePages"), [property], Target.OfProperty(property, "Balloon"),
            "global::KvmSdk.Model.Spec.HugePages.Transparent");

    /// <summary>What is wrong with a balloon's size beside a right size of RAM, or null; of a wrong size of RAM only its own rule speaks.</summary>
    /// <param name="property">The balloon's property.</param>
    /// <param name="mebibytes">The size wanted.</param>
    /// <param name="memoryMiB">The size of RAM.</param>
    public static Violation? CheckSize(string property, long mebibytes, int memoryMiB) => mebibytes <= memoryMiB || MemoryChecks.Check(memoryMiB) is not null
        ? null
        : new(
            BalloonRules.LargerThanMemory, Target.ValueOf(property),
            [property, mebibytes.ToString(CultureInfo.InvariantCulture), memoryMiB.ToString(CultureInfo.InvariantCulture)],
            null,
            $"global::KvmSdk.Balloon.OfMiB({memoryMiB.ToString(CultureInfo.InvariantCulture)})");
}
