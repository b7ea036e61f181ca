using System.Collections.Concurrent;
using System.Diagnostics;

namespace KvmSdk.Boot.Tests.Support;

/// <summary>
/// Debian's current kernels, downloaded once into the project's cache (KVMSDK_CACHE, or kvmsdk in the user's cache directory) and used offline
/// from then on. Nothing is installed.
/// </summary>
internal static class DebianKernel
{
    /// <summary>The kernel for virtual machines: LZ4 payload.</summary>
    public const string Cloud = "cloud-amd64";

    /// <summary>The generic kernel: xz payload with the x86 branch filter.</summary>
    public const string Generic = "amd64";

    private static readonly ConcurrentDictionary<string, Lazy<(string? Path, string? Reason)>> s_found = new();

    public static (string? Path, string? Reason) Find(string flavour) =>
        s_found.GetOrAdd(flavour, static name => new Lazy<(string?, string?)>(() => FindOrDownload(name))).Value;

    public static FileImage Open(string flavour) => new(Find(flavour).Path!);

    private static string CacheDirectory()
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string root = Environment.GetEnvironmentVariable("KVMSDK_CACHE")
            ?? Path.Combine(Environment.GetEnvironmentVariable("XDG_CACHE_HOME") ?? Path.Combine(home, ".cache"), "kvmsdk");
        return Path.Combine(root, "kernels");
    }

    private static (string? Path, string? Reason) FindOrDownload(string flavour)
    {
        string kernel = Path.Combine(CacheDirectory(), flavour, "vmlinuz");
        if (File.Exists(kernel))
        {
            return (kernel, null);
        }

        string work = Directory.CreateTempSubdirectory("kvmsdk-kernel-").FullName;
        try
        {
            string? reason = Download(flavour, work, kernel);
            return reason is null ? (kernel, null) : (null, $"no {flavour} kernel in {kernel}, and {reason}");
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static string? Download(string flavour, string work, string kernel)
    {
        // The meta package depends on the current concrete one.
        (string output, string? failure) = Run(work, "apt-cache", "depends", $"linux-image-{flavour}");
        string? package = output.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.StartsWith("Depends: linux-image-", StringComparison.Ordinal))?[9..];
        if (package is null)
        {
            return failure ?? $"apt knows no package linux-image-{flavour}";
        }

        failure = Run(work, "apt-get", "-q", "-o", "Acquire::Retries=0", "-o", "Acquire::http::Timeout=20", "download", package).Failure;
        failure ??= Run(work, "dpkg", "-x", Path.GetFileName(Directory.GetFiles(work, "*.deb").FirstOrDefault() ?? "none.deb"), "files").Failure;
        string? image = failure is null ? Directory.GetFiles(Path.Combine(work, "files", "boot"), "vmlinuz-*").FirstOrDefault() : null;
        if (image is null)
        {
            return failure ?? $"{package} holds no kernel";
        }

        Directory.CreateDirectory(Path.GetDirectoryName(kernel)!);
        string partial = $"{kernel}.{Environment.ProcessId}";
        File.Copy(image, partial);
        File.Move(partial, kernel, overwrite: true);
        return null;
    }

    private static (string Output, string? Failure) Run(string directory, string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { WorkingDirectory = directory, RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (output, process.ExitCode == 0 ? null : $"{program} failed: {errors.GetAwaiter().GetResult().Trim()}");
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            return ("", $"{program} cannot be run: {error.Message}");
        }
    }
}
