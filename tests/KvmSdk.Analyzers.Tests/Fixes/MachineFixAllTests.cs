using KvmSdk.Analyzers.Tests.Support;
using KvmSdk.CodeFixes;
using Microsoft.CodeAnalysis.CodeFixes;

namespace KvmSdk.Analyzers.Tests.Fixes;

/// <summary>How far a fix reaches when it is applied to many diagnostics at once.</summary>
public sealed class MachineFixAllTests
{
    [Theory]
    [InlineData(FixAllScope.Document, 1)]
    [InlineData(FixAllScope.Project, 2)]
    [InlineData(FixAllScope.Solution, 2)]
    public async Task A_document_a_project_or_a_solution_is_fixed(FixAllScope scope, int files)
    {
        var run = new FixRun(new MakeLambdaStaticFix(), Source("A"), Source("B"));

        await run.ApplyToAllAsync(scope);

        Assert.Equal(files, (await run.SourcesAsync()).Count(source => source.Contains("static (bytes", StringComparison.Ordinal)));
        Assert.Equal(2 - files, (await run.OffersAsync()).Length);
    }

    [Fact]
    public async Task A_repair_may_lie_in_another_document_than_the_one_that_is_fixed()
    {
        var run = new FixRun(
            new MarkHotPathFix(),
            "using KvmSdk; internal static class A { [HotPath] public static void Call() => B.Work(); }",
            "internal static class B { public static void Work() { } }");

        await run.ApplyToAllAsync(FixAllScope.Document);

        Assert.Contains("[HotPath]", (await run.SourcesAsync())[1], StringComparison.Ordinal);
        Assert.Empty(await run.OffersAsync());
    }

    private static string Source(string name) =>
        $"using KvmSdk; internal sealed class {name} {{ [HotPath] public void Clear(GuestMemory memory) => memory.Access(0, 4, 0, (bytes, _) => bytes.Clear()); }}";
}
