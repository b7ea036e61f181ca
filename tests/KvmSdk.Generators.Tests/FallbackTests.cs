using Microsoft.CodeAnalysis;

namespace KvmSdk.Generators.Tests;

public sealed class FallbackTests
{
    [Fact]
    public void A_broken_machine_has_the_public_shape_of_the_repaired_one() =>
        Assert.Equal(Shape(GeneratorRun.Of(Machines.Full), "Everything"), Shape(GeneratorRun.Of(Machines.Broken), "Everything"));

    [Fact]
    public void Shared_memory_keeps_its_shape_in_a_broken_machine() =>
        Assert.Equal(Shape(GeneratorRun.Of(Machines.Shared), "Samples.Sharing"), Shape(GeneratorRun.Of(Machines.SharedBroken), "Samples.Sharing"));

    [Fact]
    public void Console_ports_keep_their_shape_in_a_broken_machine() =>
        Assert.Equal(Shape(GeneratorRun.Of(Machines.Consoles), "Samples.Speaking"), Shape(GeneratorRun.Of(Machines.BrokenConsoles), "Samples.Speaking"));

    [Theory]
    [InlineData("public Mailbox Mailbox", "public string Mailbox")]
    [InlineData("public Mailbox Mailbox", "public Mailbox? Mailbox")]
    [InlineData("public ulong Answer", "public object Answer")]
    [InlineData("internal record struct Hidden", "private record struct Hidden")]
    [InlineData("0x80_3000", "0x80_1000")]
    public void Shared_memory_that_is_broken_causes_no_error_of_the_compiler(string before, string after)
    {
        GeneratorRun run = GeneratorRun.Unchecked(
            Machines.Shared.Replace("internal Hidden", "private Hidden", StringComparison.Ordinal).Replace(before, after, StringComparison.Ordinal));

        Assert.Single(run.Files);
        Assert.Empty(run.Output.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
    }

    [Theory]
    [InlineData("public partial record HelloVm", "public record HelloVm")]
    [InlineData("public partial record HelloVm", "public partial class HelloVm")]
    [InlineData("Terminal Console", "Terminal Layout")]
    [InlineData("Terminal Console", "Terminal State")]
    public void Nothing_is_generated_where_it_could_only_cause_more_errors(string before, string after)
    {
        GeneratorRun run = GeneratorRun.Unchecked(Machines.Minimal.Replace(before, after, StringComparison.Ordinal));

        Assert.Empty(run.Files);
        Assert.Empty(run.Output.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
    }

    [Theory]
    [InlineData("[Serial] public Terminal Console", "[Serial] public string Console")]
    [InlineData("{ get; init; } = Terminal.Standard;", "{ get; set; } = Terminal.Standard;")]
    [InlineData("MemoryMiB = 16", "MemoryMiB = 0")]
    [InlineData("[FlatImage] ", "")]
    [InlineData("[FlatImage] ", "[FlatImage, Serial] ")]
    [InlineData("record HelloVm", "record HelloVm(int Size)")]
    public void A_broken_machine_causes_no_error_of_the_compiler(string before, string after)
    {
        string source = Machines.Minimal.Replace(before, after, StringComparison.Ordinal).Replace("Terminal.Standard", "default!", StringComparison.Ordinal);
        GeneratorRun run = GeneratorRun.Unchecked(source);

        Assert.Single(run.Files);
        Assert.Empty(run.Output.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
    }

    private static string[] Shape(GeneratorRun run, string name)
    {
        INamedTypeSymbol machine = run.Output.GetTypeByMetadataName(name)!;
        return [.. Types(machine).SelectMany(type => type.GetMembers().Prepend(type))
            .Where(member => member.DeclaredAccessibility == Accessibility.Public)
            .Select(member => $"{member.ToDisplayString()} {member.Kind} {(member as IFieldSymbol)?.IsConst}")
            .Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<INamedTypeSymbol> Types(INamedTypeSymbol type) =>
        type.GetTypeMembers().Where(nested => nested.DeclaredAccessibility == Accessibility.Public).SelectMany(Types).Prepend(type);
}
