using System.Text;
using KvmSdk.CommandLine;

namespace KvmSdk.Runtime.Tests.CommandLine;

/// <summary>One run of a VM program, with what it wrote.</summary>
internal sealed record ProgramRun(int ExitCode, string Output, string Error)
{
    public static Task<ProgramRun> OfAsync(params string[] arguments) => OfAsync(SampleMachine.Program(), arguments);

    public static async Task<ProgramRun> OfAsync(ProgramDefinition program, params string[] arguments)
    {
        using var output = new MemoryStream();
        using var error = new MemoryStream();
        int exitCode = await new CommandProgram(program, new ProgramOutput(() => output, () => error)).RunAsync(arguments);
        return new(exitCode, Encoding.UTF8.GetString(output.ToArray()), Encoding.UTF8.GetString(error.ToArray()));
    }
}
