// Why ambient: a test starts machines wherever it likes, in helpers too, and only the framework learns how the test ended. The framework's part begins a run
// around the test; machines that are started meanwhile, on whatever thread the test goes on, find it.

using System.Text;

namespace KvmSdk.Testing;

/// <summary>One run of one test: what its machines' consoles say is kept, in files, if the test fails. For those who connect a test framework.</summary>
public sealed class TestRun : IDisposable
{
    /// <summary>The environment variable that names the directory for what is kept.</summary>
    public const string ResultsVariable = "KVMSDK_TEST_RESULTS";

    private static readonly AsyncLocal<TestRun?> s_current = new();
    private static readonly EnumerationOptions s_accessible = new() { IgnoreInaccessible = true };

    private readonly Lock _gate = new();
    private readonly List<TestConsole> _consoles = [];
    private string[]? _kept;

    private TestRun(string name) => Name = name;

    /// <summary>The run of the test that the caller is part of; null outside of one.</summary>
    public static TestRun? Current => s_current.Value;

    /// <summary>The test's name.</summary>
    public string Name { get; private set; }

    /// <summary>Where consoles are kept: what <c>KVMSDK_TEST_RESULTS</c> says, else <c>TestResults</c> beside the nearest project or solution above the test's assembly.</summary>
    public static string ResultsDirectory { get; } =
        Environment.GetEnvironmentVariable(ResultsVariable) is { Length: > 0 } directory ? Path.GetFullPath(directory) : Path.Combine(FindProject(AppContext.BaseDirectory), "TestResults");

    /// <summary>Begins the run of a test, which the caller goes on to run.</summary>
    /// <param name="name">The test's name.</param>
    public static TestRun Begin(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var run = new TestRun(name);
        s_current.Value = run;
        return run;
    }

    /// <summary>The same caller goes on with another test.</summary>
    /// <param name="name">Its name.</param>
    public void Restart(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        lock (_gate)
        {
            Name = name;
            _consoles.Clear();
            _kept = null;
        }
    }

    /// <summary>The test has failed: writes what its machines' consoles said into files.</summary>
    /// <returns>A sentence that says where, on a line of its own; empty if there is no console.</returns>
    public string Keep()
    {
        lock (_gate)
        {
            if (_consoles.Count > (_kept?.Length ?? 0))
            {
                try
                {
                    _kept = Write();
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    return $"\n(the console's output could not be kept in {ResultsDirectory}: {e.Message})";
                }
            }

            return _kept is { Length: > 0 } ? $"\nall of the console's output: {string.Join(", ", _kept)}" : "";
        }
    }

    /// <summary>The run is over.</summary>
    public void Dispose()
    {
        if (s_current.Value == this)
        {
            s_current.Value = null;
        }

        Restart(Name);
    }

    /// <summary>A run for a machine that is started outside of one.</summary>
    internal static TestRun CurrentOr(string name) => Current ?? new(name.Length > 0 ? name : "machine");

    internal void Add(TestConsole console)
    {
        lock (_gate)
        {
            _consoles.Add(console);
        }
    }

    private static string FindProject(string start)
    {
        for (DirectoryInfo? directory = new(start); directory is not null; directory = directory.Parent)
        {
            if (directory.EnumerateFiles("*", s_accessible).Any(static file => file.Extension is ".csproj" or ".fsproj" or ".vbproj" or ".sln" or ".slnx"))
            {
                return directory.FullName;
            }
        }

        return start;
    }

    private static string FileName(string name)
    {
        const int longest = 120;
        var clean = new StringBuilder();
        foreach (char c in name.AsSpan(0, Math.Min(name.Length, longest)))
        {
            clean.Append(char.IsLetterOrDigit(c) || c is '.' or '_' or '-' ? c : '_');
        }

        return clean.ToString().TrimStart('.') is { Length: > 0 } result ? result : "_";
    }

    private string[] Write()
    {
        string directory = Path.Combine(ResultsDirectory, "consoles", FileName(Name));
        Directory.CreateDirectory(directory);
        var paths = new List<string>();
        foreach (TestConsole console in _consoles)
        {
            string path = Path.Combine(directory, FileName(console.Name) + ".log");
            for (int i = 2; paths.Contains(path); i++)
            {
                path = Path.Combine(directory, $"{FileName(console.Name)}-{i}.log");
            }

            console.KeepAt(path);
            paths.Add(path);
        }

        return [.. paths];
    }
}
