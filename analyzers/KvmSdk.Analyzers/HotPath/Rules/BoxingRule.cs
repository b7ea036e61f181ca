using System.Collections.Immutable;
using KvmSdk.Analyzers.HotPath.Calls;
using KvmSdk.Model.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace KvmSdk.Analyzers.HotPath.Rules;

/// <summary>
/// KVM0703: a value becomes an object: by a conversion, by a call of a method that its type inherits and does not override, by a
/// foreach whose variable is an object. A type parameter counts as a value unless it is known to be a class.
/// </summary>
internal sealed class BoxingRule : HotRule
{
    public override ImmutableArray<OperationKind> Kinds { get; } = [OperationKind.Conversion, OperationKind.Invocation, OperationKind.Loop];

    public override Finding Look(IOperation operation, HotScope scope) => operation switch
    {
        IConversionOperation { Operand: { } operand } conversion when conversion.GetConversion().IsBoxing =>
            Report(scope, operand.Syntax, operand.Type, conversion.Type),
        IInvocationOperation { Instance: { Type: { IsValueType: true, TypeKind: not TypeKind.TypeParameter } } receiver } call
            when call.TargetMethod.ContainingType is { IsReferenceType: true } type =>
            Report(scope, receiver.Syntax, receiver.Type, type),
        IForEachLoopOperation { Syntax: CommonForEachStatementSyntax syntax } loop when BoxesElements(syntax, loop, scope, out ITypeSymbol? element) =>
            Report(scope, loop.LoopControlVariable.Syntax, element, loop.Locals.FirstOrDefault()?.Type),
        _ => Finding.None,
    };

    private static Finding Report(HotScope scope, SyntaxNode place, ITypeSymbol? from, ITypeSymbol? to)
    {
        scope.Report(HotPathRules.ValueBoxed, place.GetLocation(), Names.Of(from), Names.Of(to), scope.Path);
        return Finding.Reported;
    }

    private static bool BoxesElements(CommonForEachStatementSyntax syntax, IForEachLoopOperation loop, HotScope scope, out ITypeSymbol? element)
    {
        ForEachStatementInfo info = scope.Model.GetForEachStatementInfo(syntax);
        element = Enumeration.CollectionType(loop) is IArrayTypeSymbol { ElementType: { } elementType } ? elementType : info.ElementType;
        return info.ElementConversion.IsBoxing;
    }
}
