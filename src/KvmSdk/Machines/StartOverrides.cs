using KvmSdk.Model.Plan;
using KvmSdk.Model.Rules;
using KvmSdk.Model.Spec;

namespace KvmSdk;

/// <summary>Applies what one start asks to differ, by the rules that the declaration had to satisfy.</summary>
internal static class StartOverrides
{
    /// <summary>The plan in force.</summary>
    /// <exception cref="MachineDefinitionException">A value breaks a rule.</exception>
    public static MachinePlan Apply(MachinePlan plan, StartOptions options)
    {
        if (options.Cpus is int cpus)
        {
            Require(CpuChecks.CheckInstance(cpus, plan.Cpus.Maximum));
            plan = plan with { Cpus = plan.Cpus with { Count = cpus } };
        }

        if (options.MemoryMiB is int memory)
        {
            Require(MemoryChecks.Check(memory));
            plan = plan with { Memory = plan.Memory with { MiB = memory } };
        }

        plan = plan with
        {
            Memory = plan.Memory with { HugePages = options.HugePages ?? plan.Memory.HugePages, Prefault = options.Prefault ?? plan.Memory.Prefault },
        };
        Require(MemoryChecks.CheckPages(plan.Memory.MiB, plan.Memory.HugePages));
        Require(plan.Devices.FirstOrDefault(static device => device.Kind == DeviceKind.Balloon) is { } balloon
            ? BalloonChecks.CheckPages(balloon.Name, plan.Memory.HugePages)
            : null);
        Require(PmemChecks.CheckRam(plan.Devices, plan.Memory.MiB));
        Require(SharedMemoryChecks.CheckInstance(plan.SharedMemories, plan.Memory.MiB));

        if (options.AppendCommandLine is { Length: > 0 } appended)
        {
            string commandLine = Join(plan.Boot.CommandLine, appended);
            Require(BootChecks.CheckAppended(plan.Boot.Kind, plan.Boot.Property, commandLine));
            Require(KernelParameterChecks.CheckAppended(plan.Boot, commandLine, plan.Devices, plan.Cpus.Count));
            plan = plan with { Boot = plan.Boot with { CommandLine = commandLine } };
        }

        Require(KernelParameterChecks.CheckCpus(plan.Boot, plan.Cpus.Count));

        if (options.KernelEntry is { } entry)
        {
            plan = plan with { Boot = plan.Boot with { Entry = entry } };
        }

        return plan;
    }

    /// <summary>A kernel's command line with what a start appends.</summary>
    public static string Join(string declared, string appended) =>
        declared.Length == 0 || appended.Length == 0 ? declared + appended : $"{declared} {appended}";

    /// <summary>Throws if a rule is broken.</summary>
    public static void Require(Violation? violation)
    {
        if (violation is not null)
        {
            throw new MachineDefinitionException(violation);
        }
    }
}
