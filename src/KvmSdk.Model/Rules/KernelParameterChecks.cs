// Why so few: a kernel knows thousands of parameters, modules and init programs know more, and most of them are no business of
// the machine. Reported is only what cannot be meant on the machine as declared, whatever the kernel's configuration.

using KvmSdk.Model.Plan;
using KvmSdk.Model.Spec;

namespace KvmSdk.Model.Rules;

/// <summary>The rules on the parameters of a kernel's command line, for what is declared and for what an instance appends.</summary>
public static class KernelParameterChecks
{
    /// <summary>Parameters of which the kernel keeps the last value. Most others add up (<c>console</c>) or are read by somebody else.</summary>
    private static readonly HashSet<string> _lastWins =
        ["root", "rootfstype", "rootflags", "rootdelay", "init", "rdinit", "loglevel", "panic", "maxcpus", "clocksource"];

    /// <summary>Adds what is wrong with the declared parameters.</summary>
    /// <param name="boot">The kernel.</param>
    /// <param name="devices">The devices with everything assigned.</param>
    /// <param name="cpus">The CPUs at start.</param>
    /// <param name="violations">Where to add.</param>
    internal static void Check(BootSpec boot, EquatableArray<DevicePlan> devices, int cpus, ICollection<Violation> violations)
    {
        // The default names the port that most machines have; one without any port just has no console.
        if (boot.IsDefaultCommandLine && !devices.Any(device => device.Kind == DeviceKind.Serial))
        {
            return;
        }

        foreach (Violation violation in Check(boot.Property, KernelParameter.Split(boot.CommandLine), devices, cpus))
        {
            violations.Add(violation);
        }
    }

    /// <summary>What is wrong with the parameters that an instance appends, or null.</summary>
    /// <param name="boot">The kernel with its declared command line, which was checked when it was compiled.</param>
    /// <param name="commandLine">The whole command line.</param>
    /// <param name="devices">The devices.</param>
    /// <param name="cpus">The CPUs of this start.</param>
    /// <remarks>An appended value that replaces a declared one is no mistake, but what appending is for.</remarks>
    public static Violation? CheckAppended(BootPlan boot, string commandLine, EquatableArray<DevicePlan> devices, int cpus)
    {
        int declared = KernelParameter.Split(boot.CommandLine).Count;
        return Check(boot.Property, [.. KernelParameter.Split(commandLine).Skip(declared)], devices, cpus).FirstOrDefault();
    }

    /// <summary>What keeps the kernel from using the CPUs that an instance asks for, or null.</summary>
    /// <param name="boot">The kernel with its whole command line.</param>
    /// <param name="cpus">The CPUs of this start.</param>
    public static Violation? CheckCpus(BootPlan boot, int cpus)
    {
        foreach (KernelParameter parameter in KernelParameter.Split(boot.CommandLine))
        {
            if (MachineContradictions.WhyCpusUnused(parameter, cpus) is string why)
            {
                return Contradiction(boot.Property, parameter, why);
            }
        }

        return null;
    }

    private static IEnumerable<Violation> Check(
        string property, IReadOnlyList<KernelParameter> parameters, EquatableArray<DevicePlan> devices, int cpus)
    {
        HashSet<string> seen = [];
        for (int i = 0; i < parameters.Count; i++)
        {
            KernelParameter parameter = parameters[i];
            if (seen.Add(parameter.Text) && CheckOne(property, parameter, parameters, i, devices, cpus) is { } violation)
            {
                yield return violation;
            }
        }
    }

    private static Violation? CheckOne(
        string property, KernelParameter parameter, IReadOnlyList<KernelParameter> all, int index, EquatableArray<DevicePlan> devices, int cpus)
    {
        Target target = TargetOf(property, parameter);
        if (_lastWins.Contains(parameter.Key) && all.Skip(index + 1).LastOrDefault(other => other.Key == parameter.Key) is { } last)
        {
            return new(KernelParameterRules.Overridden, target, [parameter.Text, last.Text]);
        }

        return parameter.Key switch
        {
            "console" => SerialConsole.Check(target, parameter, all, devices),
            "root" => RootDisk.Check(target, parameter, devices),
            _ => MachineContradictions.Why(parameter, all, devices, cpus) is string why ? Contradiction(property, parameter, why) : null,
        };
    }

    private static Violation Contradiction(string property, KernelParameter parameter, string why) =>
        new(KernelParameterRules.Contradiction, TargetOf(property, parameter), [parameter.Text, why]);

    private static Target TargetOf(string property, KernelParameter parameter) =>
        Target.OfProperty(property, "LinuxKernel", "CommandLine") with { Text = parameter.Text };
}
