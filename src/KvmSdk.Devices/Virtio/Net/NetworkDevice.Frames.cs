using System.Runtime.InteropServices;
using KvmSdk.Devices.Virtio.Queues;

namespace KvmSdk.Devices.Virtio.Net;

// Frames on their way. Both ways they go between guest memory and the network without a copy of ours; only the header before each is
// looked at, in a copy, since a guest could change it between the look and the use.
public sealed partial class NetworkDevice<TBackend>
{
    // Others are waiting for the thread that receives.
    private const int MostAtOnce = 64;

    private bool Receive(SplitQueue queue, IVirtioTransport transport)
    {
        queue.SuppressNotifications();
        for (int budget = MostAtOnce; budget > 0; budget--)
        {
            if (!IsLinkUp) return false;
            if (!TakeBuffers(queue))
            {
                transport.RequireReset();
                return false;
            }

            // Frames wait in the network until the driver offers buffers, which it will notify of.
            if (!CanReceive(queue)) return false;
            int count = _backend.Receive(_buffers.Pieces);
            if (count <= 0) return false;
            Deliver(queue, (uint)count);
        }

        return true;
    }

    // Without merging a frame has one buffer; with it, as many as the longest one there is may need, if the driver has them.
    private bool TakeBuffers(SplitQueue queue)
    {
        ulong wanted = Has(NetFeature.MergeableBuffers) ? NetFormat.HeaderSize + NetFormat.LargestFrame : 1UL;
        while (_buffers.Bytes < wanted && _buffers.HasRoom)
        {
            QueuePop pop = queue.TryPop(_chain);
            if (pop == QueuePop.Broken) return false;
            if (pop == QueuePop.Empty)
            {
                if (CanReceive(queue) || !queue.RequestNotifications()) return true;
                continue;
            }

            // Section 5.1.6.3.1: a buffer holds at least the header, and is the device's to write.
            if (_chain.ReadableLength != 0 || _chain.WritableLength < NetFormat.HeaderSize) return false;
            _buffers.Add(_chain);
        }

        return true;
    }

    // As many as the longest frame to be expected may need, so that none is lost for want of buffers that are on their way. A driver
    // whose whole queue holds less gets what fits.
    private bool CanReceive(SplitQueue queue) =>
        _buffers.Count > 0 && (!Has(NetFeature.MergeableBuffers) || _buffers.Bytes >= LongestToReceive || _buffers.Count == queue.Size || !_buffers.HasRoom);

    private ulong LongestToReceive => NetFormat.HeaderSize
        + (ulong)(Has(NetFeature.GuestTso4 | NetFeature.GuestTso6) ? NetFormat.LargestFrame : Mtu + NetFormat.EthernetHeader + NetFormat.VlanTag);

    private void Deliver(SplitQueue queue, ulong count)
    {
        if (count > _buffers.Bytes || count < NetFormat.HeaderSize + NetFormat.EthernetHeader)
        {
            Traffic.DroppedReceived();
            return;
        }

        NetHeader header = default;
        _buffers.Read(MemoryMarshal.AsBytes(new Span<NetHeader>(ref header)));
        ulong frame = count - NetFormat.HeaderSize;
        if (!header.IsAcceptable(frame, Has(NetFeature.GuestChecksum), Has(NetFeature.GuestTso4), Has(NetFeature.GuestTso6)))
        {
            Traffic.DroppedReceived();
            return;
        }

        header.BufferCount = _buffers.CountFor(count);
        _buffers.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<NetHeader>(in header)));
        _buffers.Push(queue, count);
        Traffic.Received(frame);
    }

    private bool Send(SplitQueue queue, IVirtioTransport transport)
    {
        queue.SuppressNotifications();
        for (int budget = queue.Size; budget > 0; budget--)
        {
            QueuePop pop = queue.TryPop(_chain);
            if (pop == QueuePop.Empty)
            {
                if (!queue.RequestNotifications()) return false;
                continue;
            }

            // Section 5.1.6.2: a frame begins with the header, and is the driver's to write.
            if (pop == QueuePop.Broken || _chain.WritableLength != 0 || !_chain.TryTake(out _header[0]))
            {
                transport.RequireReset();
                return false;
            }

            SendFrame();
            queue.Push(_chain.Head, 0);
        }

        return true;
    }

    private void SendFrame()
    {
        ulong frame = _chain.ReadableLength;
        ref NetHeader header = ref _header[0];
        bool isFrame = frame is >= NetFormat.EthernetHeader and <= NetFormat.LargestFrame;
        if (!isFrame || !header.IsAcceptable(frame, Has(NetFeature.Checksum), Has(NetFeature.HostTso4), Has(NetFeature.HostTso6)))
        {
            Traffic.RefusedSent();
            return;
        }

        header.BufferCount = 0;
        _chain.Readable.CopyTo(_frame.AsSpan(1));
        if (IsLinkUp && _backend.Send(_frame.AsSpan(0, _chain.Readable.Length + 1))) Traffic.Sent(frame);
        else Traffic.DroppedSent();
    }
}
