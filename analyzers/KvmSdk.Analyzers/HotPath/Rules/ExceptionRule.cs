using System.Collections.Immutable;
using KvmSdk.Model.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace KvmSdk.Analyzers.HotPath.Rules;

/// <summary>
/// KVM0711: an exception made in place. To throw on one that exists is allowed, and so is to call a method that throws and does not
/// return, which also keeps the code that makes the exception out of the path.
/// </summary>
internal sealed class ExceptionRule : HotRule
{
    public override ImmutableArray<OperationKind> Kinds { get; } = [OperationKind.Throw];

    public override Finding Look(IOperation operation, HotScope scope)
    {
        IOperation? thrown = ((IThrowOperation)operation).Exception;
        while (thrown is IConversionOperation conversion)
        {
            thrown = conversion.Operand;
        }

        if (thrown is not IObjectCreationOperation creation)
        {
            return Finding.None;
        }

        SyntaxToken keyword = operation.Syntax switch
        {
            ThrowStatementSyntax statement => statement.ThrowKeyword,
            ThrowExpressionSyntax expression => expression.ThrowKeyword,
            _ => operation.Syntax.GetFirstToken(),
        };
        scope.Report(HotPathRules.ExceptionThrown, keyword.GetLocation(), Names.Of(creation.Type), scope.Path);
        return Finding.ReportedWithContents;
    }
}
