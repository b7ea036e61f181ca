using KvmSdk.Devices.Tests.Memory;
using KvmSdk.Devices.Virtio;
using KvmSdk.Devices.Virtio.Mmio;

namespace KvmSdk.Devices.Tests.Virtio.Mmio;

public sealed class MmioRegisterTests : IDisposable
{
    private readonly FakeDriver<RecordingDevice> _driver = new(new RecordingDevice());

    public void Dispose() => _driver.Dispose();

    [Theory]
    [InlineData(0x000, 0x74726976u)]
    [InlineData(0x004, 2u)]
    [InlineData(0x008, 77u)]
    [InlineData(0x00C, 0x534D564Bu)]
    [InlineData(0x060, 0u)]
    [InlineData(0x070, 0u)]
    [InlineData(0x0B0, uint.MaxValue)]
    [InlineData(0x0B4, uint.MaxValue)]
    [InlineData(0x0B8, uint.MaxValue)]
    [InlineData(0x0BC, uint.MaxValue)]
    [InlineData(0x0C0, 0u)]
    [InlineData(0x0FC, 0u)]
    public void Registers_read_as_the_specification_says(uint offset, uint expected) => Assert.Equal(expected, _driver.In(offset));

    [Theory]
    [InlineData(0x000u, 1)]
    [InlineData(0x000u, 2)]
    [InlineData(0x000u, 8)]
    [InlineData(0x001u, 4)]
    [InlineData(0x0B1u, 4)]
    [InlineData(0x000u, 0)]
    [InlineData(0x000u, -4)]
    public void A_register_answers_only_to_an_aligned_read_of_four_bytes(uint offset, int width) =>
        Assert.Equal(0UL, _driver.Transport.Read(offset, width));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public void A_register_takes_only_writes_of_four_bytes(int width)
    {
        _driver.Transport.Write(MmioRegister.Status, width, VirtioStatus.Acknowledge);
        Assert.Equal(0u, _driver.Status);
    }

    [Fact]
    public void Features_are_read_in_halves_and_there_are_no_more_than_64()
    {
        Assert.Equal(RecordingDevice.OneFeature | (1UL << 28) | (1UL << 29) | (1UL << 32), _driver.OfferedFeatures());
        foreach (uint select in (uint[])[2, 3, uint.MaxValue])
        {
            _driver.Out(MmioRegister.DeviceFeaturesSelect, select);
            Assert.Equal(0u, _driver.In(MmioRegister.DeviceFeatures));
        }
    }

    [Theory]
    [InlineData(0, 16)]
    [InlineData(1, 8)]
    [InlineData(2, 0)]
    [InlineData(0x8000_0000, 0)]
    [InlineData(uint.MaxValue, 0)]
    public void A_queue_that_does_not_exist_has_size_zero(uint select, uint size)
    {
        _driver.Out(MmioRegister.QueueSelect, select);
        Assert.Equal(size, _driver.In(MmioRegister.QueueSizeMax));
    }

    [Theory]
    [InlineData(0x100u, 1, 0x01UL)]
    [InlineData(0x101u, 2, 0x0302UL)]
    [InlineData(0x104u, 4, 0x08070605UL)]
    [InlineData(0x100u, 8, 0x0807060504030201UL)]
    [InlineData(0x108u, 4, 0x00000A09UL)]
    [InlineData(0x108u, 8, 0x0000000000000A09UL)]
    [InlineData(0x10Au, 4, 0UL)]
    [InlineData(0x100u, 3, 0UL)]
    [InlineData(uint.MaxValue, 1, 0UL)]
    [InlineData(uint.MaxValue, 8, 0UL)]
    public void The_configuration_space_is_read_with_the_width_of_the_access(uint offset, int width, ulong expected) =>
        Assert.Equal(expected, _driver.Transport.Read(offset, width));

    [Fact]
    public void The_configuration_space_is_written_with_the_width_of_the_access_and_eight_bytes_as_two_fours()
    {
        _driver.Transport.Write(0x100, 1, 0x1FF);
        _driver.Transport.Write(0x102, 2, 0x1FFFF);
        _driver.Transport.Write(0x104, 4, 0x1_0000_0001);
        _driver.Transport.Write(0x108, 8, 0x2222_2222_1111_1111);
        _driver.Transport.Write(0x10C, 3, 9);
        Assert.Equal([(0u, 1, 0xFFu), (2u, 2, 0xFFFFu), (4u, 4, 1u), (8u, 4, 0x1111_1111u), (12u, 4, 0x2222_2222u)], _driver.Device.ConfigurationWrites);
    }

    [Fact]
    public void Acknowledging_clears_the_bits_written_and_no_others()
    {
        _driver.Start();
        _driver.Transport.SignalUsed(0);
        _driver.Transport.SignalConfigurationChange();
        Assert.Equal(3u, _driver.In(MmioRegister.InterruptStatus));
        _driver.Out(MmioRegister.InterruptAcknowledge, MmioRegister.InterruptUsed);
        Assert.Equal(MmioRegister.InterruptConfiguration, _driver.In(MmioRegister.InterruptStatus));
        _driver.Out(MmioRegister.InterruptAcknowledge, uint.MaxValue);
        Assert.Equal(0u, _driver.In(MmioRegister.InterruptStatus));
    }

    [Fact]
    public void Each_event_is_an_edge_even_before_the_last_one_is_acknowledged()
    {
        _driver.Start();
        _driver.Transport.SignalUsed(0);
        _driver.Transport.SignalUsed(0);
        Assert.Equal(2, _driver.Interrupt.Edges);
    }

    [Fact]
    public void A_configuration_change_changes_the_generation_and_interrupts_only_a_running_driver()
    {
        _driver.Transport.SignalConfigurationChange();
        Assert.Equal(1u, _driver.In(MmioRegister.ConfigurationGeneration));
        Assert.Equal(0, _driver.Interrupt.Edges);
        _driver.Start();
        _driver.Transport.SignalConfigurationChange();
        Assert.Equal(2u, _driver.In(MmioRegister.ConfigurationGeneration));
        Assert.Equal(1, _driver.Interrupt.Edges);
        Assert.Equal(MmioRegister.InterruptConfiguration, _driver.HandleInterrupt());
    }

    [Fact]
    public void A_device_that_cannot_be_is_refused()
    {
        AssertRefused(new RecordingDevice { QueueCount = 0 });
        AssertRefused(new RecordingDevice { QueueCount = 65 });
        AssertRefused(new RecordingDevice { Features = 1UL << 24 });
        AssertRefused(new RecordingDevice { Features = 1UL << 33 });
        AssertRefused(new RecordingDevice { Features = 1UL << 49 });
        AssertRefused(new RecordingDevice { MaxSize = 6 });
    }

    private static void AssertRefused(RecordingDevice device)
    {
        using GuestRam ram = new();
        Assert.ThrowsAny<ArgumentException>(() =>
            new MmioTransport<RecordingDevice, CountingInterrupt>(device, new CountingInterrupt(new()), ram.Map, new()));
    }
}
