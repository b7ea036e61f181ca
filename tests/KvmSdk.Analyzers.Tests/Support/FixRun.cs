using System.Collections.Immutable;
using KvmSdk.CodeFixes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace KvmSdk.Analyzers.Tests.Support;

/// <summary>Sources open in a workspace, and one fix at work on them.</summary>
internal sealed class FixRun
{
    private readonly MachineFixProvider _fix;
    private readonly ProjectId _project;
    private Solution _solution;

    public FixRun(MachineFixProvider fix, params string[] sources)
    {
        _fix = fix;
        _project = ProjectId.CreateNewId();
        _solution = new AdhocWorkspace().CurrentSolution.AddProject(ProjectInfo.Create(
            _project, VersionStamp.Default, "Machines", "Machines", LanguageNames.CSharp,
            parseOptions: Compilations.ParseOptions, compilationOptions: Compilations.Options, metadataReferences: Compilations.References));
        for (int i = 0; i < sources.Length; i++)
        {
            _solution = _solution.AddDocument(DocumentId.CreateNewId(_project), $"{i}.cs", SourceText.From(sources[i]), filePath: $"{i}.cs");
        }
    }

    /// <summary>The titles offered, and applied, so far.</summary>
    public List<string> Titles { get; } = [];

    /// <summary>The sources as they are now.</summary>
    public async Task<string[]> SourcesAsync() =>
        await Task.WhenAll(Project.Documents.Select(async document => (await document.GetTextAsync()).ToString()));

    /// <summary>What the light bulb offers for each diagnostic.</summary>
    public async Task<ImmutableArray<CodeAction>> OffersAsync()
    {
        List<CodeAction> actions = [];
        foreach (Diagnostic diagnostic in await FixableAsync())
        {
            await _fix.RegisterCodeFixesAsync(new CodeFixContext(
                DocumentOf(diagnostic), diagnostic, (action, _) => actions.Add(action), CancellationToken.None));
        }

        return [.. actions];
    }

    /// <summary>Applies one offer after the other, each to what the one before left.</summary>
    public async Task ApplyOneByOneAsync()
    {
        for (int bound = 50; await OffersAsync() is [var action, ..]; bound--)
        {
            Assert.True(bound > 0, $"'{action.Title}' is offered again and again");
            Titles.Add(action.Title);
            await ApplyAsync(action);
        }
    }

    /// <summary>Applies the fix to everything at once, or to the first file alone.</summary>
    public async Task ApplyToAllAsync(FixAllScope scope = FixAllScope.Project)
    {
        if (await OffersAsync() is not [var first, ..])
        {
            return;
        }

        CodeAction? all = await _fix.GetFixAllProvider().GetFixAsync(new FixAllContext(
            Project.Documents.First(), _fix, scope, first.EquivalenceKey!, _fix.FixableDiagnosticIds, new Source(this), CancellationToken.None));
        await ApplyAsync(Assert.IsAssignableFrom<CodeAction>(all));
    }

    private Project Project => _solution.GetProject(_project)!;

    private async Task ApplyAsync(CodeAction action)
    {
        ImmutableArray<CodeActionOperation> operations = await action.GetOperationsAsync(_solution, new Progress<CodeAnalysisProgress>(), CancellationToken.None);
        _solution = Assert.IsType<ApplyChangesOperation>(Assert.Single(operations)).ChangedSolution;
    }

    private async Task<IEnumerable<Diagnostic>> FixableAsync()
    {
        ImmutableArray<Diagnostic> diagnostics = await Compilations.AnalyzeAsync((await Project.GetCompilationAsync())!);
        return diagnostics.Where(diagnostic => _fix.FixableDiagnosticIds.Contains(diagnostic.Id));
    }

    private Document DocumentOf(Diagnostic diagnostic) => Project.GetDocument(diagnostic.Location.SourceTree)!;

    private sealed class Source(FixRun run) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) => run.FixableAsync();

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            (await run.FixableAsync()).Where(diagnostic => run.DocumentOf(diagnostic).Id == document.Id);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
