namespace KvmSdk.Analyzers.HotPath.Calls;

/// <summary>What a call means for a hot path.</summary>
internal enum CallVerdict
{
    /// <summary>It is held to the promise itself, or known to keep it.</summary>
    Fine,

    /// <summary>It waits, for another thread or for the host.</summary>
    Blocks,

    /// <summary>It makes a string.</summary>
    BuildsString,

    /// <summary>It is a LINQ query.</summary>
    Linq,

    /// <summary>Nothing is known of it.</summary>
    Unknown,
}
