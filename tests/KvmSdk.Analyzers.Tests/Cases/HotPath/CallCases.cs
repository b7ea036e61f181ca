using System.Collections.Immutable;
using KvmSdk.Analyzers.Tests.Support;

namespace KvmSdk.Analyzers.Tests.Cases.HotPath;

/// <summary>Calls, in all the forms that they take.</summary>
internal static class CallCases
{
    private const string Number = """

        private readonly struct Number(int value)
        {
            public int Value { get; } = value;
            MARK public int Twice => Value * 2;
            MARK public int this[int n] => Value * n;
            MARK public static Number operator +(Number a, Number b) => default;
            MARK public static implicit operator int(Number a) => a.Value;
            MARK public void Deconstruct(out int a, out int b) { a = Value; b = 0; }
            MARK public void Dispose() { }
        }
        """;

    public static ImmutableArray<RuleCase> All { get; } =
    [
        Case("KVM0730", "a method in source",
            """
            [HotPath] private void Start() => Work();
            //                                ^^^^ KVM0730
            private void Work() { }
            //           ~~~~ KVM0730
            """,
            """
            [HotPath] private void Start() { Work(); Count(); }
            [HotPath] private void Work() { }
            private int Total { get; set; }
            [HotPath] private void Count() { Total++; Add(1); void Add(int n) => Total += n; }
            """),
        Case("KVM0730", "a method of the framework",
            """
            [HotPath] private void Start() => _list.Add(1);
            //                                      ^^^ KVM0730
            """,
            "[HotPath] private int Start() => _list[0] + _list.Count + System.Numerics.BitOperations.PopCount(7u);"),
        Case("KVM0730", "what a type on the list hands out as an object",
            """
            [HotPath] private byte[] Start(Span<byte> bytes) => bytes.ToArray();
            //                                                        ^^^^^^^ KVM0730
            """,
            "[HotPath] private Span<byte> Start(Span<byte> bytes) => bytes.Slice(1, 2);"),
        Case("KVM0730", "code to call back, handed to a type on the list",
            """
            [HotPath] private void Start(Span<int> numbers) => numbers.Sort(static (a, b) => a - b);
            //                                                         ^^^^ KVM0730
            """,
            "[HotPath] private int Start(Span<int> numbers) => numbers.IndexOf(3);"),
        Case("KVM0730", "an accessor, an indexer, operators and the other forms of calls",
            """
            [HotPath] private int Start(Number number)
            {
                int sum = number.Value + number.Twice;
                //                              ^^^^^ KVM0730
                sum += number[1];
                //     ^^^^^^^^^ KVM0730
                _ = number + number;
                //  ^^^^^^^^^^^^^^^ KVM0730
                sum = number;
                //    ^^^^^^ KVM0730
                (int a, int b) = number;
            //  ^^^^^^^^^^^^^^^^^^^^^^^ KVM0730
                return sum;
            }
            """ + WithRelated(),
            """
            [HotPath] private int Start(Number number)
            {
                int sum = number.Value + number.Twice;
                sum += number[1];
                _ = number + number;
                sum = number;
                (int a, int b) = number;
                return sum;
            }
            """ + Number.Replace("MARK", "[HotPath]", StringComparison.Ordinal)),
        Case("KVM0730", "the constructor of a structure",
            """
            private struct Pair { public Pair(int a) => A = a; public int A; }
            //                           ~~~~ KVM0730
            [HotPath] private Pair Start() => new Pair(1);
            //                                    ^^^^ KVM0730
            """,
            """
            private struct Pair { [HotPath] public Pair(int a) => A = a; public int A { get; init; } }
            private record struct Other(int A);
            [method: HotPath] private struct Third(int a) { public int A = a; }
            [HotPath] private Pair Start() => new Pair(1) with { A = new Pair().A + new Third(2).A };
            """),
        Case("KVM0730", "the end of a using",
            """
            private ref struct Borrow { public void Dispose() { } }
            //                                      ~~~~~~~ KVM0730
            [HotPath] private void Start()
            {
                using Borrow borrow = default;
            //  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ KVM0730
            }
            """,
            """
            private ref struct Borrow { [HotPath] public void Dispose() { } }
            [HotPath] private void Start()
            {
                using Borrow borrow = default;
            }
            """),
        Case("KVM0731", "a virtual method",
            """
            [HotPath] private void Start() => Work();
            //                                ^^^^ KVM0731
            protected virtual void Work() { }
            //                     ~~~~ KVM0731
            """,
            """
            [HotPath] private void Start() => Work();
            [HotPath] protected virtual void Work() { }
            """),
        Case("KVM0731", "an interface, also where a type parameter stands for what implements it",
            """
            private interface ILine { void Raise(); int Level { get; } }
            //                             ~~~~~ KVM0731
            //                             ~~~~~ KVM0731
            //                                          ~~~~~ KVM0731
            [HotPath] private void Start<T>(ILine line, T other) where T : struct, ILine
            {
                line.Raise();
                //   ^^^^^ KVM0731
                other.Raise();
                //    ^^^^^ KVM0731
                _ = line.Level;
                //       ^^^^^ KVM0731
            }
            """,
            """
            [HotPath] private interface ILine { void Raise(); int Level { get; } }
            [HotPath] private void Start<T>(ILine line, T other) where T : struct, ILine
            {
                line.Raise();
                other.Raise();
                _ = line.Level;
            }
            """),
        Case("KVM0731", "a delegate, a function pointer, a dynamic operation",
            """
            [HotPath] private unsafe int Start(Action work, delegate*<int, int> function, dynamic any)
            {
                work();
            //  ^^^^ KVM0731
                work?.Invoke();
                //    ^^^^^^ KVM0731
                any.Work();
                //  ^^^^ KVM0731
                return function(1);
                //     ^^^^^^^^ KVM0731
            }
            """,
            """
            [HotPath] private unsafe int Start(Action work, delegate*<int, int> function) => work is null || function is null ? 0 : 1;
            """),
        Case("KVM0731", "an override is called where another may stand, and by name where none can",
            """
            private class Base { public virtual void Work() { } }
            //                                       ~~~~ KVM0731
            private class Derived : Base { public override void Work() { } }
            [HotPath] private void Start(Derived derived) => derived.Work();
            //                                                       ^^^^ KVM0731
            """,
            """
            private class Base { public virtual void Work() { } }
            private sealed class Derived : Base { [HotPath] public override void Work() { } }
            [HotPath] private void Start(Derived derived) => derived.Work();
            """),
    ];

    /// <summary>The structure with the declarations marked that the diagnostics name.</summary>
    private static string WithRelated() => """

        private readonly struct Number(int value)
        {
            public int Value { get; } = value;
            public int Twice => Value * 2;
            //         ~~~~~ KVM0730
            public int this[int n] => Value * n;
            //         ~~~~ KVM0730
            public static Number operator +(Number a, Number b) => default;
            //                            ~ KVM0730
            public static implicit operator int(Number a) => a.Value;
            //                              ~~~ KVM0730
            public void Deconstruct(out int a, out int b) { a = Value; b = 0; }
            //          ~~~~~~~~~~~ KVM0730
            public void Dispose() { }
        }
        """;

    private static RuleCase Case(string id, string boundary, string wrong, string right) =>
        new(id, boundary, HotCode.WithMembers(wrong), HotCode.WithMembers(right));
}
