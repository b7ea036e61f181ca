using System.Collections.Immutable;
using KvmSdk.Analyzers.HotPath.Fetches;
using KvmSdk.Model.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace KvmSdk.Analyzers.HotPath.Rules;

/// <summary>
/// KVM0740: the same bytes of guest memory, read twice on one way through a function. Seen are the runtime's own reads at equal
/// addresses, and reads through a span, pointer or reference that the runtime has lent.
/// </summary>
internal static class FetchRule
{
    private const int LongestQuotation = 60;

    /// <summary>Looks at a whole member.</summary>
    public static void LookAtMember(ImmutableArray<IOperation> blocks, HotScope scope)
    {
        var variables = new GuestVariables(blocks);
        if (!variables.TouchGuestMemory)
        {
            return;
        }

        var flow = new FetchFlow(
            new FetchEffects(new GuestPlaces(variables)),
            (second, first) => scope.Report(
                HotPathRules.FetchedTwice, second.Syntax.GetLocation(), first.Syntax.GetLocation(), Quote(second.Syntax), scope.Path));
        foreach (IOperation block in blocks)
        {
            if (GraphOf(block) is { } graph)
            {
                flow.Follow(graph);
            }
        }
    }

    private static ControlFlowGraph? GraphOf(IOperation block)
    {
        IOperation root = block;
        while (root.Parent is { } parent)
        {
            root = parent;
        }

        ControlFlowGraph? graph = root switch
        {
            IMethodBodyOperation method => ControlFlowGraph.Create(method),
            IConstructorBodyOperation constructor => ControlFlowGraph.Create(constructor),
            IBlockOperation body => ControlFlowGraph.Create(body),
            _ => null,
        };
        return block is ILocalFunctionOperation function ? Find(graph, function.Symbol) : graph;
    }

    private static ControlFlowGraph? Find(ControlFlowGraph? graph, IMethodSymbol function) => graph switch
    {
        null => null,
        _ when graph.LocalFunctions.Contains(function) => graph.GetLocalFunctionControlFlowGraph(function),
        _ => graph.LocalFunctions
            .Select(outer => Find(graph.GetLocalFunctionControlFlowGraph(outer), function))
            .FirstOrDefault(static found => found is not null),
    };

    private static string Quote(SyntaxNode syntax)
    {
        string text = syntax.ToString();
        return text.Length <= LongestQuotation ? text : $"{text.Substring(0, LongestQuotation)}...";
    }
}
