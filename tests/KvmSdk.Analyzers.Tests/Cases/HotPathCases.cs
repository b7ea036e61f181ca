using System.Collections.Immutable;
using KvmSdk.Analyzers.Tests.Cases.HotPath;

namespace KvmSdk.Analyzers.Tests.Cases;

/// <summary>What must not stand in a hot member, beside what may.</summary>
internal static class HotPathCases
{
    public static ImmutableArray<RuleCase> All { get; } =
        [.. ObjectCases.All, .. ArrayCases.All, .. BoxingCases.All, .. DelegateCases.All, .. StringCases.All, .. FunctionCases.All, .. CallCases.All, .. FetchCases.All];
}
