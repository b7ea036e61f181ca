using KvmSdk.CommandLine;

namespace KvmSdk;

/// <summary>Turns a machine into a program.</summary>
public static class VirtualMachine
{
    /// <summary>
    /// A whole VM program: <c>return await VirtualMachine.RunAsync&lt;WebServer&gt;(args);</c>. It starts the machine with its console on this
    /// terminal, or answers <c>inspect</c>, <c>doctor</c>, <c>--help</c> and <c>--version</c>.
    /// </summary>
    /// <typeparam name="T">The machine's record.</typeparam>
    /// <param name="args">The program's arguments; <c>--help</c> lists them. An option wins over the <c>--config</c> file, the file over the declaration.</param>
    /// <returns>
    /// The exit code: 0 if the guest switched itself off or reset; 1 if the machine could not start; 2 for wrong usage or configuration; 110 to 122
    /// if the guest panicked or the machine failed (<see cref="MachineOutcome"/>); 128 and the signal's number if a signal stopped it; the guest's own from a debug-exit port.
    /// </returns>
    /// <remarks>Every mistake of the user, and everything that the host lacks, is one sentence on standard error.</remarks>
    public static Task<int> RunAsync<T>(string[] args)
        where T : class, IVirtualMachine<T>
    {
        ArgumentNullException.ThrowIfNull(args);
        return new CommandProgram(ProgramDefinition.Of<T>(), ProgramOutput.Standard).RunAsync(args);
    }

    /// <summary>The same for a machine whose inputs must first be fetched or made.</summary>
    /// <typeparam name="T">The machine's record.</typeparam>
    /// <param name="args">The program's arguments.</param>
    /// <param name="prepare">
    /// Called when a start was asked for and the command line is right, and only then. It supplies what the user left out, and may throw a
    /// <see cref="HostException"/>. A result that is not null ends the program with that exit code, without starting the machine here.
    /// </param>
    /// <inheritdoc cref="RunAsync{T}(string[])" path="/returns"/>
    public static Task<int> RunAsync<T>(string[] args, Func<LaunchRequest, Task<int?>> prepare)
        where T : class, IVirtualMachine<T>
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(prepare);
        return new CommandProgram(ProgramDefinition.Of<T>() with { Prepare = prepare }, ProgramOutput.Standard).RunAsync(args);
    }
}
