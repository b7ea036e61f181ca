using System.Globalization;

namespace KvmSdk.EndToEnd.Tests.Lab;

/// <summary>What the machine with one back end printed: the sections whose names begin with it.</summary>
/// <param name="all">What all machines printed.</param>
/// <param name="backend">The back end, e.g. <c>vhost</c>.</param>
internal sealed class BackendReport(LabReport all, string backend)
{
    /// <summary>The lines of a section.</summary>
    public string[] this[string section] => all[$"{backend} {section}"];

    /// <summary>The only line of a section.</summary>
    public string Only(string section) => all.Only($"{backend} {section}");

    /// <summary>What the monitor's meter printed at its end under a name.</summary>
    public string Meter(string name) =>
        this["end"].FirstOrDefault(static line => line.StartsWith("meter ", StringComparison.Ordinal))?.Split(' ')
            .FirstOrDefault(word => word.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..]
        ?? throw all.Failure($"the monitor with {backend} printed no '{name}'");

    /// <summary>The same as a number.</summary>
    public long Count(string name) => long.Parse(Meter(name), CultureInfo.InvariantCulture);
}
