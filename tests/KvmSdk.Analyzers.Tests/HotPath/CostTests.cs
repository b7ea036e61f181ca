using KvmSdk.Analyzers.HotPath;
using KvmSdk.Analyzers.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Diagnostics.Telemetry;

namespace KvmSdk.Analyzers.Tests.HotPath;

/// <summary>What the analyzer asks the compiler to tell it.</summary>
public sealed class CostTests
{
    private const string Source = "internal sealed class Device { public object Make() => new object(); }";

    [Fact]
    public async Task Nothing_where_nothing_can_carry_the_mark()
    {
        AnalyzerTelemetryInfo info = await AskAsync(Compilations.Bare(Source).WithReferences(Basic.Reference.Assemblies.Net100.References.All));

        Assert.Equal(1, info.CompilationStartActionsCount);
        Assert.Equal(0, info.OperationBlockActionsCount + info.OperationBlockStartActionsCount + info.OperationActionsCount);
        Assert.Equal(0, info.SyntaxNodeActionsCount + info.SymbolActionsCount + info.SymbolStartActionsCount + info.SemanticModelActionsCount);
    }

    [Fact]
    public async Task One_question_a_member_and_one_a_local_function_where_something_can()
    {
        AnalyzerTelemetryInfo info = await AskAsync(Compilations.Of(Source));

        Assert.Equal((1, 1, 0), (info.OperationBlockActionsCount, info.SyntaxNodeActionsCount, info.OperationActionsCount));
        Assert.True(info.Concurrent);
    }

    private static async Task<AnalyzerTelemetryInfo> AskAsync(Compilation compilation)
    {
        HotPathAnalyzer analyzer = new();
        CompilationWithAnalyzers run = compilation.WithAnalyzers([analyzer]);
        Assert.Empty(await run.GetAnalyzerDiagnosticsAsync());
        return await run.GetAnalyzerTelemetryInfoAsync(analyzer, CancellationToken.None);
    }
}
