using KvmSdk.Devices.Virtio.Queues;

namespace KvmSdk.Devices.Virtio.Net;

// The control queue (section 5.1.6.5), which is there for one command: how many pairs of queues the driver uses. Another command is
// answered as the specification has it, and changes nothing.
public sealed unsafe partial class NetworkDevice<TBackend>
{
    private bool Command(SplitQueue queue, IVirtioTransport transport)
    {
        queue.SuppressNotifications();
        for (int budget = queue.Size; budget > 0; budget--)
        {
            QueuePop pop = queue.TryPop(_command);
            if (pop == QueuePop.Empty)
            {
                if (!queue.RequestNotifications()) return false;
                continue;
            }

            // A command begins with what it is, and ends with room for the answer.
            if (pop == QueuePop.Broken || !_command.TryTake(out NetCommand command) || !_command.TryCutLastByte(out byte* answer))
            {
                transport.RequireReset();
                return false;
            }

            // SAFETY: the byte was checked with the chain that it is of.
            *answer = command.IsSetPairs && Has(NetFeature.Multiqueue) && TrySetPairs() ? NetFormat.Done : NetFormat.Refused;
            queue.Push(_command.Head, 1);
        }

        return true;
    }

    private bool TrySetPairs()
    {
        if (!_command.TryTake(out ushort count) || count == 0 || count > _pairs.Length) return false;
        if (count == _activePairs) return true;
        _activePairs = count;
        _backend.UsePairs(count);
        return true;
    }
}
