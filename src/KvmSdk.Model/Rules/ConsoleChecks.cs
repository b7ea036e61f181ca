// Why names are held to so few characters: udev makes a symbolic link of a port's name, /dev/virtio-ports/NAME, and agents are given it on
// command lines; what a shell or a path could misread would only work in a demonstration.

using System.Globalization;
using KvmSdk.Model.Spec;

namespace KvmSdk.Model.Rules;

/// <summary>The rules on the named ports of a virtio console device.</summary>
internal static class ConsoleChecks
{
    // What a directory of Linux takes as a name (NAME_MAX), less room for the suffix of a link that udev is about to rename.
    private const int LongestName = 128;

    /// <summary>The devices of which a machine has one, but declares more.</summary>
    public static IEnumerable<Violation> CheckSingle(EquatableArray<DeviceSpec> devices)
    {
        foreach (DeviceKind kind in new[] { DeviceKind.Pvpanic, DeviceKind.GenerationId })
        {
            DeviceSpec[] all = [.. devices.Where(device => device.Kind == kind)];
            foreach (DeviceSpec second in all.Skip(1))
            {
                yield return new(
                    ConsoleRules.SecondOfSingle, Target.OfProperty(second.Name, second.Attribute), [second.Name, second.Attribute, all[0].Name],
                    Target.OfProperty(all[0].Name, all[0].Attribute));
            }
        }
    }

    /// <summary>What is wrong with the ports of a device.</summary>
    public static IEnumerable<Violation> Check(DeviceSpec device)
    {
        Dictionary<string, string> owners = new(StringComparer.Ordinal);
        HashSet<string> taken = new(device.ConsolePorts.Select(static port => port.GuestName), StringComparer.Ordinal);
        for (int i = 0; i < device.ConsolePorts.Count; i++)
        {
            ConsolePortSpec port = device.ConsolePorts[i];
            if (i >= ConsolePortSpec.Most)
            {
                yield return new(ConsoleRules.TooManyPorts, Target.NameOf(port.Property), [port.Property, Text(i + 1), Text(ConsolePortSpec.Most)]);
            }

            if (WhyUnusable(port.GuestName) is string why)
            {
                yield return new(
                    ConsoleRules.NameUnusable, TargetOf(port), [Shown(port.GuestName), port.Property, why, Text(LongestName)], null, Suggestion(port));
            }
            else if (owners.TryGetValue(port.GuestName, out string? other))
            {
                string free = Free(port.GuestName, taken);
                yield return new(
                    ConsoleRules.NameTaken, TargetOf(port), [port.GuestName, port.Property, other, free], TargetOf(new(other, port.GuestName)),
                    port.Name is null ? "" : $"\"{free}\"");
            }
            else
            {
                owners.Add(port.GuestName, port.Property);
            }
        }
    }

    private static Target TargetOf(ConsolePortSpec port) => Target.OfProperty(port.Property, ConsolePortSpec.Attribute, port.Name is null ? "" : "Name");

    private static string? WhyUnusable(string name) => name switch
    {
        "" => "is empty",
        _ when name.Length > LongestName => $"has {Text(name.Length)} characters",
        _ when !IsAlphanumeric(name[0]) => $"begins with {Shown(name[0])}",
        _ => name.Where(static character => !IsAllowed(character)).Select(static character => $"contains {Shown(character)}").FirstOrDefault(),
    };

    /// <summary>The property's name, where a name is declared that cannot be used; it can.</summary>
    private static string Suggestion(ConsolePortSpec port) => port.Name is not null && WhyUnusable(port.Property) is null ? $"\"{port.Property}\"" : "";

    /// <summary>The next name that is free; a final number is counted up, as the names in use do.</summary>
    private static string Free(string name, HashSet<string> taken)
    {
        int dot = name.LastIndexOf('.');
        bool isNumbered = dot > 0 && dot < name.Length - 1 && name.Skip(dot + 1).All(static character => character is >= '0' and <= '9');
        string stem = isNumbered ? name.Substring(0, dot) : name;
        for (int number = 1; ; number++)
        {
            string end = $".{Text(number)}";
            string candidate = string.Concat(stem.Take(LongestName - end.Length).Concat(end));
            if (taken.Add(candidate))
            {
                return candidate;
            }
        }
    }

    private static bool IsAllowed(char character) => IsAlphanumeric(character) || character is '.' or '-' or '_' or ':';

    private static bool IsAlphanumeric(char character) => character is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9');

    private static string Shown(char character) =>
        character is > ' ' and <= '~' ? $"'{character}'" : $"U+{((int)character).ToString("X4", CultureInfo.InvariantCulture)}";

    private static string Shown(string name) => string.Concat(name.Select(static character => character is >= ' ' and not '\x7F' ? character : '\uFFFD'));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
