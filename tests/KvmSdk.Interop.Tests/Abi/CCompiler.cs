using System.Diagnostics;
using System.Globalization;

namespace KvmSdk.Interop.Tests.Abi;

/// <summary>The machine's C compiler, with the headers it finds: the authority the C# declarations are held against.</summary>
/// <remarks><c>CC</c> names another compiler, <c>CFLAGS</c> more options (<c>-I</c> for other headers), as make would have it.</remarks>
internal static class CCompiler
{
    private static readonly string[] Options =
        Environment.GetEnvironmentVariable("CFLAGS")?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static readonly string? Program = Find();

    private static readonly Lazy<Outcome> Version = new(() => Preprocess("#include <linux/version.h>\n#include <linux/kvm.h>\n"));

    /// <summary>Null if programs can be compiled against the Linux headers, else why not.</summary>
    public static string? WhyMissing =>
        Program is null ? "no C compiler: neither CC nor cc, gcc or clang is on the PATH"
        : Version.Value.Exit != 0 ? "the C compiler finds no linux/kvm.h: " + Version.Value.Error
        : null;

    /// <summary>Version "major.minor" of the Linux headers.</summary>
    public static string HeaderVersion
    {
        get
        {
            const string macro = "#define LINUX_VERSION_CODE ";
            string line = Version.Value.Output.Split('\n').First(l => l.StartsWith(macro, StringComparison.Ordinal));
            int code = int.Parse(line[macro.Length..], CultureInfo.InvariantCulture);
            return $"{code >> 16}.{(code >> 8) & 0xFF}";
        }
    }

    /// <summary>The macros a source ends up with, one <c>#define</c> a line, and nothing else.</summary>
    public static Outcome Preprocess(string source) => WithFile(source, file => Run(Program!, [.. Options, "-E", "-dM", file]));

    /// <summary>The source with its headers unfolded.</summary>
    public static Outcome Unfold(string source) => WithFile(source, file => Run(Program!, [.. Options, "-E", "-P", file]));

    /// <summary>Compiles a program and, if that works, runs it.</summary>
    public static Outcome CompileAndRun(string source) => WithFile(source, file =>
    {
        // -w: the generated text casts without regard to style. All errors are wanted; the two compilers spell that differently.
        bool clang = Run(Program!, ["--version"]).Output.Contains("clang", StringComparison.Ordinal);
        string binary = Path.ChangeExtension(file, null);
        Outcome compiled = Run(Program!, [.. Options, clang ? "-ferror-limit=0" : "-fmax-errors=0", "-w", file, "-o", binary]);
        return compiled.Exit != 0 ? compiled : Run(binary, []);
    });

    private static Outcome WithFile(string source, Func<string, Outcome> use)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("kvmsdk-abi-");
        try
        {
            string file = Path.Combine(folder.FullName, "abi.c");
            File.WriteAllText(file, source);
            return use(file);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string? Find()
    {
        string[] names = Environment.GetEnvironmentVariable("CC") is { Length: > 0 } cc ? [cc] : ["cc", "gcc", "clang"];
        string[] folders = Environment.GetEnvironmentVariable("PATH")?.Split(':') ?? [];
        return names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
    }

    private static Outcome Run(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["LC_ALL"] = "C";
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        process.WaitForExit();
        return new Outcome(process.ExitCode, output.Result, error.Result);
    }

    /// <summary>How a program ended.</summary>
    internal sealed record Outcome(int Exit, string Output, string Error);
}
