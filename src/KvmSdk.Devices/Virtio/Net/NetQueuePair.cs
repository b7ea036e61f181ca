using System.Runtime.InteropServices;
using KvmSdk.Devices.Memory;
using KvmSdk.Devices.Virtio.Queues;

namespace KvmSdk.Devices.Virtio.Net;

/// <summary>A receiving and a sending queue, and what a frame on its way between them and the network needs.</summary>
[HotPath]
internal sealed class NetQueuePair
{
    private readonly NetHeader[] _header = GC.AllocateArray<NetHeader>(1, pinned: true);

    /// <summary>A pair without queues.</summary>
    /// <param name="index">Its number, from 0.</param>
    /// <param name="queueSize">The largest size of either queue.</param>
    public unsafe NetQueuePair(int index, int queueSize)
    {
        Index = index;
        Chain = new DescriptorChain(queueSize);
        Buffers = new ReceiveBuffers(queueSize);
        Frame = GC.AllocateArray<IoVector>(queueSize + 1, pinned: true);
        // The header goes out from here, and the guest's memory behind it.
        // SAFETY: the array is pinned, and lives as long as this.
        Frame[0] = new IoVector((byte*)Marshal.UnsafeAddrOfPinnedArrayElement(_header, 0), NetFormat.HeaderSize);
    }

    /// <summary>Its number, from 0.</summary>
    public int Index { get; }

    /// <summary>The chain in hand.</summary>
    public DescriptorChain Chain { get; }

    /// <summary>Receive buffers that are taken and not filled.</summary>
    public ReceiveBuffers Buffers { get; }

    /// <summary>A frame to be sent: <see cref="Header"/>, then room for the guest's pieces.</summary>
    public IoVector[] Frame { get; }

    /// <summary>The header of the frame to be sent.</summary>
    public ref NetHeader Header => ref _header[0];

    /// <summary>The queue with buffers for what the guest receives; null while there is no driver.</summary>
    public SplitQueue? Receive { get; private set; }

    /// <summary>The queue with what the guest sends; null while there is no driver.</summary>
    public SplitQueue? Send { get; private set; }

    /// <summary>Takes the driver's queues.</summary>
    public void Connect(SplitQueue receive, SplitQueue send)
    {
        Receive = receive;
        Send = send;
    }

    /// <summary>Forgets the driver's queues and buffers.</summary>
    public void Disconnect()
    {
        Receive = Send = null;
        Buffers.Clear();
    }
}
