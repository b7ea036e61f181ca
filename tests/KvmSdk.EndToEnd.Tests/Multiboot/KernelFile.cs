namespace KvmSdk.EndToEnd.Tests.Multiboot;

/// <summary>The kernel of this folder, built by gcc: as 32-bit ELF, or as a flat file whose header has addresses.</summary>
internal static class KernelFile
{
    /// <summary>Builds it in a directory.</summary>
    /// <returns>The file.</returns>
    public static async Task<string> BuildAsync(string directory, bool flat = false)
    {
        string linked = Path.Combine(directory, flat ? "flat.elf" : "kernel.elf");
        await RunAsync(
            "gcc", "-m32", "-ffreestanding", "-fno-pic", "-fno-stack-protector", "-nostdlib", "-static", "-O1", "-Wall", "-Wextra", "-Werror", "-Wl,--build-id=none,--no-warn-rwx-segments",
            flat ? "-DADDRESSES" : "-UADDRESSES", "-T", FileOf("kernel.ld"), FileOf("start.S"), FileOf("kernel.c"), "-o", linked);
        if (!flat)
        {
            return linked;
        }

        string bytes = Path.Combine(directory, "kernel.bin");
        await RunAsync("objcopy", "-O", "binary", linked, bytes);
        return bytes;
    }

    private static async Task RunAsync(string tool, params string[] arguments)
    {
        ProcessRun run = await ProcessRun.Of(tool, arguments, TimeSpan.FromMinutes(2));
        Assert.True(run.ExitCode == 0, run.Transcript);
    }

    private static string FileOf(string name) => Repository.PathOf("tests", "KvmSdk.EndToEnd.Tests", "Multiboot", name);
}
