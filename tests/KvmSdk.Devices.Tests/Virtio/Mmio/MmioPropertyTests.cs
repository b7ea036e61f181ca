using CsCheck;
using KvmSdk.Devices.Virtio;
using KvmSdk.Devices.Virtio.Mmio;

namespace KvmSdk.Devices.Tests.Virtio.Mmio;

public sealed class MmioPropertyTests
{
    private static readonly Gen<uint> Offsets = Gen.Frequency(
        (20, Gen.UInt[0, 0x44].Select(i => i * 4)),
        (3, Gen.UInt[0, 0x200]),
        (1, Gen.UInt));

    // Values that mean something to some register, and arbitrary ones.
    private static readonly Gen<ulong> Values = Gen.Frequency(
        (6, Gen.ULong[0, 16]),
        (2, Pick<ulong>(3, 11, 15, 0x10_0000, 0x10_1000, 0x10_2000)),
        (1, Gen.ULong));

    [Fact]
    public void No_sequence_of_accesses_throws_or_breaks_the_order_of_things() =>
        Gen.Select(Gen.Bool, Offsets, Pick(1, 2, 4, 4, 4, 4, 8), Values).Array[0, 120].Sample(
            accesses =>
            {
                using FakeDriver<RecordingDevice> driver = new(new RecordingDevice());
                // Half of the traffic starts at a device that is set up, or it would hardly ever come so far.
                if (accesses.Length % 2 == 0) driver.Start();
                foreach (var (write, offset, width, value) in accesses)
                {
                    uint before = driver.Status;
                    if (write) driver.Transport.Write(offset, width, value);
                    else driver.Transport.Read(offset, width);
                    CheckStatus(driver, before, driver.Status);
                    CheckPage(driver);
                }
            },
            iter: 3_000);

    // A guest that reads the page sees what it would have been told.
    private static void CheckPage(FakeDriver<RecordingDevice> driver)
    {
        for (uint offset = 0; offset < MmioRegisterPage.Size; offset += sizeof(uint))
        {
            if (driver.In(offset) != driver.Page.Read(offset)) Assert.Fail($"register 0x{offset:X}: {driver.In(offset):X}, in the page {driver.Page.Read(offset):X}");
        }
    }

    private static Gen<T> Pick<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static void CheckStatus(FakeDriver<RecordingDevice> driver, uint before, uint after)
    {
        // Bits are lost all at once or not at all.
        Assert.True(after == 0 || (after & before) == before, $"{before:X} -> {after:X}");
        if ((after & VirtioStatus.FeaturesOk) != 0) Assert.Equal(3u, after & 3);
        if ((after & VirtioStatus.DriverOk) != 0) Assert.Equal(VirtioStatus.FeaturesOk, after & VirtioStatus.FeaturesOk);
        if (driver.Transport.IsRunning)
        {
            Assert.NotEqual(0, driver.Device.Activations);
            Assert.Equal(VirtioFeature.Version1, driver.Device.AgreedFeatures & VirtioFeature.Version1);
            Assert.Equal(0UL, driver.Device.AgreedFeatures & ~(VirtioFeature.Common | RecordingDevice.OneFeature));
        }
    }
}
