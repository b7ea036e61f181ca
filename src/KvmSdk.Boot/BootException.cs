namespace KvmSdk.Boot;

/// <summary>
/// A kernel, initial RAM disk, guest image or boot setting that cannot be booted. The inputs of this layer are files the user chose,
/// read before the machine starts, so an exception is the right form; nothing a running guest does can raise one.
/// </summary>
/// <remarks>The message is one line of the form <c>where: what: remedy</c>, ready to be shown to the user as it stands.</remarks>
public sealed class BootException : Exception
{
    /// <summary>Creates the error; none of the three parts ends in a full stop.</summary>
    /// <param name="where">The file, setting or address range that is wrong.</param>
    /// <param name="what">What is wrong with it, with the offending value.</param>
    /// <param name="remedy">What the user can do about it.</param>
    /// <param name="inner">The decoder's own complaint, where there is one.</param>
    public BootException(string where, string what, string remedy, Exception? inner = null)
        : base($"{where}: {what}: {remedy}", inner)
    {
        Where = where;
        What = what;
        Remedy = remedy;
    }

    /// <summary>The file, setting or address range that is wrong.</summary>
    public string Where { get; }

    /// <summary>What is wrong with it.</summary>
    public string What { get; }

    /// <summary>What the user can do about it.</summary>
    public string Remedy { get; }
}
