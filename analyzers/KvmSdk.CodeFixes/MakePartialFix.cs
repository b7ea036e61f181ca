using System.Collections.Immutable;
using System.Composition;
using KvmSdk.Model.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KvmSdk.CodeFixes;

/// <summary>Makes the machine or device, or the types around it, partial.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakePartialFix))]
[Shared]
public sealed class MakePartialFix : MachineFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        [MachineRules.NotPartial.Id, MachineRules.BadNesting.Id, GuestDeviceRules.NotPartial.Id, GuestDeviceRules.BadType.Id];

    private protected override Repair? Find(SyntaxNode node, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellationToken)
    {
        TypeDeclarationSyntax[] types = [.. node.AncestorsAndSelf().OfType<TypeDeclarationSyntax>()];
        bool canBePartial = types.All(type => type.TypeParameterList is null && !type.Modifiers.Any(SyntaxKind.FileKeyword));
        TypeDeclarationSyntax[] closed = [.. types.Where(type => !Modifiers.IsPartial(type))];
        if (!canBePartial || closed.Length == 0)
        {
            return null;
        }

        string names = string.Join(", ", Enumerable.Reverse(closed).Select(type => $"'{type.Identifier.ValueText}'"));
        return new($"Make {names} partial", editor =>
        {
            foreach (TypeDeclarationSyntax type in closed)
            {
                editor.ReplaceNode(type, static (current, _) => Modifiers.AddPartial((TypeDeclarationSyntax)current));
            }
        });
    }
}
