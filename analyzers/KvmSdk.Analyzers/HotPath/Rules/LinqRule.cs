using System.Collections.Immutable;
using KvmSdk.Analyzers.HotPath.Calls;
using KvmSdk.Model.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace KvmSdk.Analyzers.HotPath.Rules;

/// <summary>KVM0707: a chain of queries is one mistake, and is reported at its last.</summary>
internal sealed class LinqRule : HotRule
{
    public override ImmutableArray<OperationKind> Kinds { get; } = [OperationKind.Invocation, OperationKind.TranslatedQuery];

    public override Finding Look(IOperation operation, HotScope scope)
    {
        if (operation is ITranslatedQueryOperation { Syntax: QueryExpressionSyntax query })
        {
            scope.Report(HotPathRules.Linq, query.FromClause.FromKeyword.GetLocation(), query.FromClause.FromKeyword.Text, scope.Path);
            return Finding.ReportedWithContents;
        }

        if (operation is not IInvocationOperation { TargetMethod: { } target } || scope.Code.Judge.Of(target) != CallVerdict.Linq)
        {
            return Finding.None;
        }

        scope.Report(HotPathRules.Linq, Places.NameIn(operation.Syntax).GetLocation(), target.Name, scope.Path);
        return Finding.ReportedWithContents;
    }
}
