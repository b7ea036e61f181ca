using System.Globalization;
using KvmSdk.Analyzers.Tests.Support;
using KvmSdk.Model.Layout;

namespace KvmSdk.Analyzers.Tests.Layouts;

/// <summary>The source of a machine with devices at random places. A seed always gives the same.</summary>
internal sealed class RandomMachine
{
    private const int PageSize = (int)X86Layout.PageSize;

    private readonly Random _random;
    private readonly List<string> _members = [];

    private RandomMachine(int seed) => _random = new(seed);

    /// <summary>The declaration.</summary>
    public string Source => Machine.WithMembers(string.Join('\n', _members));

    /// <summary>Every port, page and line that a device declares, once for each.</summary>
    public List<(char Kind, int Number)> Declared { get; } = [];

    /// <summary>The properties.</summary>
    public List<string> Names { get; } = [];

    /// <summary>
    /// A machine in which nothing is wrong: <paramref name="devices"/> devices, of which each free line of the I/O APIC has one, and
    /// every third of the others leaves its place to the planner.
    /// </summary>
    public static RandomMachine Valid(int seed, int devices)
    {
        var machine = new RandomMachine(seed);
        var ports = new Queue<int>(machine.Shuffled(Enumerable.Range(0, 0x10000 / 8).Select(i => i * 8).Where(port => IsFree(port, 8))));
        var pages = new Queue<int>(machine.Shuffled(Enumerable.Range(0, 0x1_0000).Select(i => (int)(X86Layout.DeviceWindowBase / PageSize) + i)));
        int[] lines = machine.Shuffled(Enumerable.Range(0, X86Layout.IoApicPins).Where(line => ReservedRanges.WhyIrqUnavailable(line, hasI8042: true) is null));
        foreach (int line in lines)
        {
            machine.Add(ports.Dequeue(), pages.Dequeue(), line, chance: 0.6);
        }

        while (machine.Names.Count < devices)
        {
            machine.AddDebugExit(ports.Dequeue() + machine._random.Next(5), chance: 0.66);
        }

        return machine;
    }

    /// <summary>A machine in which two devices may claim the same, and which breaks no other rule.</summary>
    public static RandomMachine Crowded(int seed)
    {
        var machine = new RandomMachine(seed);
        // The keyboard controller cannot move, so it takes part.
        machine.Claim('p', 0x60, 1);
        machine.Claim('p', 0x64, 1);
        int serials = machine._random.Next(6);
        int exits = machine._random.Next(5);
        int room = machine._random.Next(16, 160);
        for (int i = 0; i < serials; i++)
        {
            machine.Add(0x2000 + machine._random.Next(room), (int)(X86Layout.DeviceWindowBase / PageSize) + machine._random.Next(room / 4), 14 + machine._random.Next(10), chance: 0.7);
        }

        for (int i = 0; i < exits; i++)
        {
            machine.AddDebugExit(machine._random.Next(8) == 0 ? 0x62 + machine._random.Next(8) : 0x2000 + machine._random.Next(room), chance: 0.8);
        }

        return machine;
    }

    /// <summary>A device with a line, of any kind.</summary>
    private void Add(int port, int page, int line, double chance)
    {
        List<string> arguments = [];
        bool isDeclared = _random.NextDouble() < chance;
        if (_random.NextDouble() < chance)
        {
            arguments.Add(string.Create(CultureInfo.InvariantCulture, $"Irq = {line}"));
            Claim('i', line, 1);
        }

        string name = NewName();
        switch (_random.Next(4))
        {
            case 0:
                AddIf(isDeclared, arguments, "Port", port, 'p', 8);
                _members.Add($"[Serial({string.Join(", ", arguments)})] public required Terminal {name} {{ get; init; }}");
                break;
            case 1:
                AddIf(isDeclared, arguments, "Address", page, 'w', 1);
                _members.Add($"[Serial({string.Join(", ", arguments.Append("Mmio = true"))})] public required Terminal {name} {{ get; init; }}");
                break;
            case 2:
                AddIf(isDeclared, arguments, "Address", page, 'w', 1);
                _members.Add($"[Block({string.Join(", ", arguments)})] public required DiskImage {name} {{ get; init; }}");
                break;
            default:
                AddIf(isDeclared, arguments, "Address", page, 'w', 1);
                _members.Add($"[Rng({string.Join(", ", arguments)})] public required Entropy {name} {{ get; init; }}");
                break;
        }
    }

    private void AddDebugExit(int port, double chance)
    {
        List<string> arguments = [];
        AddIf(_random.NextDouble() < chance, arguments, "Port", port, 'p', 4);
        _members.Add($"[DebugExit({string.Join(", ", arguments)})] public required DebugExit {NewName()} {{ get; init; }}");
    }

    private void AddIf(bool isDeclared, List<string> arguments, string argument, int number, char kind, int count)
    {
        if (isDeclared)
        {
            long value = kind == 'w' ? (long)(uint)number * PageSize : number;
            arguments.Add(string.Create(CultureInfo.InvariantCulture, $"{argument} = 0x{value:X}"));
            Claim(kind, number, count);
        }
    }

    private void Claim(char kind, int first, int count) => Declared.AddRange(Enumerable.Range(first, count).Select(number => (kind, number)));

    private string NewName()
    {
        Names.Add(string.Create(CultureInfo.InvariantCulture, $"D{Names.Count}"));
        return Names[^1];
    }

    private T[] Shuffled<T>(IEnumerable<T> items)
    {
        T[] all = [.. items];
        _random.Shuffle(all);
        return all;
    }

    /// <summary>Whether nothing of the platform is at these ports: neither the kernel's nor the keyboard controller's.</summary>
    private static bool IsFree(int port, int count) =>
        !ReservedRanges.Ports.Select(reserved => reserved.Range).Append(new(0x60, 5)).Any(range => range.Overlaps(new((ushort)port, count)));
}
