using System.Collections.Immutable;
using KvmSdk.Analyzers.Tests.Support;

namespace KvmSdk.Analyzers.Tests.Cases.HotPath;

/// <summary>Values in objects.</summary>
internal static class BoxingCases
{
    public static ImmutableArray<RuleCase> All { get; } =
    [
        Case("KVM0703", "a number as an object",
            """
            [HotPath] private object Value() => _count;
            //                                  ^^^^^^ KVM0703
            """,
            "[HotPath] private T Value<T>(T value) where T : struct => value;"),
        Case("KVM0703", "an enumeration as an object, and for its base class's HasFlag",
            """
            [HotPath] private static bool IsA(Kind kind) => Same(kind, null);
            //                                                   ^^^^ KVM0703
            [HotPath] private static bool Same(object? a, object? b) => ReferenceEquals(a, b);
            """,
            "[HotPath] private static bool IsA(Kind kind) => kind == Kind.A && (kind & Kind.B) == 0;"),
        Case("KVM0703", "a structure as an interface",
            """
            private struct Counter : IDisposable { [HotPath] public void Dispose() { } }
            [HotPath] private static IDisposable Start(Counter counter) => counter;
            //                                                             ^^^^^^^ KVM0703
            """,
            """
            private struct Counter : IDisposable { [HotPath] public void Dispose() { } }
            [HotPath] private static void Start(Counter counter) { using (counter) { } using Counter other = default; }
            """),
        Case("KVM0703", "a type parameter that may be a structure",
            """
            [HotPath] private static object? Box<T>(T value) => value;
            //                                                  ^^^^^ KVM0703
            """,
            "[HotPath] private static object Pass<T>(T value) where T : class => value;"),
        Case("KVM0703", "a nullable value",
            """
            [HotPath] private static object? Box(int? value) => value;
            //                                                  ^^^^^ KVM0703
            """,
            "[HotPath] private static int Unbox(object value, int? other) => (int)value + other.GetValueOrDefault();"),
        Case("KVM0703", "a call of what a structure inherits",
            """
            private struct Plain { public int A; }
            [HotPath] private static int Hash(Plain plain) => plain.GetHashCode();
            //                                                ^^^^^ KVM0703
            """,
            """
            private struct Plain { public int A; [HotPath] public override readonly int GetHashCode() => A; }
            [HotPath] private static int Hash(Plain plain) => plain.GetHashCode() + 5.GetHashCode();
            """),
        Case("KVM0703", "a variable of foreach that is an object",
            """
            [HotPath] private int Sum()
            {
                int sum = 0;
                foreach (object number in _numbers) sum++;
                //       ^^^^^^ KVM0703
                return sum;
            }
            """,
            """
            [HotPath] private long Sum()
            {
                long sum = 0;
                foreach (long number in _numbers) sum += number;
                return sum;
            }
            """),
    ];

    private static RuleCase Case(string id, string boundary, string wrong, string right) =>
        new(id, boundary, HotCode.WithMembers(wrong), HotCode.WithMembers(right));
}
