using System.Collections.Immutable;
using KvmSdk.Analyzers.Tests.Support;

namespace KvmSdk.Analyzers.Tests.Cases.HotPath;

/// <summary>Objects and exceptions.</summary>
internal static class ObjectCases
{
    public static ImmutableArray<RuleCase> All { get; } =
    [
        Case("KVM0701", "new of a class, with all that it is given",
            """
            [HotPath] private object Make() => new List<object> { 1, "a" + _count };
            //                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ KVM0701
            """,
            "[HotPath] private (int, TimeSpan) Make() => (_count, new TimeSpan(_count));"),
        Case("KVM0701", "a target-typed new",
            """
            [HotPath] private void Make()
            {
                object gate = new();
                //            ^^^^^ KVM0701
            }
            """,
            """
            [HotPath] private void Make()
            {
                TimeSpan none = new();
                object gate = _gate;
            }
            """),
        Case("KVM0701", "an anonymous type",
            """
            [HotPath] private int Make() => new { A = _count }.A;
            //                              ^^^^^^^^^^^^^^^^^^ KVM0701
            """,
            "[HotPath] private int Make() => (A: _count, B: 1).A;"),
        Case("KVM0701", "a copy of a record class",
            """
            private sealed record State(int A);
            [HotPath] private State Copy(State state) => state with { A = 1 };
            //                                           ^^^^^^^^^^^^^^^^^^^^ KVM0701
            """,
            """
            private readonly record struct State(int A);
            [HotPath] private State Copy(State state) => state with { A = 1 };
            """),
        Case("KVM0701", "a type parameter that may be a class",
            """
            [HotPath] private T Make<T>() where T : new() => new T();
            //                                               ^^^^^^^ KVM0701
            """,
            "[HotPath] private T Make<T>() where T : struct => new T();"),
        Case("KVM0711", "an exception made in place",
            """
            [HotPath] private int Half(int n) => n % 2 == 0 ? n / 2 : throw new ArgumentException($"{n} is odd", nameof(n));
            //                                                        ^^^^^ KVM0711
            """,
            """
            [HotPath] private int Half(int n)
            {
                if (n % 2 != 0) Refuse($"{n} is odd");
                ArgumentOutOfRangeException.ThrowIfNegative(n);
                try { return n / 2; } catch { throw; }
            }

            [DoesNotReturn] private static void Refuse(string why) => throw new ArgumentException(why);
            """),
        Case("KVM0711", "a throw statement",
            """
            [HotPath] private void Check()
            {
                if (_count < 0) throw new InvalidOperationException();
                //              ^^^^^ KVM0711
            }
            """,
            """
            [HotPath] private void Check()
            {
                if (_count < 0) Refuse();

                [DoesNotReturn] static void Refuse() => throw new InvalidOperationException();
            }
            """),
    ];

    private static RuleCase Case(string id, string boundary, string wrong, string right) =>
        new(id, boundary, HotCode.WithMembers(wrong), HotCode.WithMembers(right));
}
