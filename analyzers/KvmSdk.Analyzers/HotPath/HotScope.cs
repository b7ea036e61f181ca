using KvmSdk.Model.Rules;
using Microsoft.CodeAnalysis;

namespace KvmSdk.Analyzers.HotPath;

/// <summary>One hot member while it is looked at: what the rules may ask, and where they report.</summary>
internal sealed class HotScope
{
    private readonly Action<Diagnostic> _report;
    private readonly HashSet<ISymbol> _iterators = new(SymbolEqualityComparer.Default);

    public HotScope(HotCode code, IMethodSymbol method, IOperation body, Action<Diagnostic> report, CancellationToken cancellationToken)
    {
        Code = code;
        Method = method;
        Model = body.SemanticModel!;
        CancellationToken = cancellationToken;
        _report = report;
        Path = Names.Of(method);
    }

    public HotCode Code { get; }

    /// <summary>The hot member.</summary>
    public IMethodSymbol Method { get; }

    /// <summary>What the messages call it.</summary>
    public string Path { get; }

    public SemanticModel Model { get; }

    public CancellationToken CancellationToken { get; }

    /// <summary>Reports that the hot path breaks a rule.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="place">What is underlined.</param>
    /// <param name="arguments">The particulars of the sentence.</param>
    public void Report(Rule rule, Location place, params object[] arguments) => Report(rule, place, null, arguments);

    /// <summary>As above, with a related place, which is left out where it lies in another compilation.</summary>
    public void Report(Rule rule, Location place, Location? related, params object[] arguments) => _report(Diagnostic.Create(
        RuleDescriptors.For(rule),
        place,
        related is { SourceTree: { } tree } && Code.Compilation.ContainsSyntaxTree(tree) ? [related] : [],
        arguments));

    /// <summary>Whether this is the first <c>yield</c> seen in <paramref name="function"/>.</summary>
    public bool IsFirstYieldOf(IMethodSymbol function) => _iterators.Add(function);
}
