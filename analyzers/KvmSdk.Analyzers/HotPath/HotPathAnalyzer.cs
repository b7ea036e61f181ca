// Why whole blocks and not single operations: a hot member is rare, so the question "is this one hot?" is asked once a member and
// everything else is left alone. Inside a hot member the rules look at an operation with its surroundings, because one mistake
// must give one diagnostic: what stands in a call that has to go is not reported beside it.

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace KvmSdk.Analyzers.HotPath;

/// <summary>Holds members with <c>[HotPath]</c> to their promise: nothing in them allocates, blocks, or reads guest memory twice.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HotPathAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => RuleDescriptors.OfHotPaths;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (!HotMarks.AreKnownIn(start.Compilation))
            {
                return;
            }

            var code = new HotCode(start.Compilation);
            start.RegisterOperationBlockAction(block => AnalyzeMember(block, code));
            start.RegisterSyntaxNodeAction(node => AnalyzeLocalFunction(node, code), SyntaxKind.LocalFunctionStatement);
        });
    }

    private static void AnalyzeMember(OperationBlockAnalysisContext context, HotCode code)
    {
        if (context.OwningSymbol is IMethodSymbol method && code.Members.IsHot(method))
        {
            var scope = new HotScope(code, method, context.OperationBlocks[0], context.ReportDiagnostic, context.CancellationToken);
            new HotWalk(scope).Member(context.OperationBlocks);
        }
    }

    /// <summary>A hot local function of a member that is not hot; in one that is, it has been looked at with the rest.</summary>
    private static void AnalyzeLocalFunction(SyntaxNodeAnalysisContext context, HotCode code)
    {
        var syntax = (LocalFunctionStatementSyntax)context.Node;
        if (syntax.AttributeLists.Count > 0
            && context.SemanticModel.GetDeclaredSymbol(syntax, context.CancellationToken) is { } function
            && code.Members.IsHot(function)
            && !code.Members.IsInHot(function)
            && context.SemanticModel.GetOperation(syntax, context.CancellationToken) is ILocalFunctionOperation operation)
        {
            var scope = new HotScope(code, function, operation, context.ReportDiagnostic, context.CancellationToken);
            new HotWalk(scope).Member([operation]);
        }
    }
}
