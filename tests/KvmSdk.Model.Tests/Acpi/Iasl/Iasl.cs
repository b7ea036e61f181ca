// Why: the tables and their own tests share one reading of the specification. ACPICA's compiler, whose code Linux
// interprets AML with, is a second.

using System.Diagnostics;

namespace KvmSdk.Model.Tests.Acpi.Iasl;

/// <summary>ACPICA's compiler and disassembler, in a directory of its own.</summary>
internal sealed class Iasl : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("kvmsdk-iasl-");

    /// <summary>Where the compiler is, or null where it is not installed.</summary>
    public static string? Path { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator)
        .Select(directory => System.IO.Path.Combine(directory, "iasl")).FirstOrDefault(File.Exists);

    /// <summary>The source that stands for a table; the test fails if there is anything to complain of.</summary>
    public async Task<string> DisassembleAsync(byte[] table)
    {
        await File.WriteAllBytesAsync(In("table.aml"), table);
        string said = await RunAsync("-d", "table.aml");
        Assert.DoesNotMatch("(?i)error|warning|incorrect|invalid|exception", said);
        return await File.ReadAllTextAsync(In("table.dsl"));
    }

    /// <summary>The table that a source stands for; the test fails on any error, warning or remark, and if anything could be optimized.</summary>
    public async Task<byte[]> CompileAsync(string source)
    {
        await File.WriteAllTextAsync(In("source.dsl"), source);
        string said = await RunAsync("-p", "compiled", "source.dsl");
        Assert.Contains("Compilation successful. 0 Errors, 0 Warnings, 0 Remarks", said, StringComparison.Ordinal);
        Assert.DoesNotMatch("[1-9][0-9]* Optimizations", said);
        return await File.ReadAllBytesAsync(In("compiled.aml"));
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private string In(string file) => System.IO.Path.Combine(_directory.FullName, file);

    private async Task<string> RunAsync(params string[] arguments)
    {
        ProcessStartInfo start = new(Path!, arguments)
        {
            WorkingDirectory = _directory.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        string[] said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        string all = string.Concat(said);
        Assert.True(process.ExitCode == 0, $"iasl {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{all}");
        return all;
    }
}
