using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace KvmSdk.Analyzers.HotPath.Calls;

/// <summary>Members of the framework, by name.</summary>
/// <param name="Type">The type's metadata name.</param>
/// <param name="Members">The members' names, <c>.ctor</c> for constructors; none for all of the type.</param>
internal sealed record MemberEntry(string Type, params ImmutableArray<string> Members)
{
    /// <summary>Whether the entry stands for the type as a whole.</summary>
    public bool IsWhole => Members.IsEmpty;
}

/// <summary>A table of members of the framework, that answers fast.</summary>
internal sealed class MemberTable(ImmutableArray<MemberEntry> entries)
{
    private readonly ImmutableDictionary<string, MemberEntry> _byType = entries.ToImmutableDictionary(static entry => entry.Type);

    public ImmutableArray<MemberEntry> Entries => entries;

    /// <summary>The entry that holds a member: of its type, or of a type that it derives from.</summary>
    public MemberEntry? Find(IMethodSymbol method, bool alsoInherited)
    {
        string name = method.AssociatedSymbol is IPropertySymbol property ? property.MetadataName : method.Name;
        for (INamedTypeSymbol? type = method.ContainingType; type is not null; type = alsoInherited ? type.BaseType : null)
        {
            if (_byType.TryGetValue(MetadataName(type.OriginalDefinition), out MemberEntry? entry) && (entry.IsWhole || entry.Members.Contains(name)))
            {
                return entry;
            }
        }

        return null;
    }

    /// <summary>The full name, as in metadata.</summary>
    public static string MetadataName(INamedTypeSymbol type)
    {
        if (type.ContainingType is { } outer)
        {
            return $"{MetadataName(outer)}+{type.MetadataName}";
        }

        return type.ContainingNamespace is { IsGlobalNamespace: false } space ? $"{space.ToDisplayString()}.{type.MetadataName}" : type.MetadataName;
    }
}
