using KvmSdk.Boot;
using KvmSdk.CommandLine.Doctor;
using KvmSdk.CommandLine.Inspect;
using KvmSdk.Kernel;

namespace KvmSdk.CommandLine;

/// <summary>A whole VM program: reads its command line, does what it asks, and tells every foreseen mistake in one sentence.</summary>
/// <param name="program">The machine.</param>
/// <param name="output">Where its words go.</param>
internal sealed class CommandProgram(ProgramDefinition program, ProgramOutput output)
{
    /// <summary>Runs the program; the result is its exit code. What nobody foresaw is thrown on, with its stack trace, for a bug report.</summary>
    public async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        DefaultStacks.Limit();
        try
        {
            var table = new OptionTable(program.Plan, program.Options);
            return await DoAsync(CommandParser.Parse(table, arguments), table).ConfigureAwait(false);
        }
        catch (Exception e) when (e is UsageException or InstanceValueException or MachineDefinitionException)
        {
            output.Complain(program.Command, e.Message);
            return ExitCodes.Usage;
        }
        catch (Exception e) when (e is HostException or BootException)
        {
            output.Complain(program.Command, e.Message);
            return ExitCodes.Failure;
        }
    }

    private async Task<int> DoAsync(ParsedCommand command, OptionTable table)
    {
        switch (command.Verb)
        {
            case Verb.Help:
                output.Answer(HelpText.Of(program, table));
                return ExitCodes.Success;
            case Verb.Version:
                output.Answer($"{program.Plan.Name} {program.Version} (KvmSdk {ProgramDefinition.SdkVersion})\n");
                return ExitCodes.Success;
        }

        MachineSettings settings = MachineSettings.Of(command, table, program.Plan);
        switch (command.Verb)
        {
            case Verb.Inspect:
                output.Answer(command.Json
                    ? JsonDocuments.Write(InspectDocumentWriter.Of(settings, table))
                    : InspectText.Of(settings, table));
                return ExitCodes.Success;
            case Verb.Doctor:
                DoctorReport report = await DoctorCommand.ExamineAsync(settings).ConfigureAwait(false);
                output.Answer(command.Json
                    ? JsonDocuments.Write(report.Document())
                    : report.Text());
                return report.CanRun ? ExitCodes.Success : ExitCodes.Failure;
            default:
                return await StartAsync(settings, table).ConfigureAwait(false);
        }
    }

    private async Task<int> StartAsync(MachineSettings settings, OptionTable table)
    {
        if (program.Prepare is { } prepare)
        {
            var request = new LaunchRequest(program, settings, table);
            if (await prepare(request).ConfigureAwait(false) is { } exitCode)
            {
                return exitCode;
            }

            settings = request.Settings;
        }

        return await RunCommand.ExecuteAsync(program, settings, table, output).ConfigureAwait(false);
    }
}
