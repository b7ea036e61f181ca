using System.Diagnostics;

namespace KvmSdk.Runtime.Tests.Virtio;

/// <summary>QEMU's own tool for images: the judge of ours.</summary>
internal static class QemuImg
{
    public static bool IsThere { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(static directory => File.Exists(System.IO.Path.Combine(directory, "qemu-img")));

    /// <summary>Runs it; it has to succeed.</summary>
    public static void Run(params string[] arguments)
    {
        (int code, string output) = Try(arguments);
        Assert.True(code == 0, $"qemu-img {string.Join(' ', arguments)} ended with {code}:\n{output}");
    }

    public static (int ExitCode, string Output) Try(params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("qemu-img", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd() + errors.Result;
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}

/// <summary>A theory that needs qemu-img; without it, it is skipped with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class QemuImgTheoryAttribute : TheoryAttribute
{
    public QemuImgTheoryAttribute() => Skip = QemuImg.IsThere ? null : "needs qemu-img: apt-get install qemu-utils";
}

/// <summary>A test that needs qemu-img; without it, it is skipped with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class QemuImgFactAttribute : FactAttribute
{
    public QemuImgFactAttribute() => Skip = QemuImg.IsThere ? null : "needs qemu-img: apt-get install qemu-utils";
}
