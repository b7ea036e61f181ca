// Why: this file only connects. What is wrong is decided by the parser that the generator uses too, so the two can never
// disagree; what remains here is to say it at the right place.

using System.Collections.Immutable;
using KvmSdk.Analyzers.Values;
using KvmSdk.Model.Rules;
using KvmSdk.Parser;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace KvmSdk.Analyzers;

/// <summary>Reports every rule that a record with <c>[VirtualMachine]</c> breaks, at the text that breaks it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MachineAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => RuleDescriptors.OfMachines;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(WellKnownNames.VirtualMachineAttribute) is not null)
            {
                var others = new OtherMachines(start.Compilation);
                start.RegisterSymbolAction(symbol => Analyze(symbol, others), SymbolKind.NamedType);
                ValueAnalysis.Register(start, others);
            }
        });
    }

    private static void Analyze(SymbolAnalysisContext context, OtherMachines others)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (!MachineParser.IsMachine(type))
        {
            return;
        }

        var locator = new TargetLocator(type, context.CancellationToken);
        ParsedMachine parsed = MachineParser.Parse(type, context.CancellationToken);
        foreach (Violation violation in parsed.Violations)
        {
            context.ReportDiagnostic(RuleDescriptors.Diagnose(violation, locator));
        }

        others.CheckAddresses(type, parsed, context);
    }
}
