// Why a promise is inherited downwards: a call through a virtual or interface member is fine on a hot path exactly if whatever it
// may reach is held to the same. So the mark on a declaration holds for every override and implementation, marked or not.

using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace KvmSdk.Analyzers.HotPath;

/// <summary>Which members are hot. One for each compilation; any thread.</summary>
internal sealed class HotMembers
{
    private readonly ConcurrentDictionary<ISymbol, bool> _members = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, bool> _assemblies = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, bool> _interfaces = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, ImmutableHashSet<ISymbol>> _implementations = new(SymbolEqualityComparer.Default);

    /// <summary>Whether a method, constructor, accessor, operator or local function is hot.</summary>
    public bool IsHot(IMethodSymbol method)
    {
        IMethodSymbol definition = (method.ReducedFrom ?? method).OriginalDefinition;
        return CanBeMarked(definition.ContainingAssembly) && _members.GetOrAdd(definition, Decide);
    }

    /// <summary>Whether a local function stands in a hot member, or in a hot local function.</summary>
    public bool IsInHot(IMethodSymbol function)
    {
        for (ISymbol? outer = function.ContainingSymbol; outer is IMethodSymbol method; outer = outer.ContainingSymbol)
        {
            if (IsHot(method))
            {
                return true;
            }
        }

        return false;
    }

    private bool Decide(ISymbol symbol)
    {
        var method = (IMethodSymbol)symbol;
        if (HotMarks.Has(method) || (method.AssociatedSymbol is IPropertySymbol property && HotMarks.Has(property)))
        {
            return true;
        }

        return !LeavesHotPath(method) && (IsCoveredByType(method) || InheritsPromise(method));
    }

    /// <summary>Whether control does not come back from a method, so that what it does is not on the path any more.</summary>
    public static bool LeavesHotPath(IMethodSymbol method) =>
        method.GetAttributes().Any(static attribute => Names.Are(attribute.AttributeClass, "System.Diagnostics.CodeAnalysis", "DoesNotReturnAttribute"));

    /// <summary>Objects are made and given up off the hot path, whatever they do in between; what the compiler adds is its own affair.</summary>
    private static bool IsCoveredByType(IMethodSymbol method)
    {
        bool isOfLifetime = method.MethodKind is MethodKind.StaticConstructor or MethodKind.Destructor
            || (method.MethodKind == MethodKind.Constructor && !method.ContainingType.IsValueType);
        if (isOfLifetime || method.IsImplicitlyDeclared || method.MethodKind == MethodKind.LocalFunction)
        {
            return false;
        }

        for (INamedTypeSymbol? type = method.ContainingType; type is not null; type = type.ContainingType)
        {
            if (HotMarks.Has(type))
            {
                return true;
            }
        }

        return false;
    }

    private bool InheritsPromise(IMethodSymbol method) =>
        (method.OverriddenMethod is { } overridden && IsHot(overridden))
        || method.ExplicitInterfaceImplementations.Any(IsHot)
        || (method.ContainingType is { TypeKind: TypeKind.Class or TypeKind.Struct } type
            && method.DeclaredAccessibility == Accessibility.Public
            && method.MethodKind is not (MethodKind.Constructor or MethodKind.StaticConstructor)
            && _implementations.GetOrAdd(type, FindImplementations).Contains(method));

    /// <summary>The members of a type that stand for hot interface members.</summary>
    private ImmutableHashSet<ISymbol> FindImplementations(ISymbol symbol)
    {
        var type = (INamedTypeSymbol)symbol;
        var found = ImmutableHashSet.CreateBuilder<ISymbol>(SymbolEqualityComparer.Default);
        foreach (INamedTypeSymbol candidate in type.AllInterfaces.Where(candidate => _interfaces.GetOrAdd(candidate.OriginalDefinition, HasHotMember)))
        {
            foreach (IMethodSymbol member in candidate.GetMembers().OfType<IMethodSymbol>().Where(IsHot))
            {
                if (type.FindImplementationForInterfaceMember(member) is { } implementation)
                {
                    found.Add(implementation.OriginalDefinition);
                }
            }
        }

        return found.ToImmutable();
    }

    private bool HasHotMember(ISymbol type) =>
        CanBeMarked(type.ContainingAssembly) && ((INamedTypeSymbol)type).GetMembers().OfType<IMethodSymbol>().Any(IsHot);

    /// <summary>Spares a look at the attributes of the whole framework.</summary>
    private bool CanBeMarked(IAssemblySymbol? assembly) => assembly is not null && _assemblies.GetOrAdd(assembly, static symbol =>
    {
        var candidate = (IAssemblySymbol)symbol;
        return HotMarks.AreDeclaredIn(candidate) || candidate.Modules.Any(static module => module.ReferencedAssemblySymbols.Any(HotMarks.AreDeclaredIn));
    });
}
