using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace KvmSdk.Analyzers.HotPath;

/// <summary>What a rule found at an operation.</summary>
internal enum Finding
{
    /// <summary>Nothing: the next rule may look.</summary>
    None,

    /// <summary>A mistake, reported. What stands inside is looked at by itself.</summary>
    Reported,

    /// <summary>A mistake, reported, that has to go with all that stands inside: nothing there is worth a diagnostic of its own.</summary>
    ReportedWithContents,
}

/// <summary>One rule on hot paths.</summary>
internal abstract class HotRule
{
    /// <summary>The kinds of operations that can break it.</summary>
    public abstract ImmutableArray<OperationKind> Kinds { get; }

    /// <summary>Looks at an operation of one of these kinds, and reports it if it breaks the rule.</summary>
    public abstract Finding Look(IOperation operation, HotScope scope);
}
