// Why: a name is asked of every attribute of every member, at every keystroke. To print a symbol first and compare the text makes several
// strings each time, which was most of what parsing a machine cost.

using Microsoft.CodeAnalysis;

namespace KvmSdk.Parser;

/// <summary>Tells types by their names without making any text.</summary>
internal static class MetadataNames
{
    /// <summary>Whether <paramref name="type"/> is the one of this full metadata name, <c>Namespace.Name`1</c>; no nested type is.</summary>
    public static bool Is(this ITypeSymbol? type, string name)
    {
        if (type is not INamedTypeSymbol { ContainingType: null } named)
        {
            return false;
        }

        int end = name.Length;
        if (!EndsWith(name, named.MetadataName, ref end))
        {
            return false;
        }

        for (INamespaceSymbol? space = named.ContainingNamespace; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
        {
            if (!EndsWith(name, space.Name, ref end))
            {
                return false;
            }
        }

        return end < 0;
    }

    /// <summary>Whether the part of a name before <paramref name="end"/> is the last one there; goes on to the dot in front of it, or to -1.</summary>
    private static bool EndsWith(string name, string part, ref int end)
    {
        int start = end - part.Length;
        if (start < 0 || part.Length == 0 || string.CompareOrdinal(name, start, part, 0, part.Length) != 0 || (start > 0 && name[start - 1] != '.'))
        {
            return false;
        }

        end = start - 1;
        return true;
    }
}
