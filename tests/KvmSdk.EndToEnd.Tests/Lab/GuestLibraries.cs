using KvmSdk.Boot.Initramfs;

namespace KvmSdk.EndToEnd.Tests.Lab;

/// <summary>What dynamically linked programs of this machine need in a guest: an archive behind the initial RAM disk's own, which Linux unpacks too.</summary>
internal static class GuestLibraries
{
    /// <summary>Adds the programs, in /bin, and the loader and libraries that <c>ldd</c> resolves for them, where they are here.</summary>
    public static async Task AddAsync(Stream initrd, string[] programs)
    {
        const UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        var archive = new CpioWriter(initrd);
        HashSet<string> libraries = [];
        foreach (string program in programs)
        {
            archive.AddFile($"/bin/{Path.GetFileName(program)}", await File.ReadAllBytesAsync(program), mode);
            ProcessRun run = await ProcessRun.Of("ldd", [program]);
            Assert.True(run.ExitCode == 0, run.Transcript);
            libraries.UnionWith(run.Output.Split(' ', '\t', '\n').Where(static word => word.StartsWith('/')));
        }

        foreach (string library in libraries)
        {
            archive.AddFile(library, await File.ReadAllBytesAsync(library), mode);
        }

        archive.Finish();
    }
}
