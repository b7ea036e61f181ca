using System.Globalization;

namespace KvmSdk.EndToEnd.Tests.Linux;

/// <summary>What one machine of <see cref="LinuxLab"/> printed, taken apart.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="Text">All of it.</param>
internal sealed record GuestReport(LabMachine Machine, string Text)
{
    private readonly Dictionary<string, string[]> _sections = Text
        .Split("== ")
        .Skip(1)
        .Select(section => section.TrimEnd('\n').Split('\n'))
        .ToDictionary(lines => lines[0], lines => lines[1..]);

    /// <summary>The lines of a section; none if the guest did not come that far.</summary>
    public string[] this[string section] => _sections.GetValueOrDefault(section, []);

    /// <summary>The only line of a section.</summary>
    public string Only(string section) => this[section] is [var line] ? line : throw Failure($"'{section}' has {this[section].Length} lines instead of one");

    /// <summary>A number that the machine's program printed at its end.</summary>
    public string Meter(string name) =>
        this["end"].FirstOrDefault(line => line.StartsWith("meter ", StringComparison.Ordinal))?.Split(' ')
            .FirstOrDefault(word => word.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..]
        ?? throw Failure($"it printed no '{name}'");

    /// <summary>The same as a number.</summary>
    public long Count(string name) => long.Parse(Meter(name), CultureInfo.InvariantCulture);

    /// <summary>An exception with everything that the machine printed.</summary>
    public InvalidDataException Failure(string what) => new($"{Machine.Name}: {what}; it printed\n{Text}");
}
