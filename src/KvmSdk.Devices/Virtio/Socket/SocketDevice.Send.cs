using KvmSdk.Devices.Memory;
using KvmSdk.Devices.Virtio.Queues;

namespace KvmSdk.Devices.Virtio.Socket;

// From the guest. The header is copied once, and everything is decided by the copy. Bytes go from guest memory to the host's end as far
// as it takes them, and the rest into the connection's buffer, for which the guest has had credit.
public sealed partial class SocketDevice<THost>
{
    private bool Send(SplitQueue queue, IVirtioTransport transport)
    {
        queue.SuppressNotifications();
        for (int budget = MostAtOnce; budget > 0; budget--)
        {
            // Each packet may need an answer, and the guest has not taken earlier ones.
            _isSendPaused = _resets.Count >= ResetQueue.Many;
            if (_isSendPaused) return false;

            QueuePop pop = queue.TryPop(_packet);
            if (pop == QueuePop.Empty)
            {
                if (!queue.RequestNotifications()) return false;
                continue;
            }

            // Section 5.10.6.4: a packet begins with a whole header, and is the driver's to write.
            if (pop == QueuePop.Broken || _packet.WritableLength != 0 || !_packet.TryTake(out SocketHeader header))
            {
                transport.RequireReset();
                return false;
            }

            Traffic.SentPacket();
            Take(in header);
            queue.Push(_packet.Head, 0);
        }

        return true;
    }

    private void Take(in SocketHeader header)
    {
        // Whoever that is, it is not the guest, and would not get an answer.
        if (header.SourceCid != _guestCid)
        {
            Traffic.Error();
            return;
        }

        bool isAcceptable = header.DestinationCid == SocketFormat.HostCid && header.Type == SocketFormat.Stream;
        SocketConnection? connection = isAcceptable ? _table.Find(header.DestinationPort, header.SourcePort) : null;
        if (connection is null)
        {
            TakeStray(in header, isAcceptable);
        }
        else if (header.Operation == SocketOperation.Reset)
        {
            // Between two that are done with each other it is no break.
            BreakOff(connection, connection.HostShutdown == SocketShutdown.Both ? SocketEnding.Finished : SocketEnding.Reset);
        }
        else if (!connection.TryUpdateCredit(in header) || !TryTake(connection, in header))
        {
            // No rule that it could have misunderstood: what it says of this connection is worth nothing any more.
            Traffic.Error();
            Answer(in header);
            BreakOff(connection, SocketEnding.Reset);
        }
        else if ((connection.Work & SocketWork.Data) != 0 && connection.Credit > 0)
        {
            _ready.Add(connection);
        }
    }

    private void TakeStray(in SocketHeader header, bool isAcceptable)
    {
        // An answer to it would be answered.
        if (header.Operation == SocketOperation.Reset) return;
        if (header.Operation != SocketOperation.Request || !isAcceptable || !TryAccept(in header)) Answer(in header);
    }

    private bool TryAccept(in SocketHeader header)
    {
        SocketConnection? connection = TakeSlot();
        if (connection is null)
        {
            Traffic.Refused();
            return false;
        }

        connection.Start(header.DestinationPort, header.SourcePort, isFromGuest: true);
        connection.End = connection.TryUpdateCredit(in header) ? _host.Accept(connection) : null;
        if (connection.End is null)
        {
            _table.Free(connection);
            Traffic.Refused();
            return false;
        }

        _table.Add(connection);
        Traffic.Accepted(fromGuest: true);
        // Whatever the end has already goes behind the answer.
        Tell(connection, SocketWork.Response | SocketWork.Data);
        return true;
    }

    private void Answer(in SocketHeader header)
    {
        Traffic.Reset();
        _resets.Add(header.DestinationCid, header.DestinationPort, header.SourcePort, header.Type);
    }

    // False if the packet breaks a rule.
    private bool TryTake(SocketConnection connection, in SocketHeader header)
    {
        switch (header.Operation)
        {
            case SocketOperation.Response when connection.Step == SocketStep.Requesting && (connection.Work & SocketWork.Request) == 0:
                connection.Step = SocketStep.Open;
                Traffic.Accepted(fromGuest: false);
                connection.End?.OnOpened();
                Tell(connection, SocketWork.Data);
                return true;
            case SocketOperation.Data when connection.Step == SocketStep.Open:
                return TryTakeData(connection, header.Length);
            // The host's end has gone, which the guest may not have heard yet.
            case SocketOperation.Data when connection.Step == SocketStep.Closing:
                return header.Length <= _packet.ReadableLength;
            case SocketOperation.Shutdown when connection.Step is SocketStep.Open or SocketStep.Closing:
                TakeShutdown(connection, (SocketShutdown)header.Flags & SocketShutdown.Both);
                return true;
            case SocketOperation.CreditUpdate when connection.Step != SocketStep.Requesting:
                return true;
            case SocketOperation.CreditRequest when connection.Step == SocketStep.Open:
                Tell(connection, SocketWork.Credit);
                return true;
            case SocketOperation.CreditRequest:
                return connection.Step == SocketStep.Closing;
            default:
                return false;
        }
    }

    private bool TryTakeData(SocketConnection connection, uint length)
    {
        bool isDone = (connection.GuestShutdown & SocketShutdown.Send) != 0;
        if (isDone || length > _packet.ReadableLength || length > (uint)connection.Buffer.Room) return false;
        if (length == 0) return true;
        if ((connection.HostShutdown & SocketShutdown.Receive) != 0)
        {
            // Was on its way when the host's end stopped taking.
            connection.CountReceived((int)length);
            return true;
        }

        ReadOnlySpan<IoVector> pieces = _pieces.AsSpan(0, Cut(_packet.Readable, 0, length));
        Traffic.SentBytes((int)length);
        connection.CountReceived((int)length);
        int taken = connection.Buffer.Count == 0 ? Math.Min(connection.End!.Send(pieces), (int)length) : 0;
        if (taken < 0)
        {
            StopReceiving(connection);
            return true;
        }

        connection.Buffer.Append(pieces, taken);
        AfterTaking(connection);
        return true;
    }

    private void TakeShutdown(SocketConnection connection, SocketShutdown how)
    {
        SocketShutdown news = how & ~connection.GuestShutdown;
        connection.GuestShutdown |= how;
        if (connection.GuestShutdown == SocketShutdown.Both)
        {
            // The guest waits for this before it forgets the connection.
            _resets.Add(SocketFormat.HostCid, connection.HostPort, connection.GuestPort, SocketFormat.Stream);
            BreakOff(connection, SocketEnding.Finished);
            return;
        }

        if ((news & SocketShutdown.Receive) != 0)
        {
            connection.Work &= ~SocketWork.Data;
            connection.End?.OnGuestShutdown(SocketShutdown.Receive);
        }

        AfterTaking(connection);
    }

    /// <summary>The guest's end is gone. What it has sent still belongs to the host's end, if there is one.</summary>
    private void BreakOff(SocketConnection connection, SocketEnding ending)
    {
        if (connection.Step == SocketStep.Requesting && ending == SocketEnding.Reset) ending = SocketEnding.Refused;
        if (ending == SocketEnding.Refused) Traffic.Refused();
        else if (ending == SocketEnding.Reset && connection.Step == SocketStep.Open) Traffic.Reset();
        if (connection.Step != SocketStep.Open || connection.Buffer.Count == 0)
        {
            End(connection, ending);
            return;
        }

        connection.GuestShutdown = SocketShutdown.Both;
        connection.Step = SocketStep.Orphan;
        connection.Ending = ending;
        connection.Work = SocketWork.None;
        _table.Remove(connection);
        connection.End!.OnGuestShutdown(SocketShutdown.Receive);
    }
}
