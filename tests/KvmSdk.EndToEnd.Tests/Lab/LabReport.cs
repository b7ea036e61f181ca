using System.Globalization;

namespace KvmSdk.EndToEnd.Tests.Lab;

/// <summary>What a guest, its monitor and the lab printed, taken apart: a line <c>== NAME</c> begins a section.</summary>
/// <param name="output">The sections.</param>
/// <param name="transcript">All that was printed, for failures.</param>
internal class LabReport(string output, string transcript)
{
    private readonly Dictionary<string, string[]> _sections = output
        .Split("== ")
        .Skip(1)
        .Select(section => section.TrimEnd('\n').Split('\n'))
        .ToDictionary(lines => lines[0], lines => lines[1..]);

    /// <summary>The lines of a section.</summary>
    public string[] this[string section] => _sections.TryGetValue(section, out string[]? lines) ? lines : throw Failure($"there is no section '{section}'");

    /// <summary>The only line of a section.</summary>
    public string Only(string section) => this[section] is [var line] ? line : throw Failure($"section '{section}' has {this[section].Length} lines instead of one");

    /// <summary>What the monitor's meter printed at its end under a name.</summary>
    public string Meter(string name) =>
        this["end"].FirstOrDefault(line => line.StartsWith("meter ", StringComparison.Ordinal))?.Split(' ')
            .FirstOrDefault(word => word.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..]
        ?? throw Failure($"the monitor printed no '{name}'");

    /// <summary>The same as a number.</summary>
    public long Count(string name) => long.Parse(Meter(name), CultureInfo.InvariantCulture);

    /// <summary>An exception with everything that was printed.</summary>
    public InvalidDataException Failure(string what) => new($"{what}; printed was\n{transcript}");
}
