using KvmSdk.Analyzers.HotPath.Calls;
using Microsoft.CodeAnalysis;

namespace KvmSdk.Analyzers.HotPath;

/// <summary>What the rules know of a whole compilation. Any thread.</summary>
internal sealed class HotCode
{
    public HotCode(Compilation compilation)
    {
        Compilation = compilation;
        Members = new HotMembers();
        Judge = new CallJudge(Members);
    }

    public Compilation Compilation { get; }

    /// <summary>Which members are hot.</summary>
    public HotMembers Members { get; }

    /// <summary>Which calls a hot path may make.</summary>
    public CallJudge Judge { get; }
}
