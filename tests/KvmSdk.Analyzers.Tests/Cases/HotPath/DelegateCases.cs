using System.Collections.Immutable;
using KvmSdk.Analyzers.Tests.Support;

namespace KvmSdk.Analyzers.Tests.Cases.HotPath;

/// <summary>Delegates: those that the compiler makes once, and those that are made each time.</summary>
internal static class DelegateCases
{
    private const string Run = "\n[HotPath] private static void Run(Action work) { }\n[HotPath] private static void Run<T>(Action<T> work, T state) { }";

    public static ImmutableArray<RuleCase> All { get; } =
    [
        Case("KVM0704", "a local that is captured",
            """
            [HotPath] private void Start(int n) => Run(() => n++);
            //                                            ^^ KVM0704
            """,
            "[HotPath] private void Start(int n) => Run(static state => state++, n);"),
        Case("KVM0704", "this, captured by a field",
            """
            [HotPath] private void Start() => Run(() => { _count++; });
            //                                       ^^ KVM0704
            """,
            "[HotPath] private void Start() => Run(static device => { device._count++; }, this);"),
        Case("KVM0704", "an anonymous method",
            """
            [HotPath] private void Start(int n) => Run(delegate { n++; });
            //                                         ^^^^^^^^ KVM0704
            """,
            "[HotPath] private void Start() => Run(static delegate { });"),
        Case("KVM0704", "a method of an object",
            """
            [HotPath] private void Start() => Run(Work);
            //                                    ^^^^ KVM0704
            [HotPath] private void Work() { }
            """,
            """
            [HotPath] private void Start() => Run(Work);
            [HotPath] private static void Work() { }
            """),
        Case("KVM0704", "an extension method on what it extends",
            """
            [HotPath] private void Start() => Run(this.Work);
            //                                    ^^^^^^^^^ KVM0704
            [HotPath] private static void Run(Action work) { }
            }

            internal static class Extensions
            {
                [HotPath] public static void Work(this Device device) { }
            """,
            """
            [HotPath] private void Start() => Run(Extensions.Work, this);
            [HotPath] private static void Run<T>(Action<T> work, T state) { }
            }

            internal static class Extensions
            {
                [HotPath] public static void Work(this Device device) { }
            """,
            run: ""),
        Case("KVM0704", "a local function that may capture",
            """
            [HotPath] private void Start(int n)
            {
                Run(Work);
                //  ^^^^ KVM0704
                void Work() => n++;
            }
            """,
            """
            [HotPath] private void Start(int n)
            {
                Run(Work);
                Count();
                static void Work() { }
                void Count() => n++;
            }
            """),
        Case("KVM0704", "an event",
            """
            private event Action? Rang;
            [HotPath] private void Start() => Rang += Work;
            //                                ^^^^^^^^^^^^ KVM0704
            private static void Work() { }
            """,
            """
            private Action? _rang;
            [HotPath] private void Start() => _rang = Work;
            [HotPath] private static void Work() { }
            """),
        Case("KVM0704", "a combination of delegates",
            """
            [HotPath] private static Action Both(Action a, Action b) => a + b;
            //                                                          ^^^^^ KVM0704
            """,
            "[HotPath] private static Action Either(Action a, Action b, bool first) => first ? a : b;"),
        Case("KVM0704", "an expression tree",
            """
            [HotPath] private static void Start() { System.Linq.Expressions.Expression<Func<int>> tree = () => 1; }
            //                                                                                              ^^ KVM0704
            """,
            "[HotPath] private static void Start() { Func<int> tree = static () => 1; }"),
        Case("KVM0705", "a lambda that captures nothing and does not say so",
            """
            [HotPath] private void Start() => Run(state => { const int one = 1; state += one; }, 1);
            //                                          ^^ KVM0705
            """,
            "[HotPath] private void Start() => Run(static state => { const int one = 1; state += one; }, 1);"),
        Case("KVM0730", "a delegate for a method that is not hot",
            """
            [HotPath] private void Start() => Run(Work);
            //                                    ^^^^ KVM0730
            private static void Work() { }
            //                  ~~~~ KVM0730
            """,
            """
            [HotPath] private void Start() => Run(Work);
            [HotPath] private static void Work() { }
            """),
    ];

    private static RuleCase Case(string id, string boundary, string wrong, string right, string run = Run) =>
        new(id, boundary, HotCode.WithMembers(wrong + run), HotCode.WithMembers(right + run));
}
