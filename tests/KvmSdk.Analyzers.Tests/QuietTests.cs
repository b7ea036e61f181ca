using KvmSdk.Analyzers.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace KvmSdk.Analyzers.Tests;

/// <summary>Where the analyzer must keep quiet, and where it must not let itself be silenced.</summary>
public sealed class QuietTests
{
    private const string Wrong = "[VirtualMachine(Cpus = 0)] public partial record Vm { [FlatImage] public required GuestImage Program { get; init; } }";

    [Fact]
    public async Task A_record_without_the_attribute_is_not_a_machine() =>
        Assert.Empty(await Expect.MarkedAsync("public record Vm { [Serial(Irq = 0)] public string Console { get; set; } = \"\"; }"));

    [Fact]
    public async Task Attributes_of_the_same_name_from_elsewhere_are_not_ours() => Assert.Empty(await Expect.MarkedAsync(
        """
        namespace Other
        {
            internal sealed class VirtualMachineAttribute : System.Attribute;

            [VirtualMachine]
            internal class Vm;
        }
        """));

    [Fact]
    public async Task Nothing_is_reported_where_the_runtime_is_not_referenced() =>
        Assert.Empty(await Compilations.AnalyzeAsync(Compilations.Of(Wrong).WithReferences(Basic.Reference.Assemblies.Net100.References.All)));

    [Fact]
    public async Task What_the_compiler_reports_already_is_not_reported_again()
    {
        Compilation compilation = Compilations.Of(
            """
            [VirtualMachine(Cpus = "two", MemoryMiB = Unknown)]
            public partial record Vm
            {
                [FlatImage] public required GuestImag Program { get; init; }
                [Serial, Serial] public required Terminal Console { get; init; }
            }
            """);

        Assert.NotEmpty(Compilations.Errors(compilation));
        Assert.Empty(await Compilations.AnalyzeAsync(compilation));
    }

    [Fact]
    public async Task A_pragma_does_not_hide_a_broken_rule() => await AssertReported(Compilations.Of("#pragma warning disable KVM0110\n" + Wrong));

    [Theory]
    [InlineData(ReportDiagnostic.Suppress)]
    [InlineData(ReportDiagnostic.Hidden)]
    [InlineData(ReportDiagnostic.Warn)]
    public async Task Nothing_in_the_project_hides_a_broken_rule(ReportDiagnostic option)
    {
        CSharpCompilation compilation = Compilations.Of(Wrong);
        await AssertReported(compilation.WithOptions(compilation.Options.WithSpecificDiagnosticOptions([KeyValuePair.Create("KVM0110", option)])));
    }

    [Fact]
    public async Task A_rule_hidden_by_attribute_leaves_a_machine_that_builds_and_says_so_when_started()
    {
        const string Hiding = "[System.Diagnostics.CodeAnalysis.SuppressMessage(\"KvmSdk.Machine\", \"KVM0110\")]";
        Compilation compilation = Compilations.Generate(Compilations.Of(Hiding + Wrong));

        Assert.Empty(await Compilations.AnalyzeAsync(compilation));
        Assert.Empty(Compilations.Errors(compilation));
        Assert.Contains("Vm breaks a rule", compilation.SyntaxTrees.Last().ToString(), StringComparison.Ordinal);
    }

    private static async Task AssertReported(Compilation compilation)
    {
        Diagnostic diagnostic = Assert.Single(await Compilations.AnalyzeAsync(compilation));
        Assert.Equal("KVM0110", diagnostic.Id);
        Assert.Equal(DiagnosticSeverity.Error, diagnostic.Severity);
        Assert.False(diagnostic.IsSuppressed);
    }
}
