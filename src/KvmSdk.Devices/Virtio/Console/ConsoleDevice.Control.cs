using System.Runtime.InteropServices;
using KvmSdk.Devices.Virtio.Queues;

namespace KvmSdk.Devices.Virtio.Console;

// The conversation about ports (section 5.3.6.2):
//
//   driver: ready ──► device: there is port n ──► driver: port n is ready ──► device: its name, and that the host's end is open
//   and from then on either side, whenever it opens or closes its end
public sealed partial class ConsoleDevice<TBackend>
{
    private const ushort ControlQueueSize = 64;

    private readonly DescriptorChain _control = new(ControlQueueSize);
    private readonly byte[] _message = new byte[ConsoleControl.Size + ConsoleDevice.LongestName];
    private SplitQueue? _controlReceive;
    private SplitQueue? _controlSend;

    /// <summary>Opens or closes the host's end of a named port; the guest is told. While it is closed, a guest's program that reads finds the end, and one that writes waits.</summary>
    public void SetConnected(int port, bool isConnected)
    {
        ConsolePortQueues queues = _ports[port];
        if (!_isMultiPort || queues.IsConnected == isConnected) return;
        queues.IsConnected = isConnected;
        if (!queues.IsReady || _transport is not { } transport) return;
        queues.Pending |= PendingMessages.Open;
        SendPending(transport);
    }

    private bool NotifyControl(int queue, IVirtioTransport transport)
    {
        switch (queue)
        {
            case ControlSendQueue when _controlSend is { } send: return Listen(send, transport);
            case ControlReceiveQueue when _controlReceive is not null: SendPending(transport); return false;

            // Queues of a port that is not there: what comes is never looked at.
            default: return false;
        }
    }

    private bool Listen(SplitQueue queue, IVirtioTransport transport)
    {
        queue.SuppressNotifications();
        bool more = true;
        for (int budget = queue.Size; budget > 0; budget--)
        {
            QueuePop pop = queue.TryPop(_control);
            if (pop == QueuePop.Empty)
            {
                if (queue.RequestNotifications()) continue;
                more = false;
                break;
            }

            // Section 5.3.6.2: a message has all its fields, and is the driver's to write.
            if (pop == QueuePop.Broken || _control.WritableLength != 0 || !_control.TryTake(out ConsoleControl message))
            {
                transport.RequireReset();
                return false;
            }

            Obey(message);
            queue.Push(_control.Head, 0);
        }

        if (queue.TakeInterrupt()) transport.SignalUsed(ControlSendQueue);
        SendPending(transport);
        return more;
    }

    private void Obey(in ConsoleControl message)
    {
        if (message.Event == ConsoleEvent.DeviceReady)
        {
            if (message.Value == 0) return; // The driver has given up, and will reset the device.
            foreach (ConsolePortQueues each in _ports) each.Pending |= PendingMessages.Add;
            return;
        }

        // Ids count from 1; an unsigned difference puts 0 out of range too.
        uint port = message.Id - 1;
        if (port >= (uint)_ports.Length || message.Event is not (ConsoleEvent.PortReady or ConsoleEvent.PortOpen))
        {
            IgnoredMessages++;
            return;
        }

        ConsolePortQueues queues = _ports[port];
        if (message.Event == ConsoleEvent.PortOpen)
        {
            Open((int)port, message.Value != 0);
            return;
        }

        queues.IsReady = message.Value != 0;
        if (queues.IsReady) queues.Pending |= PendingMessages.Name | PendingMessages.Open;
    }

    /// <summary>Sends what the driver has buffers for; the rest waits for its next ones.</summary>
    private void SendPending(IVirtioTransport transport)
    {
        if (_controlReceive is not { } queue) return;
        for (int port = 0; port < _ports.Length; port++)
        {
            ConsolePortQueues queues = _ports[port];
            while (queues.Pending != PendingMessages.None)
            {
                QueuePop pop = queue.TryPop(_control);
                if (pop == QueuePop.Empty)
                {
                    if (queue.RequestNotifications()) continue;
                    port = _ports.Length;
                    break;
                }

                if (pop == QueuePop.Broken || _control.ReadableLength != 0)
                {
                    transport.RequireReset();
                    return;
                }

                PendingMessages next = First(queues.Pending);
                queues.Pending &= ~next;

                // A buffer that is too short gets what fits, as it would from any device; the driver finds the length wrong.
                queue.Push(_control.Head, (uint)_control.Write(MessageOf(port, queues, next)));
            }
        }

        if (queue.TakeInterrupt()) transport.SignalUsed(ControlReceiveQueue);
    }

    private static PendingMessages First(PendingMessages pending) =>
        (pending & PendingMessages.Add) != 0 ? PendingMessages.Add
        : (pending & PendingMessages.Name) != 0 ? PendingMessages.Name
        : PendingMessages.Open;

    private ReadOnlySpan<byte> MessageOf(int port, ConsolePortQueues queues, PendingMessages kind)
    {
        ConsoleControl control = new()
        {
            Id = (uint)port + 1,
            Event = kind switch { PendingMessages.Add => ConsoleEvent.PortAdd, PendingMessages.Name => ConsoleEvent.PortName, _ => ConsoleEvent.PortOpen },
            Value = kind == PendingMessages.Open && !queues.IsConnected ? (ushort)0 : (ushort)1,
        };
        MemoryMarshal.Write(_message, in control);
        ReadOnlySpan<byte> name = kind == PendingMessages.Name ? queues.Name : [];
        name.CopyTo(_message.AsSpan(ConsoleControl.Size));
        return _message.AsSpan(0, ConsoleControl.Size + name.Length);
    }
}
