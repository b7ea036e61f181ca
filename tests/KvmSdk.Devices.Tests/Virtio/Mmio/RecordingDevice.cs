using KvmSdk.Devices.Virtio;
using KvmSdk.Devices.Virtio.Queues;

namespace KvmSdk.Devices.Tests.Virtio.Mmio;

/// <summary>A device that only writes down what the transport does to it.</summary>
internal sealed class RecordingDevice : IVirtioDevice
{
    public const ulong OneFeature = 1UL << 5;

    public uint DeviceId => 77;

    public ulong Features { get; init; } = OneFeature;

    public int QueueCount { get; init; } = 2;

    public ushort MaxSize { get; init; } = 16;

    public int Activations { get; private set; }

    public int Resets { get; private set; }

    public ulong AgreedFeatures { get; private set; }

    public SplitQueue[] Queues { get; private set; } = [];

    public IVirtioTransport? Transport { get; private set; }

    public List<int> Notifications { get; } = [];

    public List<(uint Offset, int Width, uint Value)> ConfigurationWrites { get; } = [];

    /// <summary>How many more notifications end with work left.</summary>
    public int Unfinished { get; set; }

    public ushort QueueMaxSize(int queue) => (ushort)(MaxSize >> queue);

    public uint ReadConfiguration(uint offset, int width)
    {
        uint value = 0;
        // The bytes 1 to 10, then nothing.
        for (int i = 0; i < width; i++) value |= (offset + (ulong)i is < 10 and ulong at ? (uint)at + 1 : 0) << (8 * i);
        return value;
    }

    public void WriteConfiguration(uint offset, int width, uint value) => ConfigurationWrites.Add((offset, width, value));

    public void Activate(ulong features, ReadOnlySpan<SplitQueue> queues, IVirtioTransport transport)
    {
        Activations++;
        AgreedFeatures = features;
        Queues = queues.ToArray();
        Transport = transport;
    }

    public void Reset()
    {
        Resets++;
        Transport = null;
    }

    public bool Notify(int queue, bool mayWait)
    {
        Notifications.Add(queue);
        return Unfinished-- > 0;
    }
}
