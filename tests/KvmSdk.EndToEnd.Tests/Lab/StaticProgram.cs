namespace KvmSdk.EndToEnd.Tests.Lab;

/// <summary>C programs for guests, which have no libraries.</summary>
internal static class StaticProgram
{
    /// <summary>Compiles a source, and gives the program's path.</summary>
    /// <param name="source">The source; the program has its name without the ending.</param>
    /// <param name="directory">Where the program goes.</param>
    public static async Task<string> CompileAsync(string source, string directory)
    {
        string program = Path.Combine(directory, Path.GetFileNameWithoutExtension(source));
        ProcessRun run = await ProcessRun.Of("gcc", ["-O2", "-static", "-Wall", "-Wextra", "-Werror", "-o", program, source]);
        Assert.True(run.ExitCode == 0, run.Transcript);
        return program;
    }
}
