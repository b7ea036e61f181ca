using System.Text;
using KvmSdk.Consoles;

namespace KvmSdk.CommandLine;

/// <summary>The one page of help that a VM program has.</summary>
internal static class HelpText
{
    /// <summary>The page.</summary>
    /// <param name="program">The program.</param>
    /// <param name="table">Its options.</param>
    public static string Of(ProgramDefinition program, OptionTable table)
    {
        var text = new StringBuilder();
        text.Append(program.Plan.Name).Append(": a virtual machine\n\nUsage:\n");
        TextTable.Write(text, 2,
        [
            [$"{program.Command} [run] [OPTION...]", "start the machine; its console is this terminal"],
            [$"{program.Command} inspect [--json]", "show CPUs, boot, memory map and devices; starts nothing"],
            [$"{program.Command} doctor [--json]", "check whether this host can run it, with remedies"],
        ]);
        text.Append("\nOptions, as --name VALUE or --name=VALUE:\n");
        TextTable.Write(text, 2, [.. table.BuiltIn.Select(option => new[] { Written(option), Keyed(option), option.Description })]);
        if (table.Properties.Length > 0)
        {
            text.Append("\nThe machine's own:\n");
            TextTable.Write(text, 2, [.. table.Properties.Select(option => new[] { Written(option), Keyed(option), Described(option) })]);
        }

        text.Append("\nAn option wins over the --config file, the file over the declaration.\n\nAt the terminal:\n  ")
            .Append(ConsoleEscape.Keys)
            .Append("; all other keys, Ctrl-C too, go to the guest.\n  Without a terminal Ctrl-C stops the machine; SIGTERM and SIGHUP always do.\n\nExit codes:\n");
        TextTable.Write(text, 2,
        [
            ["0", "the guest switched itself off or reset, or Ctrl-A x"],
            ["1", "the machine could not start; doctor: this host cannot run it"],
            ["2", "wrong usage or configuration"],
            ["110", "the guest's kernel panicked, and told so (pvpanic)"],
            ["112...122", "the guest crashed or the machine failed; stderr says how"],
            ["129, 130, 143", "stopped by SIGHUP, SIGINT, SIGTERM"],
            ["any", "the guest's own, through a debug-exit port"],
        ]);
        return text.ToString();
    }

    private static string Written(CommandOption option) => option.TakesValue ? $"{option.Name} {option.ValueName}" : option.Name;

    private static string Keyed(CommandOption option) => option.Key.Length > 0 ? $"\"{option.Key}\"" : "";

    private static string Described(CommandOption option) =>
        option.Property is { IsRequired: true } ? $"{option.Description}, required" : option.Description;
}
