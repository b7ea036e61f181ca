using KvmSdk.Devices.Memory;

namespace KvmSdk.Devices.Virtio.Socket;

/// <summary>The host's end of one connection. All calls come from whoever drives the device, one at a time; no member may wait or throw.</summary>
/// <remarks>No member may call the device back: it takes note, and goes on when the call into the device has returned.</remarks>
[HotPath]
public interface ISocketEnd
{
    /// <summary>What <see cref="Receive"/> returns when the end will never have bytes again, and <see cref="Send"/> when it takes none any more.</summary>
    const int NoMore = -1;

    /// <summary>What <see cref="Receive"/> returns when the end is gone, both ways: it is not called any more, and the guest hears of it.</summary>
    const int Gone = -2;

    /// <summary>Gives bytes to the guest.</summary>
    /// <param name="pieces">Where they go, in order: pinned, not empty.</param>
    /// <returns>How many bytes of the pieces were filled; 0 if there are none now: then say <c>Ready</c> when there are; <see cref="NoMore"/> or <see cref="Gone"/>.</returns>
    int Receive(ReadOnlySpan<IoVector> pieces);

    /// <summary>Takes bytes of the guest.</summary>
    /// <param name="pieces">The bytes, in order: pinned.</param>
    /// <returns>How many it took. What it did not take waits in the connection's buffer until it says <c>Drain</c>. Or <see cref="NoMore"/>.</returns>
    int Send(ReadOnlySpan<IoVector> pieces);

    /// <summary>The guest has accepted a connection that the host asked for.</summary>
    void OnOpened();

    /// <summary>The guest does something no more.</summary>
    /// <param name="how"><see cref="SocketShutdown.Send"/> comes when the end has taken every byte.</param>
    void OnGuestShutdown(SocketShutdown how);

    /// <summary>The connection is gone, and must not be used again. Not called when the end itself closed it.</summary>
    /// <param name="ending">Why.</param>
    void OnClosed(SocketEnding ending);
}

/// <summary>Who takes connections that the guest asks for.</summary>
/// <remarks>Implement it as a struct that wraps references: the device takes it as a struct type argument, so that calls are direct.</remarks>
[HotPath]
public interface ISocketHost
{
    /// <summary>Answers the guest's wish for a connection. As for an end: no waiting, no calls into the device.</summary>
    /// <param name="connection">The connection, open if an end is returned; its <see cref="SocketConnection.HostPort"/> is what the guest asks for.</param>
    /// <returns>The host's end, or null to refuse.</returns>
    ISocketEnd? Accept(SocketConnection connection);
}

/// <summary>Why a connection ended.</summary>
public enum SocketEnding
{
    /// <summary>Both sides were done with it.</summary>
    Finished,

    /// <summary>The guest did not accept it.</summary>
    Refused,

    /// <summary>The guest broke it off, or broke a rule.</summary>
    Reset,

    /// <summary>The guest's driver has gone.</summary>
    DriverGone,
}
