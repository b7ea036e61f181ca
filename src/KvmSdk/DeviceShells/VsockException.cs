namespace KvmSdk;

/// <summary>A connection with a guest was not made, or broke.</summary>
/// <param name="error">What went wrong.</param>
/// <param name="message">The same for people.</param>
public sealed class VsockException(VsockError error, string message) : IOException(message)
{
    /// <summary>What went wrong.</summary>
    public VsockError Error { get; } = error;
}

/// <summary>What can go wrong with a connection.</summary>
public enum VsockError
{
    /// <summary>Nobody in the guest listens to the port.</summary>
    Refused,

    /// <summary>There are as many connections as there can be.</summary>
    TooMany,

    /// <summary>The guest broke it off.</summary>
    Reset,

    /// <summary>The guest takes no more bytes.</summary>
    Closed,

    /// <summary>The guest's driver has gone, or the machine has ended.</summary>
    GuestGone,
}
