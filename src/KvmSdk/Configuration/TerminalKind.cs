namespace KvmSdk;

/// <summary>What a <see cref="Terminal"/> stands for.</summary>
public enum TerminalKind
{
    /// <summary>The program's standard input and output.</summary>
    Standard,

    /// <summary>Nothing.</summary>
    None,

    /// <summary>The embedding program.</summary>
    Program,

    /// <summary>A file that receives the output.</summary>
    File,
}
