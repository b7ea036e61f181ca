using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using KvmSdk.Model.Layout;
using KvmSdk.Model.Plan;
using KvmSdk.Model.Spec;

namespace KvmSdk.CommandLine;

/// <summary>The options and configuration keys of one machine's program: the SDK's own, then the record's properties.</summary>
internal sealed class OptionTable
{
    private readonly Dictionary<string, CommandOption> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CommandOption> _byKey = new(StringComparer.Ordinal);

    /// <summary>Makes the table of the machine's program.</summary>
    public OptionTable(MachinePlan plan, ImmutableArray<InstanceOption> properties)
    {
        string cpus = plan.Cpus.Maximum == 1 ? "1" : $"1 to {Text(plan.Cpus.Maximum)}";
        BuiltIn =
        [
            new(OptionTarget.Cpus, "--cpus", "COUNT", "cpus", $"virtual CPUs, {cpus}; declared: {Text(plan.Cpus.Count)}"),
            new(OptionTarget.Memory, "--memory", "SIZE", "memoryMiB",
                $"RAM, at least {Text(X86Layout.MinMemoryMiB)} MiB, as 512, 512M or 2G; declared: {Text(plan.Memory.MiB)}"),
            new(OptionTarget.HugePages, "--huge-pages", "PAGES", "hugePages",
                $"the host's pages behind RAM: {HugePagesSyntax.Words}; declared: {HugePagesSyntax.Of(plan.Memory.HugePages)}"),
            new(OptionTarget.Prefault, "--prefault", "", "prefault",
                $"make all RAM resident before the guest starts, or not (--prefault=false); declared: {(plan.Memory.Prefault ? "true" : "false")}"),
            new(OptionTarget.Profile, "--profile", "", "profile", "when the machine has ended, tell on standard error where its time went"),
            .. plan.Boot.Kind == BootKind.LinuxKernel ? ForKernel(plan.Boot) : [],
            new(OptionTarget.Config, "--config", "FILE", "", "settings as JSON, by the keys named here"),
            new(OptionTarget.Json, "--json", "", "", "inspect and doctor: answer in JSON"),
            new(OptionTarget.Help, "--help", "", "", "show this help (-h)"),
            new(OptionTarget.Version, "--version", "", "", "show the versions"),
        ];
        foreach (CommandOption option in BuiltIn)
        {
            Add(option);
        }

        _byName.Add("-h", BuiltIn.Single(option => option.Target == OptionTarget.Help));
        Properties = [.. properties.Select(Add)];
    }

    /// <summary>The SDK's own options.</summary>
    public ImmutableArray<CommandOption> BuiltIn { get; }

    /// <summary>The options that set the record's properties, in order of declaration.</summary>
    public ImmutableArray<CommandOption> Properties { get; }

    /// <summary>Every option's name.</summary>
    public IEnumerable<string> Names => _byName.Keys;

    /// <summary>Every key of the configuration file.</summary>
    public IEnumerable<string> Keys => _byKey.Keys;

    /// <summary>The option written <paramref name="name"/>, or null.</summary>
    public CommandOption? Named(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The option whose configuration key is <paramref name="key"/>, or null.</summary>
    public CommandOption? Keyed(string key) => _byKey.GetValueOrDefault(key);

    /// <summary>
    /// The option of a property: <c>RootDisk</c> is <c>--root-disk</c> and the key <c>rootDisk</c>. A name that is taken (a
    /// property called Config, say) gets the suffix <c>-value</c>, so that every property stays reachable and help shows how.
    /// </summary>
    private CommandOption Add(InstanceOption property)
    {
        string name = "--" + JsonNamingPolicy.KebabCaseLower.ConvertName(property.Property);
        string key = JsonNamingPolicy.CamelCase.ConvertName(property.Property);
        while (_byName.ContainsKey(name) || _byKey.ContainsKey(key))
        {
            (name, key) = (name + "-value", key + "Value");
        }

        var option = new CommandOption(
            OptionTarget.Property, name, ValueSyntax.Of(property.Type), key, ValueSyntax.NameOf(property.Type), property);
        Add(option);
        return option;
    }

    private void Add(CommandOption option)
    {
        _byName.Add(option.Name, option);
        if (option.Key.Length > 0)
        {
            _byKey.Add(option.Key, option);
        }
    }

    /// <summary>What only a machine that boots a Linux kernel has.</summary>
    private static CommandOption[] ForKernel(BootPlan boot) =>
    [
        new(OptionTarget.Append, "--append", "TEXT", "append", "added to the kernel's command line, after a space"),
        new(OptionTarget.KernelEntry, "--kernel-entry", "ENTRY", "kernelEntry",
            $"where the kernel is entered: {KernelEntrySyntax.Words}; declared: {KernelEntrySyntax.Of(boot.Entry)}"),
    ];

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
