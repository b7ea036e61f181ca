using KvmSdk.EndToEnd.Tests.Lab;

namespace KvmSdk.EndToEnd.Tests.Directories;

/// <summary>One boot with two shared directories; where this machine has git, it is in one of them.</summary>
public sealed class DirectoryLab() : GuestLab("Directories", ["virtiofs"])
{
    /// <summary>The guest's program for what no applet of busybox does.</summary>
    protected override async Task<string[]> GuestProgramsAsync()
    {
        string program = Path.Combine(Scratch, "files");
        ProcessRun run = await ProcessRun.Of("gcc", ["-O2", "-static", "-Wall", "-Wextra", "-Werror", "-o", program, FileOf("files.c")], TimeSpan.FromMinutes(1));
        Assert.True(run.ExitCode == 0, run.Transcript);
        return [program];
    }

    /// <inheritdoc/>
    protected override Task<string[]> LabAdditionsAsync() => Task.FromResult<string[]>(File.Exists("/usr/bin/git") ? ["--add", "/usr/bin/git=/git"] : []);
}
