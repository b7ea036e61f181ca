using System.Collections.Immutable;
using KvmSdk.Analyzers.HotPath.Calls;
using KvmSdk.Model.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace KvmSdk.Analyzers.HotPath.Rules;

/// <summary>KVM0720: locks, sleeps, waits, and the host's files, terminals and sockets.</summary>
internal sealed class BlockingRule : HotRule
{
    public override ImmutableArray<OperationKind> Kinds { get; } = [OperationKind.Invocation, OperationKind.PropertyReference, OperationKind.Lock];

    public override Finding Look(IOperation operation, HotScope scope)
    {
        if (operation is ILockOperation)
        {
            scope.Report(HotPathRules.Blocking, ((LockStatementSyntax)operation.Syntax).LockKeyword.GetLocation(), "'lock'", scope.Path);
            return Finding.Reported;
        }

        foreach (CalledMethod call in CalledMethods.In(operation, scope.Model))
        {
            if (scope.Code.Judge.Of(call.Method) == CallVerdict.Blocks)
            {
                scope.Report(HotPathRules.Blocking, call.Place.GetLocation(), $"'{Names.Of(call.Method)}'", scope.Path);
                return operation is IInvocationOperation ? Finding.ReportedWithContents : Finding.Reported;
            }
        }

        return Finding.None;
    }
}
