using KvmSdk.Devices.Memory;

namespace KvmSdk.Devices.Virtio.Socket;

// The host's verbs. After each, the transport's Notify for the receive queue brings the guest what there is to say.
public sealed partial class SocketDevice<THost>
{
    // Below it are the ports that somebody may listen on.
    private const uint FirstHostPort = 1u << 30;

    private uint _nextHostPort = FirstHostPort;
    private SocketConnection? _oldestClosing;
    private SocketConnection? _newestClosing;

    /// <summary>Asks the guest for a connection. A guest without a driver hears of it when it has one.</summary>
    /// <param name="guestPort">The guest's port.</param>
    /// <param name="end">The host's end; it is told how it went.</param>
    /// <returns>The connection, or null if there are as many as there can be.</returns>
    public SocketConnection? Connect(uint guestPort, ISocketEnd end)
    {
        SocketConnection? connection = TakeSlot();
        if (connection is null)
        {
            Traffic.Refused();
            return null;
        }

        uint port;
        do
        {
            port = _nextHostPort;
            _nextHostPort = port >= uint.MaxValue - 1 ? FirstHostPort : port + 1;
        }
        while (_table.Find(port, guestPort) is not null);
        connection.Start(port, guestPort, isFromGuest: false);
        connection.End = end;
        _table.Add(connection);
        Tell(connection, SocketWork.Request);
        return connection;
    }

    /// <summary>The end has bytes for the guest, or will have no more.</summary>
    public void Ready(SocketConnection connection)
    {
        bool canSend = connection.Step == SocketStep.Open && ((connection.HostShutdown & SocketShutdown.Send) | (connection.GuestShutdown & SocketShutdown.Receive)) == 0;
        if (canSend) Tell(connection, SocketWork.Data);
    }

    /// <summary>The end can take bytes of the guest again.</summary>
    public void Drain(SocketConnection connection)
    {
        if (connection.Step is not (SocketStep.Open or SocketStep.Orphan)) return;
        Span<IoVector> pieces = _pieces.AsSpan(0, 2);
        while (connection.Buffer.Peek(pieces) is var count && count > 0)
        {
            int taken = Math.Min(connection.End!.Send(pieces[..count]), connection.Buffer.Count);
            if (taken < 0)
            {
                StopReceiving(connection);
                connection.Buffer.Clear();
            }

            if (taken <= 0) break;
            connection.Buffer.Skip(taken);
        }

        AfterTaking(connection);
    }

    /// <summary>How many bytes of the guest wait in the connection's buffer.</summary>
    public int Waiting(SocketConnection connection) => connection.Buffer.Count;

    /// <summary>Whether the guest's end is there.</summary>
    public bool IsOpen(SocketConnection connection) => connection.Step == SocketStep.Open;

    /// <summary>Takes bytes of the guest out of the connection's buffer.</summary>
    /// <returns>How many; 0 if there are none.</returns>
    public int Read(SocketConnection connection, Span<byte> target)
    {
        if (connection.Step is not (SocketStep.Open or SocketStep.Orphan)) return 0;
        int count = connection.Buffer.Read(target);
        AfterTaking(connection);
        return count;
    }

    // The end takes no more bytes.
    private void StopReceiving(SocketConnection connection)
    {
        if (connection.Step != SocketStep.Open || (connection.HostShutdown & SocketShutdown.Receive) != 0) return;
        connection.HostShutdown |= SocketShutdown.Receive;
        connection.Buffer.Clear();
        Tell(connection, SocketWork.Shutdown);
        AfterTaking(connection);
    }

    /// <summary>The end is gone, and has no wish but that the guest hears of it. It is not called any more.</summary>
    public void Close(SocketConnection connection)
    {
        bool isHeard = (connection.Work & (SocketWork.Request | SocketWork.Response)) == 0;
        if (connection.Step == SocketStep.Open && isHeard)
        {
            StartClosing(connection);
            Tell(connection, SocketWork.Shutdown);
        }
        else
        {
            Abort(connection);
        }
    }

    /// <summary>Breaks the connection off. The end is not called any more.</summary>
    public void Abort(SocketConnection connection)
    {
        connection.End = null;
        bool isUnheard = connection.Step == SocketStep.Requesting && (connection.Work & SocketWork.Request) != 0;
        if (connection.Step is SocketStep.Requesting or SocketStep.Open or SocketStep.Closing && !isUnheard)
        {
            Traffic.Reset();
            _resets.Add(SocketFormat.HostCid, connection.HostPort, connection.GuestPort, SocketFormat.Stream);
        }

        if (connection.Step != SocketStep.Free) End(connection, SocketEnding.Reset);
    }

    // A guest that does not say that it knows of a connection's end may keep it as long as nobody else needs the place.
    private SocketConnection? TakeSlot()
    {
        if (_table.Take() is { } free) return free;
        if (_oldestClosing is not { } oldest) return null;
        Abort(oldest);
        return _table.Take();
    }

    private void Tell(SocketConnection connection, SocketWork work)
    {
        connection.Work |= work;
        _ready.Add(connection);
    }

    /// <summary>The host has taken bytes of the guest, or there were none: what follows from that.</summary>
    private void AfterTaking(SocketConnection connection)
    {
        if (connection.Step == SocketStep.Open)
        {
            if (connection.OwesCredit && (connection.GuestShutdown & SocketShutdown.Send) == 0) Tell(connection, SocketWork.Credit);
            if (connection.Buffer.Count == 0 && (connection.GuestShutdown & SocketShutdown.Send) != 0 && !connection.IsEndTold)
            {
                connection.IsEndTold = true;
                connection.End?.OnGuestShutdown(SocketShutdown.Send);
            }
        }
        else if (connection.Step == SocketStep.Orphan && connection.Buffer.Count == 0)
        {
            End(connection, connection.Ending);
        }
    }

    /// <summary>The connection is no more.</summary>
    private void End(SocketConnection connection, SocketEnding ending)
    {
        ISocketEnd? end = connection.End;
        if (connection.Step == SocketStep.Closing) RemoveClosing(connection);
        if (connection.Step != SocketStep.Orphan) _table.Remove(connection);
        _table.Free(connection);
        end?.OnClosed(ending);
    }

    private void StartClosing(SocketConnection connection)
    {
        connection.End = null;
        connection.Step = SocketStep.Closing;
        connection.HostShutdown = SocketShutdown.Both;
        connection.Buffer.Clear();
        connection.Work = SocketWork.None;
        (connection.PreviousClosing, connection.NextClosing) = (_newestClosing, null);
        if (_newestClosing is null) _oldestClosing = connection;
        else _newestClosing.NextClosing = connection;
        _newestClosing = connection;
    }

    private void RemoveClosing(SocketConnection connection)
    {
        if (connection.PreviousClosing is null) _oldestClosing = connection.NextClosing;
        else connection.PreviousClosing.NextClosing = connection.NextClosing;
        if (connection.NextClosing is null) _newestClosing = connection.PreviousClosing;
        else connection.NextClosing.PreviousClosing = connection.PreviousClosing;
        connection.PreviousClosing = connection.NextClosing = null;
    }
}
