// Why not the one that Roslyn offers: that one goes from document to document, and a repair may lie in another one than its diagnostic.

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace KvmSdk.CodeFixes;

/// <summary>Applies one fix to a document, a project or a solution.</summary>
internal sealed class MachineFixAllProvider(MachineFixProvider fix) : FixAllProvider
{
    public override IEnumerable<FixAllScope> GetSupportedFixAllScopes() => [FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution];

    public override async Task<CodeAction?> GetFixAsync(FixAllContext context)
    {
        ImmutableArray<(Document Document, Diagnostic Diagnostic)> diagnostics = await DiagnosticsAsync(context).ConfigureAwait(false);
        return diagnostics.IsEmpty ? null : CodeAction.Create(
            $"Fix all {string.Join(", ", context.DiagnosticIds)}",
            cancellationToken => fix.ApplyAsync(context.Solution, diagnostics, cancellationToken),
            context.CodeActionEquivalenceKey);
    }

    private static async Task<ImmutableArray<(Document Document, Diagnostic Diagnostic)>> DiagnosticsAsync(FixAllContext context)
    {
        if (context is { Scope: FixAllScope.Document, Document: { } document })
        {
            return Within(context.Solution, await context.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false));
        }

        var found = ImmutableArray.CreateBuilder<(Document Document, Diagnostic Diagnostic)>();
        IEnumerable<Project> projects = context.Scope == FixAllScope.Solution
            ? context.Solution.Projects.Where(static project => project.Language == LanguageNames.CSharp)
            : [context.Project];
        foreach (Project project in projects)
        {
            found.AddRange(Within(context.Solution, await context.GetAllDiagnosticsAsync(project).ConfigureAwait(false)));
        }

        return found.ToImmutable();
    }

    private static ImmutableArray<(Document Document, Diagnostic Diagnostic)> Within(Solution solution, ImmutableArray<Diagnostic> diagnostics) =>
    [
        .. from diagnostic in diagnostics
           let document = solution.GetDocument(diagnostic.Location.SourceTree)
           where document is not null
           select (document, diagnostic),
    ];
}
