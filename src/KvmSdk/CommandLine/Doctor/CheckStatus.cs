namespace KvmSdk.CommandLine.Doctor;

/// <summary>What a check of the host found.</summary>
internal enum CheckStatus
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Machines run, but with a restriction.</summary>
    Warning,

    /// <summary>Machines cannot run.</summary>
    Failure,
}
