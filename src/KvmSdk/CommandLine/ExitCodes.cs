namespace KvmSdk.CommandLine;

/// <summary>The exit codes of a VM program that are not the guest's own.</summary>
internal static class ExitCodes
{
    /// <summary>The guest powered off or reset, the user quit, or a question was answered.</summary>
    public const int Success = 0;

    /// <summary>The machine could not start, or failed; for <c>doctor</c>, this host cannot run machines.</summary>
    public const int Failure = 1;

    /// <summary>Wrong usage or configuration.</summary>
    public const int Usage = 2;

    /// <summary>A signal stopped the machine: 128 and the signal's number, as shells count.</summary>
    public const int Signalled = 128;
}
