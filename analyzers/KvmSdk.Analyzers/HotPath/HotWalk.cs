using System.Collections.Immutable;
using KvmSdk.Analyzers.HotPath.Calls;
using KvmSdk.Analyzers.HotPath.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace KvmSdk.Analyzers.HotPath;

/// <summary>Goes through a hot member, lambdas and local functions included, and hands every operation to the rules.</summary>
internal sealed class HotWalk(HotScope scope)
{
    /// <summary>Looks at the member's code.</summary>
    public void Member(ImmutableArray<IOperation> blocks)
    {
        if (AsyncRule.LookAtMember(scope))
        {
            return;
        }

        foreach (IOperation block in blocks)
        {
            Visit(block);
        }

        FetchRule.LookAtMember(blocks, scope);
    }

    private void Visit(IOperation operation)
    {
        scope.CancellationToken.ThrowIfCancellationRequested();
        if (IsOffThePath(operation))
        {
            return;
        }

        Finding finding = Finding.None;
        foreach (HotRule rule in HotRules.For(operation.Kind))
        {
            finding = rule.Look(operation, scope);
            if (finding != Finding.None)
            {
                break;
            }
        }

        if (finding != Finding.ReportedWithContents)
        {
            foreach (IOperation child in operation.ChildOperations)
            {
                Visit(child);
            }
        }
        else if (operation is IInvocationOperation { Instance: { } receiver })
        {
            // What the call was made on stays when the call goes.
            Visit(receiver);
        }
    }

    /// <summary>
    /// Whether nothing of it runs on the hot path: it only describes, the compiler has done it, a release leaves it out, or control does
    /// not come back.
    /// </summary>
    private static bool IsOffThePath(IOperation operation) =>
        operation.ConstantValue.HasValue
        || operation is IAttributeOperation or INameOfOperation or ITypeOfOperation or ISizeOfOperation
        || (operation is ILocalFunctionOperation { Symbol: { } function } && HotMembers.LeavesHotPath(function))
        || (operation is IInvocationOperation { TargetMethod: { } target } && (CallJudge.IsForDebugging(target) || HotMembers.LeavesHotPath(target)));
}
