using KvmSdk.Devices.Tests.Memory;
using KvmSdk.Devices.Virtio;
using KvmSdk.Devices.Virtio.Queues;

namespace KvmSdk.Devices.Tests.Virtio.Queues;

/// <summary>A queue with a driver at the other end, both in the test's hands.</summary>
internal sealed class QueueRig : IDisposable
{
    public const ulong Place = GuestRam.LowBase;
    public const ulong Data = GuestRam.LowBase + 0x1_0000;
    public const ulong Table = GuestRam.LowBase + 0x8000;

    public QueueRig(ushort size = 8, ulong features = VirtioFeature.Common)
    {
        Driver = new(Ram, Place, size);
        Queue = new(Ram.Map, size);
        Chain = new(size);
        QueueAddresses addresses = Driver.Addresses;
        Assert.True(Queue.TryActivate(in addresses, features));
    }

    public GuestRam Ram { get; } = new();

    public FakeQueue Driver { get; }

    public SplitQueue Queue { get; }

    public DescriptorChain Chain { get; }

    public QueuePop Pop() => Queue.TryPop(Chain);

    /// <summary>The queue has stopped for good, and has given nothing back.</summary>
    public void AssertBroken()
    {
        ushort used = Driver.UsedIndex;
        Assert.Equal(QueuePop.Broken, Pop());
        Assert.True(Queue.IsBroken);
        Assert.False(Queue.IsActive);
        Queue.Push(0, 0);
        Assert.Equal(used, Driver.UsedIndex);
        Assert.False(Queue.TakeInterrupt());
        Assert.False(Queue.RequestNotifications());
        Assert.Equal(QueuePop.Broken, Pop());
    }

    public void Dispose() => Ram.Dispose();
}
