using System.Globalization;

namespace KvmSdk.EndToEnd.Tests.Network;

/// <summary>What <see cref="NetworkLab"/> printed, taken apart.</summary>
/// <param name="transcript">All of it, for failures.</param>
/// <param name="output">The sections.</param>
internal sealed class NetworkReport(string transcript, string output)
{
    private readonly Dictionary<string, string[]> _sections = output
        .Split("== ")
        .Skip(1)
        .Select(section => section.TrimEnd('\n').Split('\n'))
        .ToDictionary(lines => lines[0], lines => lines[1..]);

    /// <summary>The lines of a section.</summary>
    public string[] this[string section] => _sections.TryGetValue(section, out string[]? lines) ? lines : throw new InvalidDataException($"no section '{section}': {transcript}");

    /// <summary>The only line of a section.</summary>
    public string Only(string section) =>
        this[section] is [var line] ? line : throw new InvalidDataException($"section '{section}' has {this[section].Length} lines instead of one: {transcript}");

    /// <summary>What the monitor printed at its end under a name.</summary>
    public string Meter(string name) =>
        this["end"].FirstOrDefault(line => line.StartsWith("meter ", StringComparison.Ordinal))?.Split(' ')
            .FirstOrDefault(word => word.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..]
        ?? throw new InvalidDataException($"the monitor printed no '{name}': {transcript}");

    /// <summary>The same as a number.</summary>
    public long Count(string name) => long.Parse(Meter(name), CultureInfo.InvariantCulture);
}
