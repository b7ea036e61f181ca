using System.Globalization;
using System.Text;

namespace KvmSdk.Analyzers.Tests.SharedTypes;

/// <summary>Writes structs of every kind of layout, at random but always the same.</summary>
internal sealed class RandomStructs(int seed)
{
    private static readonly string[] _primitives =
    [
        "bool", "byte", "sbyte", "char", "short", "ushort", "int", "uint", "float", "long", "ulong", "double", "nint", "nuint", "decimal", "int*", "void*",
        "System.Half", "System.Int128", "System.UInt128", "System.Guid", "System.TimeSpan", "System.DateOnly", "System.TimeOnly", "System.Text.Rune",
        "System.Numerics.Vector2", "System.Numerics.Vector3", "System.Numerics.Vector4", "System.DayOfWeek", "delegate*<int, void>",
    ];

    private static readonly string[] _bufferElements = ["bool", "byte", "sbyte", "char", "short", "ushort", "int", "uint", "long", "ulong", "float", "double"];

    private readonly Random _random = new(seed);
    private readonly List<string> _names = [];

    /// <summary>The source of so many structs, <c>S0</c> and on, of which later ones may contain earlier ones.</summary>
    public string Write(int count)
    {
        StringBuilder text = new();
        for (int i = 0; i < count; i++)
        {
            string name = $"S{Text(i)}";
            text.Append(_random.Next(6) switch
            {
                0 => Explicit(name),
                1 => Repeated(name),
                2 => $"public record struct {name}({string.Join(", ", Enumerable.Range(0, _random.Next(1, 5)).Select(f => $"{Safe()} P{Text(f)}"))});\n",
                _ => Sequential(name),
            });
            _names.Add(name);
        }

        return text.ToString();
    }

    private string Sequential(string name)
    {
        StringBuilder text = new();
        if (_random.Next(2) == 0)
        {
            text.Append(Invariant($"[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Sequential{Pack()}{Size()})]\n"));
        }

        text.Append(Invariant($"public unsafe struct {name}\n{{\n    public static long Shared;\n    public const int Count = 3;\n"));
        for (int f = _random.Next(0, 6); f > 0; f--)
        {
            text.Append(_random.Next(5) switch
            {
                0 => $"    public fixed {_bufferElements[_random.Next(_bufferElements.Length)]} F{Text(f)}[{Text(_random.Next(1, 9))}];\n",
                1 => $"    public {Any()} F{Text(f)} {{ get; set; }}\n",
                _ => $"    public {Any()} F{Text(f)};\n",
            });
        }

        return text.Append("}\n").ToString();
    }

    private string Explicit(string name)
    {
        StringBuilder text = new();
        text.Append(Invariant($"[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Explicit{Pack()}{Size()})]\n"));
        text.Append(Invariant($"public unsafe struct {name}\n{{\n"));
        for (int f = _random.Next(0, 5); f > 0; f--)
        {
            text.Append(Invariant($"    [System.Runtime.InteropServices.FieldOffset({_random.Next(0, 40)})] public {Any()} F{f};\n"));
        }

        return text.Append("}\n").ToString();
    }

    private string Repeated(string name) =>
        Invariant($"[System.Runtime.CompilerServices.InlineArray({_random.Next(1, 12)})]\npublic unsafe struct {name}\n{{\n    private {Safe()} _element;\n}}\n");

    private string Pack() => _random.Next(3) == 0 ? Invariant($", Pack = {1 << _random.Next(0, 6)}") : "";

    private string Size() => _random.Next(3) == 0 ? Invariant($", Size = {_random.Next(0, 70)}") : "";

    private string Any() => _names.Count > 0 && _random.Next(3) == 0 ? _names[_random.Next(_names.Count)] : _primitives[_random.Next(_primitives.Length)];

    /// <summary>No pointer, which needs an unsafe context that a record's parameters have not, and an inline array cannot repeat.</summary>
    private string Safe()
    {
        string type = Any();
        return type.Contains('*', StringComparison.Ordinal) ? "byte" : type;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
