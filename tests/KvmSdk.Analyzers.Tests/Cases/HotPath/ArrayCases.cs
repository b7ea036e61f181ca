using System.Collections.Immutable;
using KvmSdk.Analyzers.Tests.Support;

namespace KvmSdk.Analyzers.Tests.Cases.HotPath;

/// <summary>Arrays and collections, and enumerators.</summary>
internal static class ArrayCases
{
    public static ImmutableArray<RuleCase> All { get; } =
    [
        Case("KVM0702", "new of an array, nested ones included",
            """
            [HotPath] private int[][] Make() => new[] { new int[2], new[] { 1 } };
            //                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ KVM0702
            """,
            """
            [HotPath] private int Make()
            {
                Span<int> numbers = stackalloc int[] { 1, 2 };
                ReadOnlySpan<byte> bytes = new byte[] { 1, 2, 3 };
                return numbers[0] + bytes[1] + _numbers.Length;
            }
            """),
        Case("KVM0702", "a span over an array that is no constant",
            """
            [HotPath] private int Make()
            {
                ReadOnlySpan<int> numbers = new int[] { _count };
                //                          ^^^^^^^^^^^^^^^^^^^^ KVM0702
                return numbers[0];
            }
            """,
            """
            [HotPath] private int Make()
            {
                ReadOnlySpan<int> numbers = [_count, 1];
                return numbers[0];
            }
            """),
        Case("KVM0702", "the array of params",
            """
            [HotPath] private int Sum() => Add(1, _count);
            //                             ^^^^^^^^^^^^^^ KVM0702
            [HotPath] private static int Add(params int[] numbers) => numbers.Length;
            """,
            """
            [HotPath] private int Sum() => Add(1, _count) + AddAll() + AddAll(_numbers);
            [HotPath] private static int Add(params ReadOnlySpan<int> numbers) => numbers.Length;
            [HotPath] private static int AddAll(params int[] numbers) => numbers.Length;
            """),
        Case("KVM0702", "a collection expression",
            """
            [HotPath] private int Make()
            {
                int[] numbers = [_count];
                //              ^^^^^^^^ KVM0702
                List<int> list = [];
                //               ^^ KVM0702
                IReadOnlyList<int> all = [1, 2];
                //                       ^^^^^^ KVM0702
                return numbers.Length;
            }
            """,
            """
            [HotPath] private int Make()
            {
                int[] numbers = [];
                IReadOnlyList<int> none = [];
                return numbers.Length;
            }
            """),
        Case("KVM0702", "a collection spread into a span",
            """
            [HotPath] private int Make()
            {
                Span<int> numbers = [1, .. _numbers];
                //                  ^^^^^^^^^^^^^^^^ KVM0702
                return numbers[0];
            }
            """,
            """
            [HotPath] private int Make()
            {
                Span<int> numbers = [1, _numbers[0], _numbers[^1]];
                return numbers[0];
            }
            """),
        Case("KVM0702", "a range of an array",
            """
            [HotPath] private int Make() => _bytes[1..3].Length;
            //                              ^^^^^^^^^^^^ KVM0702
            """,
            "[HotPath] private int Make() => _bytes.AsSpan()[1..3].Length;"),
        Case("KVM0710", "an enumerator that is an object",
            """
            [HotPath] private int Sum(IEnumerable<int> all)
            {
                int sum = 0;
                foreach (int number in all) sum += number;
                //                     ^^^ KVM0710
                return sum;
            }
            """,
            """
            [HotPath] private int Sum(ReadOnlySpan<int> all)
            {
                int sum = 0;
                foreach (int number in all) sum += number;
                foreach (int number in _list) sum += number;
                foreach (int number in _numbers) sum += number;
                foreach (char letter in "letters") sum += letter;
                return sum;
            }
            """),
        Case("KVM0710", "an interface of a list",
            """
            [HotPath] private int Sum()
            {
                int sum = 0;
                foreach (int number in (IList<int>)_list) sum += number;
                //                     ^^^^^^^^^^^^^^^^^ KVM0710
                return sum;
            }
            """,
            """
            [HotPath] private int Sum()
            {
                int sum = 0;
                for (int i = 0; i < _list.Count; i++) sum += _list[i];
                return sum;
            }
            """),
        Case("KVM0730", "an enumerator that is a structure of which nothing is known",
            """
            [HotPath] private int Sum(Dictionary<int, int> all)
            {
                int sum = 0;
                foreach (KeyValuePair<int, int> pair in all) sum++;
                //                                      ^^^ KVM0730
                return sum;
            }
            """,
            """
            private struct Numbers
            {
                [HotPath] public readonly Numbers GetEnumerator() => this;
                [HotPath] public bool MoveNext() => ++Current < 3;
                public int Current { get; private set; }
            }

            [HotPath] private int Sum(Numbers all)
            {
                int sum = 0;
                foreach (int number in all) sum += number;
                return sum;
            }
            """),
    ];

    private static RuleCase Case(string id, string boundary, string wrong, string right) =>
        new(id, boundary, HotCode.WithMembers(wrong), HotCode.WithMembers(right));
}
