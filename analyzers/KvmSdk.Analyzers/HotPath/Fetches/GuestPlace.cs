using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace KvmSdk.Analyzers.HotPath.Fetches;

/// <summary>A place in guest memory, as far as the source tells.</summary>
/// <param name="Root">What it lies in: a memory, a lent span or pointer.</param>
/// <param name="RootSymbols">What the root depends on.</param>
/// <param name="Start">The first byte's distance from the root's start.</param>
/// <param name="Width">Bytes; null if not known.</param>
/// <param name="Field">The field of the structure at that distance, each with a dot before it; empty for all of it.</param>
internal sealed record GuestPlace(string Root, ImmutableHashSet<ISymbol> RootSymbols, Linear Start, int? Width = null, string Field = "")
{
    /// <summary>Everything that must stay as it is for the place to be the same.</summary>
    public bool DependsOn(ISymbol symbol) => RootSymbols.Contains(symbol) || Start.Symbols.Contains(symbol);

    /// <summary>Whether something in it may be changed by code elsewhere: a field that is not readonly.</summary>
    public bool DependsOnState => RootSymbols.Any(IsState) || Start.Symbols.Any(IsState);

    /// <summary>Whether the two certainly have a byte in common.</summary>
    public bool Overlaps(GuestPlace other)
    {
        if (Root != other.Root || Start.Key != other.Start.Key)
        {
            return false;
        }

        if (Start.Constant == other.Start.Constant)
        {
            return Contains(Field, other.Field) || Contains(other.Field, Field);
        }

        // Both as numbers of bytes; the difference is exact, whatever the terms are.
        long distance = unchecked(other.Start.Constant - Start.Constant);
        return Field.Length == 0 && other.Field.Length == 0 && (distance > 0 ? Width > distance : other.Width > -distance);
    }

    private static bool Contains(string whole, string part) =>
        part.StartsWith(whole, StringComparison.Ordinal) && (part.Length == whole.Length || whole.Length == 0 || part[whole.Length] == '.');

    private static bool IsState(ISymbol symbol) =>
        symbol is IFieldSymbol { IsReadOnly: false, IsConst: false } or IPropertySymbol { SetMethod: not null and { IsInitOnly: false } };
}
