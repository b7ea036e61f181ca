using System.Runtime.InteropServices;
using KvmSdk.Devices.Memory;
using KvmSdk.Devices.Virtio.Queues;

namespace KvmSdk.Devices.Virtio.Net;

// Frames on their way. Both ways they go between guest memory and the network without a copy of ours; only the header before each is
// looked at, in a copy, since a guest could change it between the look and the use.
public sealed partial class NetworkDevice<TBackend>
{
    // Others are waiting for the thread that receives.
    private const int MostAtOnce = 64;

    private bool Receive(NetQueuePair pair, SplitQueue queue, IVirtioTransport transport)
    {
        queue.SuppressNotifications();
        for (int budget = MostAtOnce; budget > 0; budget--)
        {
            if (!IsLinkUp) return false;
            if (!TakeBuffers(pair, queue))
            {
                transport.RequireReset();
                return false;
            }

            // Frames wait in the network until the driver offers buffers, which it will notify of.
            if (!CanReceive(pair, queue)) return false;
            int count = _backend.Receive(pair.Index, pair.Buffers.Pieces);
            if (count <= 0) return false;
            Deliver(pair.Buffers, queue, (uint)count);
        }

        return true;
    }

    // Without merging a frame has one buffer; with it, as many as the longest one there is may need, if the driver has them.
    private bool TakeBuffers(NetQueuePair pair, SplitQueue queue)
    {
        ReceiveBuffers buffers = pair.Buffers;
        DescriptorChain chain = pair.Chain;
        ulong wanted = Has(NetFeature.MergeableBuffers) ? NetFormat.HeaderSize + NetFormat.LargestFrame : 1UL;
        while (buffers.Bytes < wanted && buffers.HasRoom)
        {
            QueuePop pop = queue.TryPop(chain);
            if (pop == QueuePop.Broken) return false;
            if (pop == QueuePop.Empty)
            {
                if (CanReceive(pair, queue) || !queue.RequestNotifications()) return true;
                continue;
            }

            // Section 5.1.6.3.1: a buffer holds at least the header, and is the device's to write.
            if (chain.ReadableLength != 0 || chain.WritableLength < NetFormat.HeaderSize) return false;
            buffers.Add(chain);
        }

        return true;
    }

    // As many as the longest frame to be expected may need, so that none is lost for want of buffers that are on their way. A driver
    // whose whole queue holds less gets what fits.
    private bool CanReceive(NetQueuePair pair, SplitQueue queue)
    {
        ReceiveBuffers buffers = pair.Buffers;
        return buffers.Count > 0 && (!Has(NetFeature.MergeableBuffers) || buffers.Bytes >= LongestToReceive || buffers.Count == queue.Size || !buffers.HasRoom);
    }

    private ulong LongestToReceive => NetFormat.HeaderSize + (ulong)(Has(NetFeature.GuestTso4 | NetFeature.GuestTso6)
        ? NetFormat.LargestFrame
        : Math.Max(_longestFrame, Mtu + NetFormat.EthernetHeader + NetFormat.VlanTag));

    private void Deliver(ReceiveBuffers buffers, SplitQueue queue, ulong count)
    {
        if (count > buffers.Bytes || count < NetFormat.HeaderSize + NetFormat.EthernetHeader)
        {
            Traffic.DroppedReceived();
            return;
        }

        NetHeader header = default;
        buffers.Read(MemoryMarshal.AsBytes(new Span<NetHeader>(ref header)));
        ulong frame = count - NetFormat.HeaderSize;
        if (!header.IsAcceptable(frame, Has(NetFeature.GuestChecksum), Has(NetFeature.GuestTso4), Has(NetFeature.GuestTso6)))
        {
            Traffic.DroppedReceived();
            return;
        }

        header.BufferCount = buffers.CountFor(count);
        buffers.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<NetHeader>(in header)));
        buffers.Push(queue, count);
        Traffic.Received(frame);
    }

    private bool Send(NetQueuePair pair, SplitQueue queue, IVirtioTransport transport)
    {
        DescriptorChain chain = pair.Chain;
        queue.SuppressNotifications();
        for (int budget = queue.Size; budget > 0; budget--)
        {
            // A network that takes no more now says when it does; until then frames are the driver's to keep.
            if (IsLinkUp && !_backend.CanSend(pair.Index)) return false;
            QueuePop pop = queue.TryPop(chain);
            if (pop == QueuePop.Empty)
            {
                if (!queue.RequestNotifications()) return false;
                continue;
            }

            // Section 5.1.6.2: a frame begins with the header, and is the driver's to write.
            if (pop == QueuePop.Broken || chain.WritableLength != 0 || !chain.TryTake(out pair.Header))
            {
                transport.RequireReset();
                return false;
            }

            SendFrame(pair);
            queue.Push(chain.Head, 0);
        }

        return true;
    }

    private void SendFrame(NetQueuePair pair)
    {
        ReadOnlySpan<IoVector> pieces = pair.Chain.Readable;
        ulong frame = pair.Chain.ReadableLength;
        ref NetHeader header = ref pair.Header;
        bool isFrame = frame is >= NetFormat.EthernetHeader and <= NetFormat.LargestFrame;
        if (!isFrame || !header.IsAcceptable(frame, Has(NetFeature.Checksum), Has(NetFeature.HostTso4), Has(NetFeature.HostTso6)))
        {
            Traffic.RefusedSent();
            return;
        }

        header.BufferCount = 0;
        pieces.CopyTo(pair.Frame.AsSpan(1));
        if (IsLinkUp && _backend.Send(pair.Index, pair.Frame.AsSpan(0, pieces.Length + 1))) Traffic.Sent(frame);
        else Traffic.DroppedSent();
    }
}
