using KvmSdk.Devices.Virtio;
using KvmSdk.Devices.Virtio.Mmio;

namespace KvmSdk.Devices.Tests.Virtio.Mmio;

public sealed class MmioNegotiationTests : IDisposable
{
    private const uint Ack = VirtioStatus.Acknowledge, Drv = VirtioStatus.Driver, Ok = VirtioStatus.DriverOk, Feat = VirtioStatus.FeaturesOk;

    private readonly FakeDriver<RecordingDevice> _driver = new(new RecordingDevice());

    public void Dispose() => _driver.Dispose();

    [Fact]
    public void The_way_of_the_specification_activates_the_device_once_with_what_was_agreed()
    {
        _driver.Start();
        _driver.Out(MmioRegister.Status, 15);
        Assert.Equal(1, _driver.Device.Activations);
        Assert.Equal(VirtioFeature.Common | RecordingDevice.OneFeature, _driver.Device.AgreedFeatures);
        Assert.Equal(2, _driver.Device.Queues.Length);
        Assert.True(_driver.Device.Queues[0].IsActive);
        Assert.False(_driver.Device.Queues[1].IsActive);
        Assert.True(_driver.Transport.IsRunning);
    }

    [Theory]
    [InlineData(VirtioFeature.Version1, true)]
    [InlineData(VirtioFeature.Version1 | RecordingDevice.OneFeature, true)]
    [InlineData(RecordingDevice.OneFeature | VirtioFeature.EventIndex, false)]
    [InlineData(0UL, false)]
    [InlineData(VirtioFeature.Version1 | (1UL << 6), false)]
    [InlineData(VirtioFeature.Version1 | (1UL << 33), false)]
    [InlineData(VirtioFeature.Version1 | (1UL << 63), false)]
    public void Features_are_agreed_when_all_were_offered_and_version_1_is_among_them(ulong features, bool agreed)
    {
        _driver.Begin();
        _driver.Accept(features);
        Assert.Equal(agreed ? Ack | Drv | Feat : Ack | Drv, _driver.Status);
    }

    [Fact]
    public void A_driver_that_was_refused_may_choose_again()
    {
        _driver.Begin();
        _driver.Accept(0);
        _driver.Accept(VirtioFeature.Version1);
        Assert.Equal(Ack | Drv | Feat, _driver.Status);
    }

    [Theory]
    [InlineData(0u, Ack | Drv | Feat)]
    [InlineData(1u, Ack | Drv)]
    public void Accepting_a_feature_beyond_64_bits_is_refused(uint bits, uint status)
    {
        _driver.Begin();
        _driver.Out(MmioRegister.DriverFeaturesSelect, 2);
        _driver.Out(MmioRegister.DriverFeatures, bits);
        _driver.Accept(VirtioFeature.Version1);
        Assert.Equal(status, _driver.Status);
    }

    [Fact]
    public void Features_written_before_the_driver_bit_do_not_count()
    {
        _driver.Out(MmioRegister.Status, Ack);
        _driver.Out(MmioRegister.DriverFeaturesSelect, 1);
        _driver.Out(MmioRegister.DriverFeatures, 1);
        _driver.Out(MmioRegister.Status, Ack | Drv);
        _driver.Out(MmioRegister.Status, Ack | Drv | Feat);
        Assert.Equal(Ack | Drv, _driver.Status);
    }

    [Fact]
    public void Features_are_frozen_once_agreed()
    {
        _driver.Begin();
        _driver.Accept(VirtioFeature.Version1);
        _driver.Out(MmioRegister.DriverFeaturesSelect, 0);
        _driver.Out(MmioRegister.DriverFeatures, (uint)RecordingDevice.OneFeature);
        _driver.Out(MmioRegister.Status, 15);
        Assert.Equal(VirtioFeature.Version1, _driver.Device.AgreedFeatures);
    }

    [Theory]
    [InlineData(Feat)]
    [InlineData(Ack | Feat)]
    [InlineData(Drv | Feat)]
    public void Features_cannot_be_agreed_before_the_device_is_acknowledged_and_driven(uint status)
    {
        _driver.Out(MmioRegister.DriverFeaturesSelect, 1);
        _driver.Out(MmioRegister.Status, status & Drv);
        _driver.Out(MmioRegister.DriverFeatures, 1);
        _driver.Out(MmioRegister.Status, status);
        Assert.Equal(status & ~Feat, _driver.Status);
    }

    [Fact]
    public void The_driver_cannot_be_ready_before_features_are_agreed()
    {
        _driver.Begin();
        _driver.Out(MmioRegister.Status, Ack | Drv | Ok);
        Assert.Equal(Ack | Drv, _driver.Status);
        Assert.Equal(0, _driver.Device.Activations);
    }

    [Theory]
    [InlineData(Ack)]
    [InlineData(Ack | Drv | Feat)]
    [InlineData(Drv | Feat | Ok)]
    [InlineData(VirtioStatus.NeedsReset)]
    [InlineData(0x30u)]
    [InlineData(0xFFFF_FF00u)]
    public void A_write_that_would_clear_a_status_bit_is_ignored(uint status)
    {
        _driver.Start();
        _driver.Out(MmioRegister.Status, status);
        Assert.Equal(15u, _driver.Status);
        Assert.Equal(1, _driver.Device.Activations);
    }

    [Fact]
    public void A_driver_can_neither_set_nor_clear_needs_reset_nor_unknown_bits()
    {
        _driver.Start();
        _driver.Out(MmioRegister.Status, 0xFFFF_FFFF & ~VirtioStatus.Failed);
        Assert.Equal(15u, _driver.Status);
        _driver.Transport.RequireReset();
        _driver.Out(MmioRegister.Status, 15);
        Assert.Equal(15u | VirtioStatus.NeedsReset, _driver.Status);
    }

    [Fact]
    public void Writing_zero_resets_everything()
    {
        _driver.Start();
        _driver.Transport.SignalUsed(0);
        _driver.Transport.RequireReset();
        int resets = _driver.Device.Resets;
        _driver.Out(MmioRegister.Status, 0);
        Assert.Equal(resets + 1, _driver.Device.Resets);
        Assert.Equal(0u, _driver.Status);
        Assert.Equal(0u, _driver.In(MmioRegister.InterruptStatus));
        Assert.Equal(0u, _driver.In(MmioRegister.QueueReady));
        Assert.False(_driver.Device.Queues[0].IsActive);
        _driver.Start();
        Assert.Equal(2, _driver.Device.Activations);
    }

    [Fact]
    public void After_a_reset_features_have_to_be_accepted_again()
    {
        _driver.Start();
        _driver.Begin();
        _driver.Out(MmioRegister.Status, Ack | Drv | Feat);
        Assert.Equal(Ack | Drv, _driver.Status);
    }

    [Fact]
    public void Failing_stops_the_device_until_reset()
    {
        _driver.Start();
        _driver.Out(MmioRegister.Status, 15 | VirtioStatus.Failed);
        _driver.Kick();
        Assert.Empty(_driver.Device.Notifications);
        Assert.False(_driver.Transport.IsRunning);
    }

    [Fact]
    public void A_broken_device_says_so_once_and_hears_nothing_more()
    {
        _driver.Start();
        _driver.Transport.RequireReset();
        _driver.Transport.RequireReset();
        Assert.Equal(1, _driver.Interrupt.Edges);
        _driver.AssertNeedsReset();
        _driver.Kick();
        Assert.Empty(_driver.Device.Notifications);
    }
}
