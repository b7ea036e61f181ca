// Why: a fix says only what it changes. Here all changes of a document go through one editor, so that fixing everything
// at once gives what fixing one after the other gives, even where two changes meet in one attribute.

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Editing;

namespace KvmSdk.CodeFixes;

/// <summary>A fix that changes one document for each diagnostic, mostly the one that it stands in; alone, or for many diagnostics at once.</summary>
public abstract class MachineFixProvider : CodeFixProvider
{
    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => new MachineFixAllProvider(this);

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
                        cancellationToken => ApplyAsync(context.Document.Project.Solution, [(context.Document, diagnostic)], cancellationToken),
                        equivalenceKey: GetType().Name),
                    diagnostic);
            }
        }
    }

    /// <summary>The repair of <paramref name="diagnostic"/>, or null where it would not be mechanical.</summary>
    private protected abstract Repair? Find(SyntaxNode node, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellationToken);

    /// <summary>Applies the repairs of some diagnostics, each with the document that it stands in.</summary>
    internal async Task<Solution> ApplyAsync(
        Solution solution, IEnumerable<(Document Document, Diagnostic Diagnostic)> diagnostics, CancellationToken cancellationToken)
    {
        var editors = new Dictionary<DocumentId, SyntaxEditor>();
        foreach ((Document document, Diagnostic diagnostic) in diagnostics)
        {
            SemanticModel model = await ModelOf(document, cancellationToken).ConfigureAwait(false);
            if (Find(NodeOf(model, diagnostic, cancellationToken), diagnostic, model, cancellationToken) is not { } repair
                || solution.GetDocumentId(repair.Tree ?? model.SyntaxTree) is not { } changed)
            {
                continue;
            }

            if (!editors.TryGetValue(changed, out SyntaxEditor editor))
            {
                SyntaxNode root = await (repair.Tree ?? model.SyntaxTree).GetRootAsync(cancellationToken).ConfigureAwait(false);
                editors[changed] = editor = new SyntaxEditor(root, solution.Services);
            }

            repair.Apply(editor);
        }

        return editors.Aggregate(solution, static (changing, entry) => changing.WithDocumentSyntaxRoot(entry.Key, entry.Value.GetChangedRoot()));
    }

    private static SyntaxNode NodeOf(SemanticModel model, Diagnostic diagnostic, CancellationToken cancellationToken) =>
        model.SyntaxTree.GetRoot(cancellationToken).FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);

    private static async Task<SemanticModel> ModelOf(Document document, CancellationToken cancellationToken) =>
        await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false)
        ?? throw new InvalidOperationException($"'{document.Name}' has no semantic model");
}
