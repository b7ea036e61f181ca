// Why a normal form: "the same address" must hold for every value of the variables, or a diagnostic could be wrong. Two sums with
// the same terms differ by their constants alone, and those can be compared exactly.

using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace KvmSdk.Analyzers.HotPath.Fetches;

/// <summary>An address or an index: a sum of terms of which nothing is known, and a constant.</summary>
/// <param name="Terms">The terms, in order; empty for a constant alone.</param>
/// <param name="Constant">The constant.</param>
/// <param name="Symbols">What the terms depend on.</param>
internal sealed record Linear(ImmutableSortedDictionary<string, long> Terms, long Constant, ImmutableHashSet<ISymbol> Symbols)
{
    private static readonly ImmutableHashSet<ISymbol> _noSymbols = ImmutableHashSet.Create<ISymbol>(SymbolEqualityComparer.Default);

    public static Linear Zero { get; } = OfConstant(0);

    /// <summary>The terms as text: equal exactly if two sums differ by a constant.</summary>
    public string Key => string.Join("+", Terms.Select(static term => FormattableString.Invariant($"{term.Value}*{term.Key}")));

    /// <summary>The normal form, or null if the value may differ at every look: a call, an element, a volatile field.</summary>
    public static Linear? Of(IOperation operation)
    {
        if (operation.ConstantValue is { HasValue: true, Value: { } value })
        {
            return value is IConvertible and not (string or float or double or decimal) ? OfConstant(ToInt64(value)) : null;
        }

        return operation switch
        {
            IParenthesizedOperation parenthesized => Of(parenthesized.Operand),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Add, OperatorMethod: null, IsChecked: false } sum =>
                Of(sum.LeftOperand) is { } left && Of(sum.RightOperand) is { } right ? left.Plus(right, 1) : null,
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract, OperatorMethod: null, IsChecked: false } difference =>
                Of(difference.LeftOperand) is { } left && Of(difference.RightOperand) is { } right ? left.Plus(right, -1) : null,
            IBinaryOperation { OperatorMethod: null } other => Of(other.LeftOperand) is { } left && Of(other.RightOperand) is { } right
                ? OfTerm($"({left.Text} {other.OperatorKind} {right.Text})", left.Symbols.Union(right.Symbols))
                : null,
            IConversionOperation { OperatorMethod: null, Type: { } type } conversion =>
                Of(conversion.Operand) is { } operand ? OfTerm($"({type.SpecialType}){operand.Text}", operand.Symbols) : null,
            _ => SymbolPath.Of(operation) is { } path ? OfTerm(path.Text, path.Symbols) : null,
        };
    }

    /// <summary>This and a multiple of another.</summary>
    public Linear Plus(Linear other, long factor)
    {
        var terms = Terms.ToBuilder();
        foreach (KeyValuePair<string, long> term in other.Terms)
        {
            terms.TryGetValue(term.Key, out long count);
            terms[term.Key] = unchecked(count + (term.Value * factor));
            if (terms[term.Key] == 0)
            {
                terms.Remove(term.Key);
            }
        }

        return new(terms.ToImmutable(), unchecked(Constant + (other.Constant * factor)), Symbols.Union(other.Symbols));
    }

    /// <summary>So many elements of a size that is not known: two such numbers are comparable only if they are equal.</summary>
    public Linear OfElements(string type) => OfTerm($"{type}[{Text}]", Symbols);

    private string Text => FormattableString.Invariant($"({Key}+{Constant})");

    private static Linear OfConstant(long value) => new(ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal), value, _noSymbols);

    private static Linear OfTerm(string text, ImmutableHashSet<ISymbol> symbols) =>
        new(ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal).Add(text, 1), 0, symbols);

    private static long ToInt64(object value) => value switch
    {
        ulong large => unchecked((long)large),
        char letter => letter,
        _ => Convert.ToInt64(value, CultureInfo.InvariantCulture),
    };
}
