namespace KvmSdk.CommandLine;

/// <summary>What a VM program is asked to do.</summary>
internal enum Verb
{
    /// <summary>Start the machine and wait for its end.</summary>
    Run,

    /// <summary>Show the machine as planned.</summary>
    Inspect,

    /// <summary>Check the host.</summary>
    Doctor,

    /// <summary>Show the help.</summary>
    Help,

    /// <summary>Show the versions.</summary>
    Version,
}
