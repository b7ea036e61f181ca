using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KvmSdk.Analyzers.Tests.Pairs;

/// <summary>A machine of one type, in parts that can be put together with another's.</summary>
/// <param name="Header">From the modifiers to the base types.</param>
/// <param name="Attributes">The arguments of the machine's attributes, by attribute and name.</param>
/// <param name="Boot">The members that it starts from.</param>
/// <param name="Members">The other members.</param>
internal sealed record SimpleMachine(
    string Header,
    ImmutableSortedDictionary<(string Attribute, string Argument), string> Attributes,
    ImmutableArray<MemberDeclarationSyntax> Boot,
    ImmutableArray<MemberDeclarationSyntax> Members)
{
    private const string DefaultHeader = "public partial record Vm";
    private const string DefaultBoot = "[FlatImage] public required GuestImage Program { get; init; }";

    /// <summary>The machine of a source; null if the source is about more than one type.</summary>
    public static SimpleMachine? From(string source)
    {
        CompilationUnitSyntax root = CSharpSyntaxTree.ParseText(source, Support.Compilations.ParseOptions).GetCompilationUnitRoot();
        if (root.Members is not [TypeDeclarationSyntax { AttributeLists.Count: > 0 } type])
        {
            return null;
        }

        ILookup<bool, MemberDeclarationSyntax> members = type.Members.ToLookup(IsBoot);
        string header = type.WithAttributeLists([]).WithMembers([]).WithOpenBraceToken(default).WithCloseBraceToken(default).WithSemicolonToken(default)
            .WithoutTrivia().ReplaceTrivia(type.DescendantTrivia(), (_, trivia) => trivia).NormalizeWhitespace().ToString();
        return new(
            header,
            type.AttributeLists.SelectMany(list => list.Attributes).SelectMany(Arguments).ToImmutableSortedDictionary(argument => argument.Key, argument => argument.Value),
            [.. members[true]],
            [.. members[false]]);
    }

    /// <summary>A machine that is both; null if one cannot stand beside the other, or would claim what is the other's.</summary>
    public SimpleMachine? With(SimpleMachine other)
    {
        bool isContradiction = Attributes.Any(argument => other.Attributes.TryGetValue(argument.Key, out string? value) && value != argument.Value);
        string? header = Either(Header, other.Header, DefaultHeader);
        string? boot = Either(Text(Boot), Text(other.Boot), DefaultBoot);
        if (isContradiction || header is null || boot is null || Places().Intersect(other.Places()).Any())
        {
            return null;
        }

        HashSet<string> taken = [.. Boot.Concat(other.Boot).Concat(Members).SelectMany(Names)];
        HashSet<string> clashes = [.. other.Members.SelectMany(Names).Where(taken.Contains)];
        return new(
            header,
            Attributes.SetItems(other.Attributes),
            boot == Text(Boot) ? Boot : other.Boot,
            [.. Members, .. other.Members.Select(member => member.ReplaceTokens(
                member.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken) && clashes.Contains(token.ValueText)),
                (token, _) => SyntaxFactory.Identifier(token.LeadingTrivia, token.ValueText + "2", token.TrailingTrivia)))]);
    }

    /// <summary>The declaration, as source.</summary>
    public override string ToString()
    {
        IEnumerable<string> attributes = Attributes.GroupBy(argument => argument.Key.Attribute)
            .Select(group => $"[{group.Key}({string.Join(", ", group.Where(argument => argument.Value.Length > 0).Select(argument => $"{argument.Key.Argument} = {argument.Value}"))})]");
        return $"{string.Join('\n', attributes)}\n{Header}\n{{\n{Text([.. Boot, .. Members])}\n}}\n";
    }

    private static bool IsBoot(MemberDeclarationSyntax member) =>
        member.AttributeLists.SelectMany(list => list.Attributes).Any(attribute => attribute.Name.ToString() is "FlatImage" or "LinuxKernel" or "Initrd");

    /// <summary>An attribute's arguments; one without a name stands for an attribute without any.</summary>
    private static IEnumerable<KeyValuePair<(string Attribute, string Argument), string>> Arguments(AttributeSyntax attribute) =>
        (attribute.ArgumentList?.Arguments ?? []).Select(argument => KeyValuePair.Create((attribute.Name.ToString(), argument.NameEquals!.Name.ToString()), argument.Expression.ToString()))
            .Prepend(KeyValuePair.Create((attribute.Name.ToString(), ""), ""));

    private static IEnumerable<string> Names(MemberDeclarationSyntax member) => member switch
    {
        PropertyDeclarationSyntax property => [property.Identifier.ValueText],
        FieldDeclarationSyntax field => field.Declaration.Variables.Select(variable => variable.Identifier.ValueText),
        MethodDeclarationSyntax method => [method.Identifier.ValueText],
        BaseTypeDeclarationSyntax type => [type.Identifier.ValueText],
        IndexerDeclarationSyntax => ["this[]"],
        ConstructorDeclarationSyntax => [".ctor"],
        _ => [],
    };

    /// <summary>The ports, windows and lines that the members declare; of two that claim the same, one would be a mistake of its own.</summary>
    private IEnumerable<(string Argument, long Place)> Places() =>
        from attribute in Members.SelectMany(member => member.AttributeLists).SelectMany(list => list.Attributes)
        from argument in attribute.ArgumentList?.Arguments ?? []
        where argument.NameEquals is { Name.Identifier.ValueText: "Port" or "Address" or "Irq" } && argument.Expression is LiteralExpressionSyntax
        let name = argument.NameEquals!.Name.Identifier.ValueText
        let first = Convert.ToInt64(((LiteralExpressionSyntax)argument.Expression).Token.Value, CultureInfo.InvariantCulture)
        from offset in Enumerable.Range(0, name == "Port" ? 8 : 1)
        select (name, first + offset);

    private static string? Either(string one, string other, string usual) => one == other || other == usual ? one : one == usual ? other : null;

    private static string Text(IEnumerable<MemberDeclarationSyntax> members) => string.Join('\n', members.Select(member => member.WithoutTrivia().ToString()));
}
