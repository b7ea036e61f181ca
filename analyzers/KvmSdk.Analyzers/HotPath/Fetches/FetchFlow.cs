// Why the flow and not the text: two reads in two branches are one read each time the code runs. A read reaches another if some
// path leads from it to the other without a change of what names the place, a write to the memory, or a fence. The way back to the
// start of a loop is not followed, so a loop that waits for the guest reads its flag once.

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace KvmSdk.Analyzers.HotPath.Fetches;

/// <summary>Follows the reads of guest memory through one function, and through those in it.</summary>
/// <param name="effects">What the operations of the member do.</param>
/// <param name="report">Told of a read that another one reaches, with that one.</param>
internal sealed class FetchFlow(FetchEffects effects, Action<Fetch, Fetch> report)
{
    private readonly HashSet<SyntaxNode> _reported = [];

    /// <summary>Follows one function.</summary>
    public void Follow(ControlFlowGraph graph)
    {
        var after = new ImmutableList<Fetch>[graph.Blocks.Length];
        foreach (BasicBlock block in graph.Blocks)
        {
            ImmutableList<Fetch> state = Merge(block.Predecessors
                .Where(branch => branch.Source.Ordinal < block.Ordinal)
                .Select(branch => after[branch.Source.Ordinal]));
            foreach (IOperation operation in block.BranchValue is { } value ? block.Operations.Add(value) : block.Operations)
            {
                state = Through(operation, state);
                foreach (IFlowAnonymousFunctionOperation function in operation.DescendantsAndSelf().OfType<IFlowAnonymousFunctionOperation>())
                {
                    Follow(graph.GetAnonymousFunctionControlFlowGraph(function));
                }
            }

            after[block.Ordinal] = state;
        }

        foreach (IMethodSymbol function in graph.LocalFunctions.Where(static function => !HotMembers.LeavesHotPath(function)))
        {
            Follow(graph.GetLocalFunctionControlFlowGraph(function));
        }
    }

    private static ImmutableList<Fetch> Merge(IEnumerable<ImmutableList<Fetch>> states) =>
        [.. states.SelectMany(static state => state).Distinct()];

    /// <summary>An operation happens after its parts.</summary>
    private ImmutableList<Fetch> Through(IOperation operation, ImmutableList<Fetch> state)
    {
        foreach (IOperation part in operation.ChildOperations)
        {
            state = Through(part, state);
        }

        if (effects.FetchOf(operation) is { } fetch)
        {
            if (state.FirstOrDefault(earlier => earlier.Place.Overlaps(fetch.Place)) is { } first
                && first.Syntax != fetch.Syntax
                && _reported.Add(fetch.Syntax))
            {
                report(fetch, first);
            }

            state = state.Add(fetch);
        }

        return effects.Forget(operation, state);
    }
}
