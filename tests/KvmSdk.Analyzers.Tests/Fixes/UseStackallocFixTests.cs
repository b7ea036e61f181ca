using KvmSdk.Analyzers.Tests.Support;
using KvmSdk.CodeFixes;

namespace KvmSdk.Analyzers.Tests.Fixes;

public sealed class UseStackallocFixTests
{
    [Theory]
    [InlineData("Span<byte> bytes = new byte[1024];", "Span<byte> bytes = stackalloc byte[1024];")]
    [InlineData("ReadOnlySpan<int> bytes = new int[] { 1, _count }; // two", "ReadOnlySpan<int> bytes = stackalloc int[] { 1, _count }; // two")]
    [InlineData("const int Size = 8; Span<long> bytes = new long[Size]; bytes[1..].Clear();", "const int Size = 8; Span<long> bytes = stackalloc long[Size]; bytes[1..].Clear();")]
    public async Task A_small_array_that_only_becomes_a_local_span_goes_to_the_stack(string before, string after) =>
        Assert.Equal(["Use stackalloc"], await ExpectFix.TurnsAsync(new UseStackallocFix(), Source(before), Source(after)));

    [Fact]
    public async Task Several_at_once() => await ExpectFix.TurnsAsync(
        new UseStackallocFix(),
        Source("Span<byte> a = new byte[4]; Span<byte> b = new byte[8];"),
        Source("Span<byte> a = stackalloc byte[4]; Span<byte> b = stackalloc byte[8];"));

    [Theory]
    [InlineData("Span<byte> bytes = new byte[1025];")]
    [InlineData("Span<byte> bytes = new byte[_count];")]
    [InlineData("byte[] bytes = new byte[4];")]
    [InlineData("var bytes = new byte[4];")]
    [InlineData("Span<string> texts = new string[4];")]
    [InlineData("while (_count > 0) { Span<byte> bytes = new byte[4]; _count--; }")]
    [InlineData("Span<byte> bytes = new byte[4]; all = bytes[1..];")]
    [InlineData("Span<byte> bytes = new byte[4]; Span<byte> part = bytes[1..]; all = part;")]
    public async Task It_is_not_offered_where_the_array_is_large_or_may_outlive_the_method(string body) =>
        await ExpectFix.NothingAsync(new UseStackallocFix(), Source(body));

    private static string Source(string body) => $$"""
        using System;
        using KvmSdk;

        internal sealed class Device
        {
            private int _count;

            [HotPath]
            public void Read(ref Span<byte> all)
            {
                {{body}}
            }
        }
        """;
}
