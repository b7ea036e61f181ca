using System.Collections.Immutable;
using KvmSdk.Analyzers.Tests.Support;

namespace KvmSdk.Analyzers.Tests.Cases.HotPath;

/// <summary>Text, and queries.</summary>
internal static class StringCases
{
    public static ImmutableArray<RuleCase> All { get; } =
    [
        Case("KVM0706", "a chain of concatenations",
            """
            [HotPath] private string Name() => "device " + _count + " of " + Kind.A;
            //                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ KVM0706
            """,
            """[HotPath] private string Name() => "device " + nameof(Device) + " of " + "A";"""),
        Case("KVM0706", "an appended text",
            """
            [HotPath] private string Name(string text)
            {
                text += "!";
            //  ^^^^^^^^^^^ KVM0706
                return text;
            }
            """,
            "[HotPath] private bool Name(string text) => text == \"!\" && text.Length == 1 && text[0] == '!';"),
        Case("KVM0706", "interpolation",
            """
            [HotPath] private string Name() => $"device {_count}";
            //                                 ^^^^^^^^^^^^^^^^^^ KVM0706
            """,
            "[HotPath] private string Name() => $\"device {nameof(Device)}\";"),
        Case("KVM0706", "a formatted text, with the array and the boxes that it takes",
            """
            [HotPath] private string Name() => string.Format("{0} {1} {2} {3}", 1, _count, Kind.A, 4);
            //                                        ^^^^^^ KVM0706
            """,
            """
            [HotPath] private bool Name(Span<char> text) => _count.TryFormat(text, out _);
            """),
        Case("KVM0706", "ToString",
            """
            [HotPath] private string Name(Kind kind) => kind.ToString();
            //                                               ^^^^^^^^ KVM0706
            [HotPath] private string Number() => _count.ToString();
            //                                          ^^^^^^^^ KVM0706
            """,
            """
            [HotPath] public override string ToString() => "device";
            [HotPath] private string Name() => ToString();
            """),
        Case("KVM0706", "a part of a string",
            """
            [HotPath] private string Rest(string text) => text[1..] + "";
            //                                            ^^^^^^^^^^^^^^ KVM0706
            [HotPath] private string Part(string text) => text[1..];
            //                                            ^^^^^^^^^ KVM0706
            [HotPath] private string Same(string text) => text.Substring(1);
            //                                                 ^^^^^^^^^ KVM0706
            """,
            "[HotPath] private ReadOnlySpan<char> Rest(string text) => text.AsSpan()[1..];"),
        Case("KVM0706", "a builder",
            """
            [HotPath] private void Add(System.Text.StringBuilder text) => text.Append(_count);
            //                                                                 ^^^^^^ KVM0706
            """,
            "[HotPath] private void Add(Span<char> text) => text[0] = 'a';"),
        Case("KVM0707", "a chain of queries, with its lambdas",
            """
            [HotPath] private int Largest(int limit) => _list.Where(number => number < limit).Select(number => number + 1).Max();
            //                                                                                                             ^^^ KVM0707
            """,
            """
            [HotPath] private int Largest(int limit)
            {
                int largest = 0;
                foreach (int number in _list) largest = number < limit ? Math.Max(largest, number) : largest;
                return largest;
            }
            """),
        Case("KVM0707", "a query",
            """
            [HotPath] private object Small(int limit) => from number in _numbers where number < limit select number;
            //                                           ^^^^ KVM0707
            """,
            "[HotPath] private bool Small(int limit) => _numbers.AsSpan().Contains(limit);"),
    ];

    private static RuleCase Case(string id, string boundary, string wrong, string right) =>
        new(id, boundary, HotCode.WithMembers(wrong), HotCode.WithMembers(right));
}
