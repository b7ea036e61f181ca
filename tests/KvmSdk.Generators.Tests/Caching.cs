using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace KvmSdk.Generators.Tests;

/// <summary>The two promises of an incremental generator, checked on every run of every test.</summary>
internal static class Caching
{
    /// <summary>An edit that does not touch the machine renders nothing again, and nothing kept holds the old compilation.</summary>
    public static void AssertServedFromCache(GeneratorRun run)
    {
        GeneratorRun second = run.Edit(source => source + "\n// an unrelated comment\ninternal class Unrelated;\n");
        Assert.All(Reasons(second), reason => Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, reason.ToString()));
        Assert.All(OutputReasons(second), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
        AssertHoldsNoSymbols(second);
    }

    public static IEnumerable<IncrementalStepRunReason> Reasons(GeneratorRun run) =>
        Parsed(run).Select(output => output.Reason);

    public static IEnumerable<IncrementalStepRunReason> OutputReasons(GeneratorRun run) =>
        Results(run).SelectMany(result => result.TrackedOutputSteps.Values).SelectMany(steps => steps).SelectMany(step => step.Outputs).Select(output => output.Reason);

    private static void AssertHoldsNoSymbols(GeneratorRun run)
    {
        HashSet<object> seen = new(ReferenceEqualityComparer.Instance);
        foreach (object value in Parsed(run).Select(output => output.Value))
        {
            Walk(value, seen);
        }

        Assert.NotEmpty(seen);
    }

    private static void Walk(object? node, HashSet<object> seen)
    {
        if (node is null or string || node.GetType().IsPrimitive || node.GetType().IsEnum || !seen.Add(node))
        {
            return;
        }

        Assert.False(node is ISymbol or Compilation or SyntaxNode or SyntaxTree or Location, $"{node.GetType()} survives in the pipeline");
        if (node is IEnumerable items)
        {
            foreach (object? item in items)
            {
                Walk(item, seen);
            }
        }

        foreach (FieldInfo field in node.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        {
            Walk(field.GetValue(node), seen);
        }
    }

    /// <summary>What the transforms of both generators gave.</summary>
    private static IEnumerable<(object Value, IncrementalStepRunReason Reason)> Parsed(GeneratorRun run) => Results(run)
        .SelectMany(result => result.TrackedSteps)
        .Where(step => step.Key is MachineGenerator.ParseStep or GuestDeviceGenerator.ParseStep)
        .SelectMany(step => step.Value).SelectMany(step => step.Outputs);

    private static ImmutableArray<GeneratorRunResult> Results(GeneratorRun run) => run.Driver.GetRunResult().Results;
}
