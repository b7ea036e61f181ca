using System.Globalization;
using KvmSdk.Model.Layout;

namespace KvmSdk.Model.Rules;

/// <summary>The rules on the number of virtual CPUs, for the declaration and for <c>--cpus</c> alike.</summary>
public static class CpuChecks
{
    /// <summary>Adds what is wrong with the declared counts.</summary>
    public static void Check(int cpus, int maxCpus, ICollection<Violation> violations)
    {
        if (OutOfRange("Cpus", cpus, 1) is { } wrongCount)
        {
            violations.Add(wrongCount);
        }
        else if (OutOfRange("MaxCpus", maxCpus, cpus) is { } wrongMaximum)
        {
            violations.Add(wrongMaximum);
        }
        else if (AboveMaximum(cpus, maxCpus) is { } above)
        {
            violations.Add(above);
        }
    }

    /// <summary>What is wrong with a count that an instance asks for, or null.</summary>
    public static Violation? CheckInstance(int cpus, int maxCpus) =>
        OutOfRange("Cpus", cpus, 1) ?? AboveMaximum(cpus, maxCpus);

    private static Violation? OutOfRange(string argument, int count, int suggestedLowest) =>
        count is >= 1 and <= X86Layout.MaxCpus
            ? null
            : new(
                MachineRules.CpusOutOfRange,
                Target.OfMachine("VirtualMachine", argument),
                [argument, Text(count), "1", Text(X86Layout.MaxCpus)],
                null,
                Text(count < 1 ? suggestedLowest : X86Layout.MaxCpus));

    private static Violation? AboveMaximum(int cpus, int maxCpus) =>
        cpus <= maxCpus
            ? null
            : new(MachineRules.CpusAboveMaximum, Target.OfMachine("VirtualMachine", "MaxCpus"), [Text(cpus), Text(maxCpus)], null, Text(cpus));

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
