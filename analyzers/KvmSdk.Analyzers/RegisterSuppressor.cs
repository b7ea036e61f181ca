using System.Collections.Immutable;
using KvmSdk.Parser;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace KvmSdk.Analyzers;

/// <summary>Takes back the framework's advice to make a register static because it uses nothing of the instance: a register is of one device.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RegisterSuppressor : DiagnosticSuppressor
{
    private static readonly SuppressionDescriptor _makeStatic = new("KVMS001", "CA1822", "A register belongs to one device, whatever it answers with.");

    /// <inheritdoc/>
    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions { get; } = [_makeStatic];

    /// <inheritdoc/>
    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        foreach (Diagnostic diagnostic in context.ReportedDiagnostics)
        {
            if (diagnostic.Location.SourceTree is { } tree
                && context.GetSemanticModel(tree).GetDeclaredSymbol(
                    tree.GetRoot(context.CancellationToken).FindNode(diagnostic.Location.SourceSpan), context.CancellationToken) is { } member
                && AttributeArguments.Find(member, WellKnownNames.RegisterAttribute) is not null)
            {
                context.ReportSuppression(Suppression.Create(_makeStatic, diagnostic));
            }
        }
    }
}
