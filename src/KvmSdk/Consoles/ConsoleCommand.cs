namespace KvmSdk.Consoles;

/// <summary>What the user asks of the monitor, rather than of the guest.</summary>
internal enum ConsoleCommand
{
    /// <summary>Nothing: every byte belongs to the guest.</summary>
    None,

    /// <summary>Ctrl-A x: stop the machine.</summary>
    Quit,

    /// <summary>Ctrl-A h: say which keys there are.</summary>
    Help,
}
