using System.Collections.Immutable;
using System.Globalization;
using KvmSdk.Model.Plan;
using KvmSdk.Model.Rules;

namespace KvmSdk.CommandLine;

/// <summary>What one run of the program differs in from the declaration: an option wins over the file, the file over the record's initialiser.</summary>
/// <param name="Plan">The plan of this run, checked by the Model's rules.</param>
/// <param name="Start">The same differences, as the machine's start takes them.</param>
/// <param name="Texts">Property name to text, and where it came from.</param>
internal sealed record MachineSettings(
    MachinePlan Plan, StartOptions Start, IReadOnlyDictionary<string, (string Text, string Source)> Texts)
{
    /// <summary>Brings the command line, the file and the declaration together.</summary>
    /// <exception cref="UsageException">A value is malformed, or breaks a rule.</exception>
    /// <exception cref="MachineDefinitionException">The values together break a rule.</exception>
    public static MachineSettings Of(ParsedCommand command, OptionTable table, MachinePlan declared)
    {
        Dictionary<CommandOption, (string Text, string Source)> given = command.TextOf(OptionTarget.Config) is { } path
            ? new(ConfigurationFile.Read(path, table).Values)
            : [];
        foreach ((CommandOption option, string text) in command.Values)
        {
            given[option] = (text, option.Name);
        }

        StartOptions start = new();
        Dictionary<string, (string Text, string Source)> texts = [];
        foreach ((CommandOption option, (string Text, string Source) value) in given)
        {
            switch (option.Target)
            {
                case OptionTarget.Cpus:
                    start = start with { Cpus = Checked(value, Count(value), cpus => CpuChecks.CheckInstance(cpus, declared.Cpus.Maximum)) };
                    break;
                case OptionTarget.Memory:
                    start = start with { MemoryMiB = Checked(value, MemorySize.Parse(value.Text, value.Source), MemoryChecks.Check) };
                    break;
                case OptionTarget.HugePages:
                    start = start with { HugePages = HugePagesSyntax.Parse(value.Text, value.Source) };
                    break;
                case OptionTarget.Prefault:
                    start = start with { Prefault = YesOrNo(value) };
                    break;
                case OptionTarget.Profile:
                    start = start with { Profile = YesOrNo(value) };
                    break;
                case OptionTarget.Append:
                    start = start with { AppendCommandLine = CheckedAppendix(value, declared) };
                    break;
                case OptionTarget.KernelEntry:
                    start = start with { KernelEntry = KernelEntrySyntax.Parse(value.Text, value.Source) };
                    break;
                case OptionTarget.Property:
                    texts.Add(option.Property!.Property, value);
                    break;
            }
        }

        return new(StartOverrides.Apply(declared, start), start, texts);
    }

    /// <summary>The values for the machine's factory.</summary>
    /// <exception cref="UsageException">A required property has none.</exception>
    public InstanceValues RequireValues(ImmutableArray<CommandOption> properties)
    {
        foreach (CommandOption option in properties)
        {
            if (option.Property is { IsRequired: true } property && !Texts.ContainsKey(property.Property))
            {
                throw new UsageException(
                    $"{option.Name} is required: give {option.Name} {option.ValueName}, or the key \"{option.Key}\" in a --config file");
            }
        }

        return new(Texts);
    }

    /// <summary>
    /// The sentence for a value that a type of .NET itself refused, or null for other types. The SDK's own types say how their values are
    /// written; a number's message does not, and in a trimmed program may be missing.
    /// </summary>
    public string? Complaint(InstanceValueException refusal, ImmutableArray<CommandOption> properties)
    {
        foreach (CommandOption option in properties)
        {
            if (option.Property is { } property
                && property.Property == refusal.Property
                && ValueSyntax.Example(property.Type) is { } example
                && Texts.TryGetValue(property.Property, out (string Text, string Source) given))
            {
                return $"{given.Source}: '{given.Text}' is no {option.Description}; give {example}";
            }
        }

        return null;
    }

    private static int Count((string Text, string Source) value) =>
        int.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int count)
            ? count
            : throw new UsageException($"{value.Source}: '{value.Text}' is not a count; give a whole number, such as 2");

    private static bool YesOrNo((string Text, string Source) value) =>
        bool.TryParse(value.Text, out bool yes) ? yes : throw new UsageException($"{value.Source}: '{value.Text}' is neither true nor false; give one of them");

    private static string CheckedAppendix((string Text, string Source) value, MachinePlan plan)
    {
        string commandLine = StartOverrides.Join(plan.Boot.CommandLine, value.Text);
        // How many CPUs it must leave is known only when every option is read, so that is asked later.
        Violation? violation = BootChecks.CheckAppended(plan.Boot.Kind, plan.Boot.Property, commandLine)
            ?? KernelParameterChecks.CheckAppended(plan.Boot, commandLine, plan.Devices, cpus: 1);
        return violation is null ? value.Text : throw new UsageException($"{value.Source}: {violation}");
    }

    private static int Checked((string Text, string Source) value, int number, Func<int, Violation?> rule) =>
        rule(number) is { } violation ? throw new UsageException($"{value.Source}: {violation}") : number;
}
