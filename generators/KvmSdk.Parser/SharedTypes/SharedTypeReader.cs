using KvmSdk.Model.Spec;
using Microsoft.CodeAnalysis;

namespace KvmSdk.Parser;

/// <summary>Reads the type of a shared memory.</summary>
internal static class SharedTypeReader
{
    private const string UseAnother = "use a non-generic struct of numbers, enums, fixed buffers, inline arrays and such structs";

    /// <summary>The type, with its size or with what is wrong.</summary>
    public static SharedTypeSpec Read(ITypeSymbol type)
    {
        string name = type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
        string fullName = TypeShape.TextOf(type);
        SharedTypeVisibility visibility = VisibilityOf(type);
        (int size, _, string? problem) = type is INamedTypeSymbol ? SharedLayout.Of(type) : new(0, 1, "is no struct");
        return (problem, visibility) switch
        {
            ({ } wrong, _) => new(name, fullName, visibility, 0, wrong, UseAnother),
            (_, SharedTypeVisibility.None) => new(name, fullName, visibility, 0, "is not visible to the class of the running machine", "make it internal or public"),
            _ => new(name, fullName, visibility, size),
        };
    }

    /// <summary>Who sees the type and every type that it is nested in; nobody, where C# does not let it be a type argument.</summary>
    private static SharedTypeVisibility VisibilityOf(ITypeSymbol type)
    {
        if (type is not INamedTypeSymbol { IsUnmanagedType: true, IsRefLikeType: false, IsGenericType: false })
        {
            return SharedTypeVisibility.None;
        }

        SharedTypeVisibility visibility = SharedTypeVisibility.Public;
        for (INamedTypeSymbol? level = (INamedTypeSymbol)type; level is not null; level = level.ContainingType)
        {
            SharedTypeVisibility own = level switch
            {
                { IsFileLocal: true } => SharedTypeVisibility.None,
                { DeclaredAccessibility: Accessibility.Public } => SharedTypeVisibility.Public,
                { DeclaredAccessibility: Accessibility.Internal or Accessibility.ProtectedOrInternal } => SharedTypeVisibility.Internal,
                _ => SharedTypeVisibility.None,
            };
            visibility = own < visibility ? own : visibility;
        }

        return visibility;
    }
}
