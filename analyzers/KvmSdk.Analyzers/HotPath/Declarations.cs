using Microsoft.CodeAnalysis;

namespace KvmSdk.Analyzers.HotPath;

/// <summary>Where a method can be marked.</summary>
internal static class Declarations
{
    /// <summary>The name in its declaration, or null where it is not declared in source. The property stands for its accessors.</summary>
    public static Location? Of(IMethodSymbol method)
    {
        IMethodSymbol definition = (method.ReducedFrom ?? method).OriginalDefinition;
        while (definition.OverriddenMethod is { } overridden && overridden.Locations.Any(static location => location.IsInSource))
        {
            definition = overridden.OriginalDefinition;
        }

        ISymbol declared = definition.AssociatedSymbol ?? definition;
        return declared.IsImplicitlyDeclared ? null : declared.Locations.FirstOrDefault(static location => location.IsInSource);
    }
}
