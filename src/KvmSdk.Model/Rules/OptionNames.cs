// Why a list: the option table is made at run time from the machine's plan; here only the names are needed, in the form of a property's
// name. A test compares the two.

namespace KvmSdk.Model.Rules;

/// <summary>The properties whose option or configuration key the SDK's own programs have already.</summary>
public static class OptionNames
{
    private static readonly Dictionary<string, string> _taken = new()
    {
        ["Cpus"] = "--cpus",
        ["Memory"] = "--memory",
        ["MemoryMiB"] = "--memory-mi-b", // not an option, but its key is one
        ["HugePages"] = "--huge-pages",
        ["Prefault"] = "--prefault",
        ["Profile"] = "--profile",
        ["Config"] = "--config",
        ["Json"] = "--json",
        ["Help"] = "--help",
        ["Version"] = "--version",
    };

    private static readonly Dictionary<string, string> _takenOfKernels = new()
    {
        ["Append"] = "--append",
        ["KernelEntry"] = "--kernel-entry",
    };

    /// <summary>The option that a property would have if it were not taken, or null if it is not.</summary>
    /// <param name="property">The property's name.</param>
    /// <param name="hasKernel">Whether the machine boots a Linux kernel, for which there are more options.</param>
    public static string? Taken(string property, bool hasKernel)
    {
        string name = property.Length > 0 ? char.ToUpperInvariant(property[0]) + property.Remove(0, 1) : "";
        return _taken.TryGetValue(name, out string? option) || (hasKernel && _takenOfKernels.TryGetValue(name, out option)) ? option : null;
    }
}
