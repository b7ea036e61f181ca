// Why: some machines need inputs that must first be fetched or made. Only after the command line and the configuration file
// were read is it known which of them the user brought, and nothing should be fetched for a command line that is wrong.

using System.Globalization;
using KvmSdk.CommandLine;

namespace KvmSdk;

/// <summary>
/// A start that a program's user asked for, before the machine is made: command line, configuration file and declaration brought
/// together. A program that prepares its machine's inputs reads it, and supplies what the user left out
/// (<see cref="VirtualMachine.RunAsync{T}(string[], Func{LaunchRequest, Task{int?}})"/>).
/// </summary>
public sealed class LaunchRequest
{
    private readonly ProgramDefinition _program;
    private readonly OptionTable _table;

    internal LaunchRequest(ProgramDefinition program, MachineSettings settings, OptionTable table)
    {
        _program = program;
        Settings = settings;
        _table = table;
    }

    /// <summary>The virtual CPUs that will start.</summary>
    public int Cpus => Settings.Plan.Cpus.Count;

    /// <summary>The RAM in MiB.</summary>
    public int MemoryMiB => Settings.Plan.Memory.MiB;

    /// <summary>The settings, with what was supplied.</summary>
    internal MachineSettings Settings { get; private set; }

    /// <summary>The text given or supplied for a property of the machine's record; null if there is none, and the declaration's value holds.</summary>
    /// <param name="property">The property's name, e.g. <c>RootDisk</c>.</param>
    /// <exception cref="ArgumentException">The machine has no such property that can be set.</exception>
    public string? TextOf(string property) =>
        Settings.Texts.TryGetValue(OptionOf(property).Property!.Property, out (string Text, string Source) given) ? given.Text : null;

    /// <summary>Gives a property its text, in the form that its option takes; wins over whatever the user gave.</summary>
    /// <inheritdoc cref="TextOf"/>
    /// <param name="property">The property's name, e.g. <c>RootDisk</c>.</param>
    /// <param name="text">The text. If it turns out malformed, the start fails like one with a wrong option.</param>
    public void Supply(string property, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        CommandOption option = OptionOf(property);
        Settings = Settings with
        {
            Texts = new Dictionary<string, (string Text, string Source)>(Settings.Texts) { [option.Property!.Property] = (text, option.Name) },
        };
    }

    /// <summary>
    /// Does everything that the start would do but run the guest: opens and locks the files, lays memory out, loads the kernel; and gives it
    /// all back. (A console's file is emptied, as the start would.) For a program that starts itself elsewhere, so that a mistake in its inputs need not travel. Needs a <c>/dev/kvm</c>, but none
    /// that runs kernel mode natively.
    /// </summary>
    /// <returns>Completes when everything is given back. Fails as the start would; let the exception through, and the user is told the same.</returns>
    /// <exception cref="HostException">The host lacks or refuses something, e.g. a file.</exception>
    /// <exception cref="MachineDefinitionException">A value breaks a rule.</exception>
    public async Task DryRunAsync()
    {
        MachineSettings dry = Settings with { Start = Settings.Start with { IsDryRun = true } };
        RunningMachine machine = await RunCommand.StartAsync(_program, dry, _table).ConfigureAwait(false);
        await machine.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>The command line that says all of this, without a configuration file: for a program that starts itself elsewhere.</summary>
    public IReadOnlyList<string> ToArguments() =>
    [
        string.Create(CultureInfo.InvariantCulture, $"--cpus={Cpus}"),
        string.Create(CultureInfo.InvariantCulture, $"--memory={MemoryMiB}"),
        .. Settings.Start.HugePages is { } pages ? [$"--huge-pages={HugePagesSyntax.Of(pages)}"] : (string[])[],
        .. Settings.Start.Prefault is { } prefault ? [$"--prefault={(prefault ? "true" : "false")}"] : (string[])[],
        .. Settings.Start.Profile ? ["--profile"] : (string[])[],
        .. Settings.Start.AppendCommandLine is { Length: > 0 } appended ? [$"--append={appended}"] : (string[])[],
        .. Settings.Start.KernelEntry is { } entry ? [$"--kernel-entry={KernelEntrySyntax.Of(entry)}"] : (string[])[],
        .. _table.Properties
            .Where(option => Settings.Texts.ContainsKey(option.Property!.Property))
            .Select(option => $"{option.Name}={Settings.Texts[option.Property!.Property].Text}"),
    ];

    private CommandOption OptionOf(string property) =>
        _table.Properties.SingleOrDefault(option => option.Property!.Property == property)
        ?? throw new ArgumentException($"the machine has no property '{property}' that can be set", nameof(property));
}
