using System.Collections.Immutable;
using KvmSdk.Model.Rules;
using KvmSdk.Parser;
using KvmSdk.Parser.GuestDevices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace KvmSdk.Analyzers;

/// <summary>Reports what is wrong with a class that declares a device.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class GuestDeviceAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => RuleDescriptors.OfDevices;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(WellKnownNames.RegisterAttribute) is not null)
            {
                start.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
            }
        });
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (!GuestDeviceParser.IsDevice(type))
        {
            return;
        }

        var locator = new TargetLocator(type, context.CancellationToken);
        foreach (Violation violation in GuestDeviceParser.Parse(type, context.CancellationToken).Violations)
        {
            context.ReportDiagnostic(RuleDescriptors.Diagnose(violation, locator));
        }
    }
}
