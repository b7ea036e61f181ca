using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace KvmSdk.Analyzers.Tests.HalfTyped;

/// <summary>What a source looks like while somebody is typing it. A seed always gives the same text.</summary>
internal sealed class Typos(int seed)
{
    /// <summary>Arguments that nobody means, of wrong types and values, or of none.</summary>
    private static readonly string[] _nonsense =
    [
        "", "null", "default", "\"text\"", "'x'", "true", "-1", "1.5", "1 / 0", "int.MinValue", "int.MaxValue", "ulong.MaxValue", "unchecked((int)0xFFFF_FFFF)",
        "0xFFFF_FFFF_FFFF_FFFF", "99999999999999999999", "nameof()", "nameof(Nothing)", "nameof(", "typeof(int)", "typeof()", "Nothing.At.All", "new[] { 1 }", "new int[] {",
        "throw null", "(KvmSdk.Model.Spec.HugePages)77", "(KvmSdk.Model.Spec.KernelEntry)(-5)", "\"", "$\"{1}\"", "\"\\0\"", "\"\"\"", "\"virtio_mmio.device=,@:\"",
        "\"virtio_mmio.device=4K@0xffffffffffffffffffff:99999999999\"", "\"console=ttyS99999999999999\"", "\"console=ttyS,,=\"", "\"root=/dev/vd\"", "\"nr_cpus=\"",
        "\"maxcpus=-99999999999999999999\"", "\"= == ==\"", "\"\\ud800\"",
    ];

    private readonly Random _random = new(seed);

    /// <summary>The source with one to three mistakes in it.</summary>
    public string In(string source)
    {
        for (int mistakes = 1 + _random.Next(3); mistakes > 0; mistakes--)
        {
            source = _random.Next(8) switch
            {
                0 or 1 => source[.._random.Next(source.Length + 1)],
                2 => Argument(source),
                3 => Bracket(source),
                4 => Declaration(source),
                _ => Token(source),
            };
        }

        return source;
    }

    /// <summary>A token is missing, there twice, in the place of another, or written in other letters.</summary>
    private string Token(string source)
    {
        SyntaxToken[] tokens = [.. Root(source).DescendantTokens().Where(token => token.Span.Length > 0)];
        if (tokens.Length < 2)
        {
            return source;
        }

        SyntaxToken token = Any(tokens);
        SyntaxToken other = Any(tokens);
        return _random.Next(5) switch
        {
            0 => Replace(source, token.Span, ""),
            1 => Replace(source, token.Span, $"{token.Text} {token.Text}"),
            2 => Replace(source, token.Span, other.Text),
            3 => Replace(source, token.Span, token.Text.ToUpperInvariant()),
            _ => Swap(source, token.Span, other.Span),
        };
    }

    /// <summary>An argument of an attribute is nonsense.</summary>
    private string Argument(string source)
    {
        AttributeArgumentSyntax[] arguments = [.. Root(source).DescendantNodes().OfType<AttributeArgumentSyntax>()];
        return arguments.Length == 0 ? Token(source) : Replace(source, Any(arguments).Expression.Span, Any(_nonsense));
    }

    private string Bracket(string source)
    {
        int[] places = [.. Enumerable.Range(0, source.Length).Where(place => "()[]{}<>\"".Contains(source[place], StringComparison.Ordinal))];
        return places.Length == 0 ? source : source.Remove(Any(places), 1);
    }

    /// <summary>A member or an attribute was copied, and is still as it was.</summary>
    private string Declaration(string source)
    {
        SyntaxNode[] nodes = [.. Root(source).DescendantNodes().Where(node => node is MemberDeclarationSyntax or AttributeListSyntax)];
        if (nodes.Length == 0)
        {
            return source;
        }

        SyntaxNode node = Any(nodes);
        return source.Insert(node.Span.End, $"\n{node}\n");
    }

    private T Any<T>(T[] items) => items[_random.Next(items.Length)];

    private static SyntaxNode Root(string source) => CSharpSyntaxTree.ParseText(source).GetRoot();

    private static string Replace(string source, TextSpan span, string text) => string.Concat(source.AsSpan(0, span.Start), text, source.AsSpan(span.End));

    private static string Swap(string source, TextSpan one, TextSpan other)
    {
        if (one.Start == other.Start)
        {
            return source;
        }

        (TextSpan first, TextSpan second) = one.Start < other.Start ? (one, other) : (other, one);
        string firstText = source.Substring(first.Start, first.Length);
        string secondText = source.Substring(second.Start, second.Length);
        return Replace(Replace(source, second, firstText), first, secondText);
    }
}
