using KvmSdk.Model.Spec;

namespace KvmSdk.Model.Rules;

/// <summary>The rules on what a Multiboot kernel is given beside itself.</summary>
internal static class MultibootChecks
{
    /// <summary>Adds what is wrong with the declared modules of a machine that has a boot source.</summary>
    public static void Check(MachineSpec spec, ICollection<Violation> violations)
    {
        foreach (MultibootModuleSpec module in spec.MultibootModules)
        {
            if (spec.Boot[0].Kind != BootKind.MultibootKernel)
            {
                violations.Add(new(MultibootRules.ModuleWithoutKernel, Target.OfProperty(module.Property, MultibootModuleSpec.Attribute), [module.Property]));
            }
            else if (BootChecks.WhyCommandLineUnusable(module.CommandLine) is var (problem, remedy))
            {
                violations.Add(new(
                    MultibootRules.BadModuleCommandLine, Target.OfProperty(module.Property, MultibootModuleSpec.Attribute, "CommandLine"), [module.Property, problem, remedy]));
            }
        }
    }
}
