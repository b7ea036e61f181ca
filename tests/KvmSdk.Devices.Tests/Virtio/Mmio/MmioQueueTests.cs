using KvmSdk.Devices.Virtio;
using KvmSdk.Devices.Virtio.Mmio;
using KvmSdk.Devices.Virtio.Queues;

namespace KvmSdk.Devices.Tests.Virtio.Mmio;

public sealed class MmioQueueTests : IDisposable
{
    private readonly FakeDriver<RecordingDevice> _driver = new(new RecordingDevice());

    public void Dispose() => _driver.Dispose();

    [Fact]
    public void A_queue_works_where_the_driver_put_it()
    {
        _driver.Start();
        _driver.Queue.Offer(Piece.In(FakeDriver<RecordingDevice>.Data, 4));
        Assert.Equal(QueuePop.Chain, _driver.Device.Queues[0].TryPop(new DescriptorChain(16)));
    }

    [Fact]
    public void Each_queue_has_its_own_place()
    {
        Negotiate();
        _driver.PlaceQueue(0, 16);
        _driver.Out(MmioRegister.QueueReady, 1);
        _driver.PlaceQueue(1, 8);
        _driver.Out(MmioRegister.QueueReady, 1);
        _driver.Out(MmioRegister.Status, 15);
        Assert.Equal([16, 8], _driver.Device.Queues.Select(q => (int)q.Size));
    }

    [Theory]
    [InlineData(MmioRegister.QueueSize)]
    [InlineData(MmioRegister.QueueDescriptorsLow)]
    [InlineData(MmioRegister.QueueDescriptorsHigh)]
    [InlineData(MmioRegister.QueueDriverLow)]
    [InlineData(MmioRegister.QueueDriverHigh)]
    [InlineData(MmioRegister.QueueDeviceLow)]
    [InlineData(MmioRegister.QueueDeviceHigh)]
    public void Nothing_about_a_queue_changes_once_it_is_ready_or_the_driver_runs(uint register)
    {
        Negotiate();
        _driver.PlaceQueue(0, 16);
        _driver.Out(MmioRegister.QueueReady, 1);
        _driver.Out(register, 0x00FF_FFF0);
        _driver.Out(MmioRegister.Status, 15);
        _driver.Out(register, 0x00FF_FFF0);
        Assert.True(_driver.Device.Queues[0].IsActive);
        Assert.Equal(16, _driver.Device.Queues[0].Size);
        _driver.Queue.Offer(Piece.In(FakeDriver<RecordingDevice>.Data, 4));
        Assert.Equal(QueuePop.Chain, _driver.Device.Queues[0].TryPop(new DescriptorChain(16)));
        _driver.Device.Queues[0].Push(0, 7);
        Assert.Equal((0u, 7u), _driver.Queue.Used(0));
    }

    [Theory]
    [InlineData(MmioRegister.QueueSize, 3u)]
    [InlineData(MmioRegister.QueueSize, 32u)]
    [InlineData(MmioRegister.QueueSize, 0u)]
    [InlineData(MmioRegister.QueueSize, 0x10010u)]
    [InlineData(MmioRegister.QueueDescriptorsLow, 0u)]
    [InlineData(MmioRegister.QueueDescriptorsLow, 0x10_0001u)]
    [InlineData(MmioRegister.QueueDriverHigh, uint.MaxValue)]
    [InlineData(MmioRegister.QueueDeviceLow, 0xFFFF_FFFCu)]
    public void A_queue_that_cannot_be_does_not_become_ready_and_the_device_needs_a_reset(uint register, uint value)
    {
        Negotiate();
        _driver.PlaceQueue(0, 16);
        _driver.Out(register, value);
        _driver.Out(MmioRegister.QueueReady, 1);
        Assert.Equal(0u, _driver.In(MmioRegister.QueueReady));
        Assert.Equal(VirtioStatus.NeedsReset, _driver.Status & VirtioStatus.NeedsReset);
        Assert.Equal(0, _driver.Interrupt.Edges);
        _driver.Out(MmioRegister.Status, 15);
        Assert.Equal(0, _driver.Device.Activations);
    }

    [Fact]
    public void A_queue_cannot_be_placed_before_features_are_agreed()
    {
        _driver.Begin();
        _driver.PlaceQueue(0, 16);
        _driver.Out(MmioRegister.QueueReady, 1);
        Assert.Equal(0u, _driver.In(MmioRegister.QueueReady));
        Assert.Equal(3u, _driver.Status);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(2u)]
    [InlineData(uint.MaxValue)]
    public void Ready_is_one_and_nothing_else(uint value)
    {
        Negotiate();
        _driver.PlaceQueue(0, 16);
        _driver.Out(MmioRegister.QueueReady, value);
        Assert.Equal(0u, _driver.In(MmioRegister.QueueReady));
    }

    [Theory]
    [InlineData(2u)]
    [InlineData(64u)]
    [InlineData(uint.MaxValue)]
    public void A_queue_that_does_not_exist_takes_nothing(uint select)
    {
        Negotiate();
        _driver.Out(MmioRegister.QueueSelect, select);
        _driver.Out(MmioRegister.QueueSize, 16);
        _driver.Out(MmioRegister.QueueDescriptorsLow, 0x10_0000);
        _driver.Out(MmioRegister.QueueReady, 1);
        _driver.Out(MmioRegister.QueueReady, 0);
        Assert.Equal(0u, _driver.In(MmioRegister.QueueReady));
        _driver.Out(MmioRegister.Status, 15);
        _driver.Kick(select);
        Assert.Empty(_driver.Device.Notifications);
        Assert.Equal(15u, _driver.Status);
    }

    [Fact]
    public void A_queue_can_be_taken_back_before_the_driver_runs()
    {
        Negotiate();
        _driver.PlaceQueue(0, 16);
        _driver.Out(MmioRegister.QueueReady, 1);
        _driver.Out(MmioRegister.QueueReady, 0);
        _driver.PlaceQueue(0, 8);
        _driver.Out(MmioRegister.QueueReady, 1);
        _driver.Out(MmioRegister.Status, 15);
        Assert.Equal(8, _driver.Device.Queues[0].Size);
    }

    [Fact]
    public void A_queue_stopped_while_running_is_left_alone_and_stays_stopped()
    {
        _driver.Start();
        _driver.Out(MmioRegister.QueueReady, 0);
        Assert.Equal(0u, _driver.In(MmioRegister.QueueReady));
        Assert.False(_driver.Device.Queues[0].IsActive);
        _driver.Device.Queues[0].Push(0, 0);
        Assert.Equal(0, _driver.Queue.UsedIndex);
        _driver.Kick();
        _driver.Out(MmioRegister.QueueReady, 1);
        Assert.Equal(0u, _driver.In(MmioRegister.QueueReady));
        Assert.Empty(_driver.Device.Notifications);
    }

    [Fact]
    public void Notifications_reach_the_device_only_for_a_ready_queue_of_a_running_driver()
    {
        _driver.Kick();
        _driver.Start();
        _driver.Kick(1);
        _driver.Kick(2);
        Assert.Empty(_driver.Device.Notifications);
        _driver.Kick();
        _driver.Transport.Notify(0, mayWait: true);
        Assert.Equal([0, 0], _driver.Device.Notifications);
    }

    [Fact]
    public void Work_that_is_left_is_remembered_until_it_is_done()
    {
        _driver.Start();
        _driver.Device.Unfinished = 2;
        _driver.Kick();
        Assert.True(_driver.Transport.HasUnfinishedWork);
        _driver.Transport.Continue();
        Assert.True(_driver.Transport.HasUnfinishedWork);
        _driver.Transport.Continue();
        Assert.False(_driver.Transport.HasUnfinishedWork);
        _driver.Transport.Continue();
        Assert.Equal([0, 0, 0], _driver.Device.Notifications);
    }

    [Fact]
    public void Work_that_is_left_is_forgotten_with_the_queue_and_with_the_driver()
    {
        foreach (Action stop in (Action[])[
            () => _driver.Out(MmioRegister.QueueReady, 0), () => _driver.Transport.RequireReset(), () => _driver.Out(MmioRegister.Status, 0)])
        {
            _driver.Start();
            _driver.Device.Unfinished = 1;
            _driver.Kick();
            Assert.True(_driver.Transport.HasUnfinishedWork);
            stop();
            Assert.False(_driver.Transport.HasUnfinishedWork);
        }
    }

    private void Negotiate()
    {
        _driver.Begin();
        _driver.Accept(VirtioFeature.Common);
    }
}
