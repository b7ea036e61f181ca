using System.Collections.Immutable;
using KvmSdk.Analyzers.Tests.Support;

namespace KvmSdk.Analyzers.Tests.Cases.HotPath;

/// <summary>Iterators, async functions, and waiting without them.</summary>
internal static class FunctionCases
{
    public static ImmutableArray<RuleCase> All { get; } =
    [
        Case("KVM0708", "a member with several yields",
            """
            [HotPath] private IEnumerable<int> Numbers()
            {
                if (_count == 0) yield break;
                //               ^^^^^ KVM0708
                yield return _count;
                yield return 2;
            }
            """,
            "[HotPath] private void Numbers(Span<int> numbers) => numbers[0] = _count;"),
        Case("KVM0708", "a local function",
            """
            [HotPath] private void Start()
            {
                Numbers();
                static IEnumerable<int> Numbers() { yield return 1; }
                //                                  ^^^^^ KVM0708
            }
            """,
            """
            [HotPath] private void Start()
            {
                Number();
                static int Number() { return 1; }
            }
            """),
        Case("KVM0709", "a member, with all that it awaits",
            """
            [HotPath] private async Task WaitAsync()
            //                           ^^^^^^^^^ KVM0709
            {
                await Task.Delay(_count);
                await Task.Yield();
            }
            """,
            """
            [HotPath] private Task WaitAsync() => _done;
            private readonly Task _done = Task.CompletedTask;
            """),
        Case("KVM0709", "a lambda and a local function",
            """
            [HotPath] private void Start()
            {
                Func<Task> work = static async () => await Task.Yield();
                //                                ^^ KVM0709
                async Task WorkAsync() => await Task.Yield();
                //         ^^^^^^^^^ KVM0709
            }
            """,
            """
            [HotPath] private void Start()
            {
                Func<int> work = static () => 1;
                int Work() => 1;
            }
            """),
        Case("KVM0720", "a lock",
            """
            [HotPath] private void Count()
            {
                lock (_gate) { _count++; }
            //  ^^^^ KVM0720
            }
            """,
            "[HotPath] private void Count() => Interlocked.Increment(ref _count);"),
        Case("KVM0720", "a sleep, a join, a monitor",
            """
            [HotPath] private void Wait(Thread thread)
            {
                Thread.Sleep(1);
                //     ^^^^^ KVM0720
                thread.Join();
                //     ^^^^ KVM0720
                Monitor.Enter(_gate);
                //      ^^^^^ KVM0720
            }
            """,
            "[HotPath] private void Wait() { while (Volatile.Read(ref _count) == 0) Thread.SpinWait(8); }"),
        Case("KVM0720", "a task that is waited for",
            """
            [HotPath] private int Wait(Task<int> task)
            {
                task.Wait();
                //   ^^^^ KVM0720
                task.GetAwaiter().GetResult();
                //                ^^^^^^^^^ KVM0720
                return task.Result;
                //          ^^^^^^ KVM0720
            }
            """,
            "[HotPath] private int Wait(int[] results) => results[0];"),
        Case("KVM0720", "an event and a semaphore",
            """
            [HotPath] private void Wait(ManualResetEvent done, SemaphoreSlim free)
            {
                done.WaitOne();
                //   ^^^^^^^ KVM0720
                free.Wait();
                //   ^^^^ KVM0720
            }
            """,
            "[HotPath] private bool IsDone() => Volatile.Read(ref _count) != 0;"),
        Case("KVM0720", "the console and files, with the text that they are given",
            """
            [HotPath] private void Print(FileStream file)
            {
                Console.WriteLine($"count {_count}");
                //      ^^^^^^^^^ KVM0720
                file.Write(_bytes, 0, 1);
                //   ^^^^^ KVM0720
                File.Delete("a" + _count);
                //   ^^^^^^ KVM0720
            }
            """,
            "[HotPath] private void Print(Span<byte> text) => _bytes.AsSpan().CopyTo(text);"),
    ];

    private static RuleCase Case(string id, string boundary, string wrong, string right) =>
        new(id, boundary, HotCode.WithMembers(wrong), HotCode.WithMembers(right));
}
