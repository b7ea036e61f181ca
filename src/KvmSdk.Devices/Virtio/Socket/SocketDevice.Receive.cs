using System.Runtime.InteropServices;
using KvmSdk.Devices.Memory;
using KvmSdk.Devices.Virtio.Queues;

namespace KvmSdk.Devices.Virtio.Socket;

// To the guest. Bytes go from the host's end straight into the guest's buffer; the header is written before them when their number is known.
// A buffer that was taken for bytes which were not there is kept for the next packet.
public sealed partial class SocketDevice<THost>
{
    private bool Receive(SplitQueue queue, IVirtioTransport transport)
    {
        queue.SuppressNotifications();
        for (int budget = MostAtOnce; budget > 0; budget--)
        {
            if (!HasForGuest) return false;
            if (!TakeBuffer(queue, out bool isBroken))
            {
                if (isBroken) transport.RequireReset();
                return false;
            }

            SocketHeader header = new() { DestinationCid = _guestCid, SourceCid = SocketFormat.HostCid, Type = SocketFormat.Stream };
            if (_resets.Count > 0) TakeReset(ref header);
            else if (!TryMakePacket(ref header)) continue;

            _buffer.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<SocketHeader>(in header)));
            queue.Push(_buffer.Head, SocketFormat.HeaderSize + header.Length);
            _hasBuffer = false;
            Traffic.Received((int)header.Length);
        }

        return HasForGuest;
    }

    private bool TakeBuffer(SplitQueue queue, out bool isBroken)
    {
        isBroken = false;
        while (!_hasBuffer)
        {
            QueuePop pop = queue.TryPop(_buffer);
            if (pop == QueuePop.Empty)
            {
                if (!queue.RequestNotifications()) return false;
                continue;
            }

            // Section 5.10.6.4: a buffer is the device's to write. One that has room for nothing but a header would hold up all bytes.
            isBroken = pop == QueuePop.Broken || _buffer.ReadableLength != 0 || _buffer.WritableLength <= SocketFormat.HeaderSize;
            if (isBroken) return false;
            _hasBuffer = true;
        }

        return true;
    }

    private void TakeReset(ref SocketHeader header)
    {
        (header.SourceCid, header.SourcePort, header.DestinationPort, header.Type) = _resets.Take();
        header.Operation = SocketOperation.Reset;
    }

    // The next packet of whoever has its turn; false if there is none after all.
    private bool TryMakePacket(ref SocketHeader header)
    {
        SocketConnection connection = _ready.First!;
        bool made = TryMakePacket(connection, ref header);
        if (made)
        {
            header.SourcePort = connection.HostPort;
            header.DestinationPort = connection.GuestPort;
            connection.WriteCredit(ref header);
        }

        _ready.RemoveFirst();
        if (made && connection.Work != SocketWork.None) _ready.Add(connection);
        return made;
    }

    private bool TryMakePacket(SocketConnection connection, ref SocketHeader header)
    {
        var first = (SocketWork)((int)connection.Work & -(int)connection.Work);
        switch (first)
        {
            case SocketWork.Request: header.Operation = SocketOperation.Request; break;
            case SocketWork.Response: header.Operation = SocketOperation.Response; break;
            case SocketWork.Credit: header.Operation = SocketOperation.CreditUpdate; break;
            case SocketWork.Data: return TryMakeData(connection, ref header);
            case SocketWork.Shutdown:
                header.Operation = SocketOperation.Shutdown;
                header.Flags = (uint)connection.HostShutdown;
                break;
            default: return false;
        }

        connection.Work &= ~first;
        return true;
    }

    private bool TryMakeData(SocketConnection connection, ref SocketHeader header)
    {
        if (connection.Credit == 0)
        {
            if (connection.HasAskedForCredit)
            {
                // Goes on when the guest says that there is room.
                return false;
            }

            connection.HasAskedForCredit = true;
            header.Operation = SocketOperation.CreditRequest;
            return true;
        }

        ulong most = Math.Min(Math.Min(connection.Credit, SocketFormat.LargestPayload), _buffer.WritableLength - SocketFormat.HeaderSize);
        int pieces = Cut(_buffer.Writable, SocketFormat.HeaderSize, most);
        int count = connection.End!.Receive(_pieces.AsSpan(0, pieces));
        if (count > 0)
        {
            connection.CountSent(count);
            connection.HasAskedForCredit = false;
            header.Operation = SocketOperation.Data;
            header.Length = (uint)count;
            return true;
        }

        connection.Work &= ~SocketWork.Data;
        if (count == 0) return false;
        // There will never be more: what is left to say is that.
        if (count == ISocketEnd.Gone) StartClosing(connection);
        connection.HostShutdown |= SocketShutdown.Send;
        connection.Work &= ~SocketWork.Shutdown;
        header.Operation = SocketOperation.Shutdown;
        header.Flags = (uint)connection.HostShutdown;
        return true;
    }

    // Pieces without the first bytes, and not more bytes than a number, in the list of ours.
    private int Cut(ReadOnlySpan<IoVector> vectors, nuint skip, ulong most)
    {
        int count = 0;
        foreach (IoVector vector in vectors)
        {
            if (vector.Length <= skip)
            {
                skip -= vector.Length;
                continue;
            }

            IoVector rest = vector.Skip(skip).Take((nuint)most);
            skip = 0;
            if (rest.Length == 0) break;
            _pieces[count++] = rest;
            most -= rest.Length;
        }

        return count;
    }
}
