using KvmSdk.Devices.Virtio;

namespace KvmSdk.Devices.Tests.Virtio.Queues;

public sealed class SplitQueueNotificationTests : IDisposable
{
    private readonly QueueRig _flags = new(features: VirtioFeature.Version1);
    private readonly QueueRig _events = new(features: VirtioFeature.Version1 | VirtioFeature.EventIndex);

    public void Dispose()
    {
        _flags.Dispose();
        _events.Dispose();
    }

    [Fact]
    public void Nothing_given_back_means_no_interrupt()
    {
        Assert.False(_flags.Queue.TakeInterrupt());
        Assert.False(_events.Queue.TakeInterrupt());
    }

    [Fact]
    public void By_flags_the_driver_is_interrupted_unless_it_says_no()
    {
        _flags.Queue.Push(0, 0);
        Assert.True(_flags.Queue.TakeInterrupt());
        Assert.False(_flags.Queue.TakeInterrupt());
        _flags.Driver.DriverFlags = 1;
        _flags.Queue.Push(0, 0);
        Assert.False(_flags.Queue.TakeInterrupt());
        _flags.Driver.DriverFlags = 0;
        _flags.Queue.Push(0, 0);
        Assert.True(_flags.Queue.TakeInterrupt());
    }

    [Fact]
    public void By_event_index_the_driver_is_interrupted_when_the_index_passes_what_it_asked_for()
    {
        _events.Driver.UsedEvent = 2;
        _events.Driver.DriverFlags = 1;
        _events.Queue.Push(0, 0);
        Assert.False(_events.Queue.TakeInterrupt());
        _events.Queue.Push(0, 0);
        Assert.False(_events.Queue.TakeInterrupt());
        _events.Queue.Push(0, 0);
        Assert.True(_events.Queue.TakeInterrupt());
        _events.Queue.Push(0, 0);
        Assert.False(_events.Queue.TakeInterrupt());
    }

    [Fact]
    public void By_event_index_a_batch_counts_as_a_whole_also_around_16_bits()
    {
        for (int i = 0; i < 0xFFFE; i++) _events.Queue.Push(0, 0);
        _events.Queue.TakeInterrupt();
        _events.Driver.UsedEvent = 0;
        for (int i = 0; i < 4; i++) _events.Queue.Push(0, 0);
        Assert.Equal(2, _events.Driver.UsedIndex);
        Assert.True(_events.Queue.TakeInterrupt());
        _events.Driver.UsedEvent = 1;
        _events.Queue.Push(0, 0);
        Assert.False(_events.Queue.TakeInterrupt());
    }

    [Fact]
    public void By_flags_the_device_says_when_it_wants_no_notification()
    {
        _flags.Queue.SuppressNotifications();
        Assert.Equal(1, _flags.Driver.DeviceFlags);
        Assert.False(_flags.Queue.RequestNotifications());
        Assert.Equal(0, _flags.Driver.DeviceFlags);
    }

    [Fact]
    public void By_event_index_the_device_says_from_where_on_it_wants_one()
    {
        _events.Driver.Offer(Piece.In(QueueRig.Data, 1));
        _events.Pop();
        _events.Queue.SuppressNotifications();
        Assert.Equal(0, _events.Driver.AvailableEvent);
        Assert.False(_events.Queue.RequestNotifications());
        Assert.Equal(1, _events.Driver.AvailableEvent);
        Assert.Equal(0, _events.Driver.DeviceFlags);
    }

    [Fact]
    public void What_was_offered_while_notifications_were_off_is_not_missed()
    {
        foreach (QueueRig rig in (QueueRig[])[_flags, _events])
        {
            rig.Queue.SuppressNotifications();
            rig.Driver.Offer(Piece.In(QueueRig.Data, 1));
            Assert.True(rig.Queue.RequestNotifications());
        }
    }
}
