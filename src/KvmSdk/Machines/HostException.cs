namespace KvmSdk;

/// <summary>
/// The host lacks or refuses something that a machine needs: <c>/dev/kvm</c>, a capability, a file. The message is one
/// sentence for people: where, what the kernel said, and the remedy.
/// </summary>
public sealed class HostException : Exception
{
    /// <summary>Makes the exception; none of the parts ends in a full stop.</summary>
    /// <param name="where">The file, ioctl or system call.</param>
    /// <param name="what">What is wrong with it, with the kernel's error where there is one.</param>
    /// <param name="remedy">What the user can do about it.</param>
    /// <param name="inner">The cause, if it is an exception.</param>
    public HostException(string where, string what, string remedy, Exception? inner = null)
        : base($"{where}: {what}; {remedy}", inner)
    {
        Where = where;
        What = what;
        Remedy = remedy;
    }

    /// <summary>The file, ioctl or system call.</summary>
    public string Where { get; }

    /// <summary>What is wrong with it.</summary>
    public string What { get; }

    /// <summary>What the user can do about it.</summary>
    public string Remedy { get; }
}
