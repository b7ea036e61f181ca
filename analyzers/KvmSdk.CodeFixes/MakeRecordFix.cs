using System.Collections.Immutable;
using System.Composition;
using KvmSdk.Model.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KvmSdk.CodeFixes;

/// <summary>Turns a class, a struct or an abstract record into a concrete partial record class.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakeRecordFix))]
[Shared]
public sealed class MakeRecordFix : MachineFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [MachineRules.NotARecord.Id];

    private protected override Repair? Find(SyntaxNode node, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellationToken) =>
        node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type
        && model.GetDeclaredSymbol(type, cancellationToken) is { } symbol
        && CanBeRecord(type, symbol)
            ? new(
                $"Make '{type.Identifier.ValueText}' a partial record",
                editor => editor.ReplaceNode(type, static (current, _) => ToRecord((TypeDeclarationSyntax)current)))
            : null;

    /// <summary>Whether nothing in the declaration forbids it: other parts, a base class, or members that a record has of its own.</summary>
    private static bool CanBeRecord(TypeDeclarationSyntax type, INamedTypeSymbol symbol) =>
        symbol.DeclaringSyntaxReferences.Length == 1
        && !symbol.IsStatic
        && !symbol.IsRefLikeType
        && symbol.TypeParameters.IsEmpty
        && (symbol.IsRecord || symbol.BaseType is { SpecialType: SpecialType.System_Object or SpecialType.System_ValueType })
        && !symbol.GetMembers().Any(member => !member.IsImplicitlyDeclared && (member.IsAbstract || ClashesWithRecord(member)));

    private static bool ClashesWithRecord(ISymbol member) => member is IMethodSymbol
    {
        Name: "Equals" or "GetHashCode" or "Clone" or "PrintMembers" or WellKnownMemberNames.EqualityOperatorName or WellKnownMemberNames.InequalityOperatorName,
    };

    private static RecordDeclarationSyntax ToRecord(TypeDeclarationSyntax type)
    {
        SyntaxToken keyword = SyntaxFactory.Token(SyntaxKind.RecordKeyword).WithTriviaFrom(type.Keyword);
        SyntaxTokenList modifiers = Modifiers.Without(type.Modifiers, SyntaxKind.AbstractKeyword, SyntaxKind.ReadOnlyKeyword);
        if (modifiers.Count == 0 && type.Modifiers.Count > 0)
        {
            keyword = keyword.WithLeadingTrivia(type.Modifiers[0].LeadingTrivia);
        }

        return (RecordDeclarationSyntax)Modifiers.AddPartial(SyntaxFactory.RecordDeclaration(
            SyntaxKind.RecordDeclaration,
            type.AttributeLists,
            modifiers,
            keyword,
            default,
            type.Identifier,
            type.TypeParameterList,
            type.ParameterList,
            type.BaseList,
            type.ConstraintClauses,
            type.OpenBraceToken,
            type.Members,
            type.CloseBraceToken,
            type.SemicolonToken));
    }
}
