using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace KvmSdk.Analyzers;

/// <summary>Finds a word of a string where the source writes it.</summary>
internal static class LiteralText
{
    /// <summary>
    /// The place of the first <paramref name="word"/> between blanks or ends in the literals of an expression; null if none of them has
    /// it, because it is put together from parts, written with escapes, or named by a constant.
    /// </summary>
    public static TextSpan? Find(SyntaxNode expression, string word)
    {
        if (word.Length == 0)
        {
            return null;
        }

        foreach (SyntaxToken token in expression.DescendantTokens().Where(IsString))
        {
            for (int at = token.Text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = token.Text.IndexOf(word, at + 1, StringComparison.Ordinal))
            {
                if (at > 0 && IsEnd(token.Text[at - 1]) && at + word.Length < token.Text.Length && IsEnd(token.Text[at + word.Length]))
                {
                    return new TextSpan(token.SpanStart + at, word.Length);
                }
            }
        }

        return null;
    }

    private static bool IsString(SyntaxToken token) =>
        token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken;

    private static bool IsEnd(char character) => character is ' ' or '"' or '\r' or '\n';
}
