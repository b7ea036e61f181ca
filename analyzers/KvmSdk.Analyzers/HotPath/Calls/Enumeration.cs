using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace KvmSdk.Analyzers.HotPath.Calls;

/// <summary>How a foreach goes through its collection.</summary>
/// <param name="GetEnumeratorMethod">Makes the enumerator.</param>
/// <param name="MoveNextMethod">Goes on.</param>
/// <param name="CurrentProperty">The element.</param>
/// <param name="DisposeMethod">Ends it; null where the enumerator needs no end.</param>
internal sealed record Enumeration(
    IMethodSymbol GetEnumeratorMethod, IMethodSymbol? MoveNextMethod, IPropertySymbol? CurrentProperty, IMethodSymbol? DisposeMethod)
{
    /// <summary>The enumeration of a loop, or null for arrays, strings and spans, through which the compiler goes by index.</summary>
    public static Enumeration? Of(IForEachLoopOperation loop, SemanticModel model)
    {
        if (IsByIndex(CollectionType(loop)) || loop.Syntax is not CommonForEachStatementSyntax syntax)
        {
            return null;
        }

        ForEachStatementInfo info = model.GetForEachStatementInfo(syntax);
        if (info.GetEnumeratorMethod is not { } method)
        {
            return null;
        }

        // The interface's Dispose, on a structure, is the structure's own: there is no box.
        IMethodSymbol? dispose = info.DisposeMethod is { ContainingType.TypeKind: TypeKind.Interface } declared && method.ReturnType.IsValueType
            ? method.ReturnType.FindImplementationForInterfaceMember(declared) as IMethodSymbol
            : info.DisposeMethod;
        return new(method, info.MoveNextMethod, info.CurrentProperty, dispose);
    }

    /// <summary>The type that is gone through, without the interface that it is converted to.</summary>
    public static ITypeSymbol? CollectionType(IForEachLoopOperation loop) =>
        loop.Collection is IConversionOperation { IsImplicit: true, Operand.Type: { } type } ? type : loop.Collection.Type;

    private static bool IsByIndex(ITypeSymbol? type) =>
        type is IArrayTypeSymbol or { SpecialType: SpecialType.System_String } || ElementSize.IsSpan(type);
}
