using KvmSdk.Events;
using KvmSdk.Interop;
using KvmSdk.Kernel;

namespace KvmSdk.DeviceShells.Virtio;

/// <summary>A port that is one end of a pair of sockets: how it is told of frames and of room, and how it sends.</summary>
/// <param name="socket">The end, which does not wait; owned by this.</param>
internal abstract unsafe class SocketPort(Descriptor socket) : NetPort
{
    private volatile bool _isLost;

    /// <inheritdoc/>
    public sealed override bool IsLost
    {
        [HotPath]
        get => _isLost;
    }

    /// <summary>The end.</summary>
    protected Descriptor Socket { [HotPath] get; } = socket;

    /// <summary>Whether it is worth asking the socket: something has come since it last had nothing.</summary>
    protected volatile bool MayHaveMore = true;

    /// <summary>Whether somebody waits until the socket takes something.</summary>
    protected volatile bool WaitsForRoom;

    /// <inheritdoc/>
    public sealed override void Watch(IEventLoop events, INetPortUser user) =>
        events.Register(Socket.Number, Libc.EPOLLIN | Libc.EPOLLOUT | Libc.EPOLLRDHUP | Libc.EPOLLET, Handler(user));

    /// <summary>What the event loop calls.</summary>
    internal IEventHandler Handler(INetPortUser user) => new Arrival(this, user);

    /// <summary>The port can be used no more.</summary>
    [HotPath]
    protected void Lose() => _isLost = true;

    /// <summary>Tells the user that the other end is gone.</summary>
    protected abstract void TellEnd(INetPortUser user);

    /// <summary>Sends pieces in one call, which are pinned memory of ours or were checked against guest RAM, which outlives the event loop.</summary>
    /// <returns>How many bytes went; 0 if the socket has no room; less if the port is lost.</returns>
    [HotPath]
    protected nint SendPieces(iovec* pieces, int count)
    {
        msghdr message = new() { msg_iov = pieces, msg_iovlen = (nuint)count };
        nint sent;
        Errno errno;
        do
        {
            // SAFETY: as told above, the caller's memory is there.
            sent = Libc.sendmsg(Socket.Number, &message, Libc.MSG_NOSIGNAL);
            errno = sent < 0 ? Libc.errno : 0;
        }
        while (errno == Errno.EINTR);
        if (errno == Errno.EAGAIN)
        {
            return 0;
        }

        _isLost |= sent < 0;
        return sent;
    }

    /// <summary>The other end has sent something, has taken something, or is gone.</summary>
    private sealed class Arrival(SocketPort port, INetPortUser user) : IEventHandler
    {
        [HotPath]
        public void OnEvents(uint events)
        {
            const uint gone = Libc.EPOLLHUP | Libc.EPOLLRDHUP | Libc.EPOLLERR;
            if ((events & (Libc.EPOLLIN | gone)) != 0)
            {
                port.MayHaveMore = true;
                user.OnFrames(0);
            }

            // The other end makes room at every read; hardly ever does anybody wait for it.
            if (port.WaitsForRoom)
            {
                user.OnRoom(0);
            }

            if ((events & gone) != 0 || port._isLost)
            {
                port._isLost = true;
#pragma warning disable KVM0730, KVM0731 // Once: the other end does not come back.
                port.TellEnd(user);
#pragma warning restore KVM0730, KVM0731
            }
        }
    }
}
