// Why: a fix says only what it changes. Here all changes of a document go through one editor, so that fixing everything
// at once gives what fixing one after the other gives, even where two changes meet in one attribute.

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Editing;

namespace KvmSdk.CodeFixes;

/// <summary>A fix that changes the document that the diagnostic stands in, alone or for many diagnostics at once.</summary>
public abstract class MachineFixProvider : CodeFixProvider
{
    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => FixAllProvider.Create(async (context, document, diagnostics) =>
        await ApplyAsync(document, diagnostics, context.CancellationToken).ConfigureAwait(false));

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SemanticModel model = await ModelOf(context.Document, context.CancellationToken).ConfigureAwait(false);
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (Find(NodeOf(model, diagnostic, context.CancellationToken), diagnostic, model, context.CancellationToken) is { } repair)
            {
                context.RegisterCodeFix(
                    CodeAction.Create(
                        repair.Title,
                        cancellationToken => ApplyAsync(context.Document, [diagnostic], cancellationToken),
                        equivalenceKey: GetType().Name),
                    diagnostic);
            }
        }
    }

    /// <summary>The repair of <paramref name="diagnostic"/>, or null where it would not be mechanical.</summary>
    private protected abstract Repair? Find(SyntaxNode node, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellationToken);

    private async Task<Document> ApplyAsync(Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        SemanticModel model = await ModelOf(document, cancellationToken).ConfigureAwait(false);
        var editor = new SyntaxEditor(model.SyntaxTree.GetRoot(cancellationToken), document.Project.Solution.Services);
        foreach (Diagnostic diagnostic in diagnostics)
        {
            Find(NodeOf(model, diagnostic, cancellationToken), diagnostic, model, cancellationToken)?.Apply(editor);
        }

        return document.WithSyntaxRoot(editor.GetChangedRoot());
    }

    private static SyntaxNode NodeOf(SemanticModel model, Diagnostic diagnostic, CancellationToken cancellationToken) =>
        model.SyntaxTree.GetRoot(cancellationToken).FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);

    private static async Task<SemanticModel> ModelOf(Document document, CancellationToken cancellationToken) =>
        await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false)
        ?? throw new InvalidOperationException($"'{document.Name}' has no semantic model");
}
