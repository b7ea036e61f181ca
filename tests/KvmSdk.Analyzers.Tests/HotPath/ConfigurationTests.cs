using KvmSdk.Analyzers.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace KvmSdk.Analyzers.Tests.HotPath;

/// <summary>The rules on hot paths can be lowered and suppressed, other than those on machines.</summary>
public sealed class ConfigurationTests
{
    private const string Wrong = "internal sealed class Device { [HotPath] public object Make() => new object(); }";

    [Theory]
    [InlineData(ReportDiagnostic.Warn, DiagnosticSeverity.Warning)]
    [InlineData(ReportDiagnostic.Info, DiagnosticSeverity.Info)]
    public async Task A_project_may_lower_a_rule(ReportDiagnostic option, DiagnosticSeverity severity) =>
        Assert.Equal(severity, Assert.Single(await Compilations.AnalyzeAsync(With(option))).Severity);

    [Fact]
    public async Task A_project_may_switch_a_rule_off() => Assert.Empty(await Compilations.AnalyzeAsync(With(ReportDiagnostic.Suppress)));

    [Fact]
    public async Task Without_a_word_it_is_an_error() =>
        Assert.Equal(DiagnosticSeverity.Error, Assert.Single(await Compilations.AnalyzeAsync(Compilations.Of(Wrong))).Severity);

    [Fact]
    public async Task A_pragma_suppresses_it_in_its_place() => Assert.Empty(await Compilations.AnalyzeAsync(Compilations.Of(
        """
        internal sealed class Device
        {
        #pragma warning disable KVM0701 // Once in a machine's life.
            [HotPath] public object Make() => new object();
        #pragma warning restore KVM0701
        }
        """)));

    private static CSharpCompilation With(ReportDiagnostic option)
    {
        CSharpCompilation compilation = Compilations.Of(Wrong);
        return compilation.WithOptions(compilation.Options.WithSpecificDiagnosticOptions([KeyValuePair.Create("KVM0701", option)]));
    }
}
