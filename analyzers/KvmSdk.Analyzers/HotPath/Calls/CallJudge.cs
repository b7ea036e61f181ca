using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KvmSdk.Analyzers.HotPath.Calls;

/// <summary>Decides which methods a hot path may call. Any thread.</summary>
internal sealed class CallJudge(HotMembers members)
{
    private readonly ConcurrentDictionary<ISymbol, CallVerdict> _verdicts = new(SymbolEqualityComparer.Default);

    /// <summary>What a call of <paramref name="method"/> means.</summary>
    public CallVerdict Of(IMethodSymbol method) => _verdicts.GetOrAdd((method.ReducedFrom ?? method).OriginalDefinition, Decide);

    /// <summary>Whether calls of it are left out of a release, with their arguments.</summary>
    public static bool IsForDebugging(IMethodSymbol method) => method.GetAttributes().Any(static attribute =>
        attribute.ConstructorArguments is [{ Value: "DEBUG" }] && Names.Are(attribute.AttributeClass, "System.Diagnostics", "ConditionalAttribute"));

    private CallVerdict Decide(ISymbol symbol)
    {
        var method = (IMethodSymbol)symbol;
        if (members.IsHot(method) || IsPartOfHot(method) || IsWrittenByCompiler(method) || HotMembers.LeavesHotPath(method))
        {
            return CallVerdict.Fine;
        }

        if (LinqCalls.Contain(method))
        {
            return CallVerdict.Linq;
        }

        if (BlockingCalls.Contain(method))
        {
            return CallVerdict.Blocks;
        }

        if (StringCalls.Contain(method))
        {
            return CallVerdict.BuildsString;
        }

        return AllowedCalls.Contain(method) ? CallVerdict.Fine : CallVerdict.Unknown;
    }

    /// <summary>A local function is looked at with the member that it stands in.</summary>
    private bool IsPartOfHot(IMethodSymbol method) => method.MethodKind == MethodKind.LocalFunction && members.IsInHot(method);

    /// <summary>
    /// Accessors of automatic properties, a structure's constructor that only zeroes, and the equality of records: they touch fields. The
    /// text of a record and the copy of a record class are the two that allocate.
    /// </summary>
    private static bool IsWrittenByCompiler(IMethodSymbol method)
    {
        if (method.AssociatedSymbol is IPropertySymbol && IsAutomatic(method))
        {
            return true;
        }

        bool isCompilers = method.IsImplicitlyDeclared || HasCompilersMark(method);
        return isCompilers && method.ContainingType is { } type
            && method.Name is not (WellKnownMemberNames.ObjectToString or "PrintMembers" or "<Clone>$")
            && (method.MethodKind != MethodKind.Constructor || type.IsValueType);
    }

    private static bool IsAutomatic(IMethodSymbol accessor) => accessor switch
    {
        { IsAbstract: true } or { IsExtern: true } or { ContainingType.TypeKind: TypeKind.Interface } => false,
        { DeclaringSyntaxReferences.IsEmpty: true } => accessor.IsImplicitlyDeclared || HasCompilersMark(accessor),
        { IsPartialDefinition: true, PartialImplementationPart: { } implementation } => IsAutomatic(implementation),
        _ => accessor.DeclaringSyntaxReferences.All(static reference =>
            reference.GetSyntax() is AccessorDeclarationSyntax { Body: null, ExpressionBody: null } or ParameterSyntax),
    };

    private static bool HasCompilersMark(IMethodSymbol method) =>
        method.GetAttributes().Any(static attribute => Names.Are(attribute.AttributeClass, "System.Runtime.CompilerServices", "CompilerGeneratedAttribute"));
}
