using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace KvmSdk.Analyzers.HotPath.Fetches;

/// <summary>A variable, or a chain of fields from one: what names the same value at every look, unless something in it is assigned.</summary>
/// <param name="Text">A text that only the same chain has.</param>
/// <param name="Symbols">The variables and fields in it.</param>
internal sealed record SymbolPath(string Text, ImmutableHashSet<ISymbol> Symbols)
{
    private static readonly ImmutableHashSet<ISymbol> _none = ImmutableHashSet.Create<ISymbol>(SymbolEqualityComparer.Default);

    /// <summary>The path of an operation, or null if it is none: a call, say.</summary>
    public static SymbolPath? Of(IOperation? operation) => operation switch
    {
        IInstanceReferenceOperation => new("this", _none),
        ILocalReferenceOperation { Local: { } local } => OfVariable(local),
        IParameterReferenceOperation { Parameter: { } parameter } => OfVariable(parameter),
        IFieldReferenceOperation { Field: { IsVolatile: false } field } reference => OfMember(field, reference.Instance),
        IPropertyReferenceOperation { Property: { IsIndexer: false, IsAbstract: false, IsVirtual: false, IsOverride: false } property } reference
            when IsAutomatic(property) => OfMember(property, reference.Instance),
        IConversionOperation { OperatorMethod: null, IsImplicit: true, Type.IsReferenceType: true } conversion => Of(conversion.Operand),
        _ => null,
    };

    /// <summary>The path of a variable alone.</summary>
    public static SymbolPath OfVariable(ISymbol symbol) =>
        new($"{symbol.Name}@{symbol.Locations.FirstOrDefault()?.SourceSpan.Start ?? 0}", _none.Add(symbol));

    private static SymbolPath? OfMember(ISymbol member, IOperation? instance)
    {
        if (member.IsStatic)
        {
            return new($"{member.ContainingType.ToDisplayString()}.{member.Name}", _none.Add(member));
        }

        return Of(instance) is { } owner ? new($"{owner.Text}.{member.Name}", owner.Symbols.Add(member)) : null;
    }

    private static bool IsAutomatic(IPropertySymbol property) => property.ContainingType.GetMembers().OfType<IFieldSymbol>()
        .Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property));
}
