using KvmSdk.Analyzers.Tests.Support;
using KvmSdk.CodeFixes;

namespace KvmSdk.Analyzers.Tests.Fixes;

public sealed class MakeLambdaStaticFixTests
{
    [Theory]
    [InlineData("(bytes, n) => bytes.Clear()", "static (bytes, n) => bytes.Clear()")]
    [InlineData("/* all */ (bytes, n) => { bytes[0] = n; }", "/* all */ static (bytes, n) => { bytes[0] = n; }")]
    [InlineData("delegate { }", "static delegate { }")]
    [InlineData("[System.Obsolete] (System.Span<byte> bytes, byte n) => bytes.Clear()", "[System.Obsolete] static (System.Span<byte> bytes, byte n) => bytes.Clear()")]
    public async Task It_becomes_static(string before, string after) =>
        await ExpectFix.TurnsAsync(new MakeLambdaStaticFix(), Source(before), Source(after));

    [Fact]
    public async Task Several_at_once() => Assert.Equal(["Make the lambda static", "Make the lambda static"], await ExpectFix.TurnsAsync(
        new MakeLambdaStaticFix(),
        Source("(bytes, n) => bytes.Clear());\n        memory.Access(address, 4, (byte)1, (bytes, n) => bytes.Fill(n)"),
        Source("static (bytes, n) => bytes.Clear());\n        memory.Access(address, 4, (byte)1, static (bytes, n) => bytes.Fill(n)")));

    private static string Source(string lambda) => $$"""
        using KvmSdk;

        internal sealed class Device
        {
            [HotPath]
            public void Clear(GuestMemory memory, ulong address)
            {
                memory.Access(address, 4, (byte)0, {{lambda}});
            }
        }
        """;
}
