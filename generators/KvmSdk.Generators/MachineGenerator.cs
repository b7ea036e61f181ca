// Why: this file is the pipeline and nothing else. The transform returns one value without symbols or locations, so an
// edit that leaves the machine as it was ends there, and neither planning's result nor any text is made again.

using KvmSdk.Generators.Emission;
using KvmSdk.Model;
using KvmSdk.Parser;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KvmSdk.Generators;

/// <summary>Emits the wiring of every record that carries <c>[VirtualMachine]</c>. Reports nothing: the analyzers do.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class MachineGenerator : IIncrementalGenerator
{
    /// <summary>The name under which tests track the parsed machines.</summary>
    public const string ParseStep = "Parse";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<MachineInput> machines = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                WellKnownNames.VirtualMachineAttribute,
                static (node, _) => node is TypeDeclarationSyntax,
                static (syntax, cancellationToken) => FirstDeclaration.Is(syntax)
                    ? MachineInput.From(MachineParser.Parse((INamedTypeSymbol)syntax.TargetSymbol, cancellationToken))
                    : null)
            .WithTrackingName(ParseStep)
            .Where(static machine => machine is not null)!;

        IncrementalValueProvider<EquatableArray<string>> ambiguous = machines
            .Where(static machine => machine.CanGenerate)
            .Select(static (machine, _) => HintNames.Stem(DeclaredType.Of(machine.Spec)))
            .Collect()
            .Select(static (stems, _) => HintNames.Ambiguous(stems));

        context.RegisterSourceOutput(machines.Combine(ambiguous), static (output, machine) =>
        {
            foreach ((string hintName, string text) in MachineEmitter.Emit(machine.Left, machine.Right))
            {
                output.CancellationToken.ThrowIfCancellationRequested();
                output.AddSource(hintName, text);
            }
        });
    }
}
