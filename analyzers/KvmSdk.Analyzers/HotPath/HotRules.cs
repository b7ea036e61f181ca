using System.Collections.Immutable;
using KvmSdk.Analyzers.HotPath.Rules;
using Microsoft.CodeAnalysis;

namespace KvmSdk.Analyzers.HotPath;

/// <summary>The rules, by the kinds of operations that they look at.</summary>
internal static class HotRules
{
    // In this order: the first that finds something at an operation is the last that looks, so the particular come before the general.
    private static readonly ImmutableArray<HotRule> _all =
    [
        new AsyncRule(), new IteratorRule(), new ExceptionRule(), new LinqRule(), new BlockingRule(), new StringRule(), new ObjectRule(),
        new ArrayRule(), new BoxingRule(), new DelegateRule(), new StaticLambdaRule(), new EnumeratorRule(), new DispatchRule(), new CallRule(),
    ];

    private static readonly ImmutableDictionary<OperationKind, ImmutableArray<HotRule>> _byKind =
        _all.SelectMany(static rule => rule.Kinds, static (rule, kind) => (rule, kind))
            .GroupBy(static entry => entry.kind, static entry => entry.rule)
            .ToImmutableDictionary(static group => group.Key, static group => group.ToImmutableArray());

    /// <summary>Those that look at operations of a kind.</summary>
    public static ImmutableArray<HotRule> For(OperationKind kind) => _byKind.TryGetValue(kind, out ImmutableArray<HotRule> rules) ? rules : [];
}
