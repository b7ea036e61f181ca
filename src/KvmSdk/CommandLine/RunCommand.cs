using System.Globalization;
using KvmSdk.Consoles;
using KvmSdk.Model.Plan;

namespace KvmSdk.CommandLine;

/// <summary>Starts the machine and waits for its end.</summary>
internal static class RunCommand
{
    /// <summary>Runs it; the result is the program's exit code.</summary>
    /// <exception cref="UsageException">A required value is missing.</exception>
    public static async Task<int> ExecuteAsync(ProgramDefinition program, MachineSettings settings, OptionTable table, ProgramOutput output)
    {
        RunningMachine machine = await WatchAsync(StartAsync(program, settings, table), program, settings.Plan.Memory, output).ConfigureAwait(false);
        await using (machine.ConfigureAwait(false))
        {
            // Only now, because listening costs a thread and the guest already runs meanwhile. A signal before this line ends the process by
            // default, which is right: nothing but the terminal needs restoring, and the terminal looks after itself.
            using var signals = new StopSignals(() =>
            {
                _ = machine.StopAsync();
                StandardTerminal.AbandonOutput();
            });
            machine.Warned += (_, warning) => output.Complain(program.Command, warning.Description);
            foreach (BootMarkerPort marker in machine.BootMarkers.Where(static marker => marker.IsPrinted))
            {
                marker.Marked += (_, mark) => output.Complain(program.Command, mark.ToString());
            }

            MachineOutcome outcome = await machine.Completion.ConfigureAwait(false);
            if (machine.ReadProfile() is { } profile)
            {
                output.Report(ProfileReport.Of(profile));
            }

            if (outcome.IsFailure)
            {
                output.Complain(program.Command, outcome.Description);
            }

            return outcome is MachineOutcome.Stopped && signals.Received != 0 ? ExitCodes.Signalled + signals.Received : outcome.ExitCode;
        }
    }

    /// <summary>Starts it.</summary>
    /// <exception cref="UsageException">A required value is missing, or one is malformed.</exception>
    public static async Task<RunningMachine> StartAsync(ProgramDefinition program, MachineSettings settings, OptionTable table)
    {
        try
        {
            return await program
                .Start(settings.RequireValues(table.Properties), settings.Start, CancellationToken.None)
                .ConfigureAwait(false);
        }
        catch (InstanceValueException e) when (settings.Complaint(e, table.Properties) is { } complaint)
        {
            throw new UsageException(complaint, e);
        }
    }

    /// <summary>Clearing much memory takes seconds, of which the user should know the reason.</summary>
    private static Task<RunningMachine> WatchAsync(Task<RunningMachine> start, ProgramDefinition program, MemoryPlan memory, ProgramOutput output) =>
        memory.Prefault
            ? SlowStart.WatchAsync(start, Task.Delay(SlowStart.Silence), () => output.Complain(
                program.Command,
                string.Create(CultureInfo.InvariantCulture, $"making {memory.MiB} MiB of RAM resident before the guest starts (--prefault)")))
            : start;
}
