using KvmSdk.Devices.Virtio.Block;
using KvmSdk.Devices.Virtio.Mmio;

namespace KvmSdk.Devices.Tests.Virtio.Block;

/// <summary>Whether a write is durable when it completes (VIRTIO_BLK_F_FLUSH, VIRTIO_BLK_F_CONFIG_WCE), and what the disk says of itself.</summary>
public sealed class BlockCacheTests
{
    private const uint WriteBack = MmioRegister.Configuration + 32;

    [Theory]
    [InlineData(ulong.MaxValue, 1, false)]
    [InlineData(ulong.MaxValue, 0, true)]
    [InlineData(~BlockFeature.ConfigureWriteBack, 0, false)]
    [InlineData(~BlockFeature.Flush, 1, true)]
    [InlineData(~(BlockFeature.Flush | BlockFeature.ConfigureWriteBack), 1, true)]
    public void A_write_is_durable_where_the_driver_cannot_flush_or_chose_so(ulong accept, byte chosen, bool durable)
    {
        using BlockRig rig = new(accept: accept);
        rig.Driver.Transport.Write(WriteBack, 1, chosen);
        rig.Do(BlockRig.Out, 0, Piece.In(BlockRig.Data, 512));
        Assert.Equal([durable ? "Write 0+512 durable" : "Write 0+512"], rig.Disk.Log);
    }

    [Fact]
    public void The_choice_is_read_back_and_a_reset_takes_it_away()
    {
        using BlockRig rig = new();
        Assert.Equal(1UL, rig.Driver.Transport.Read(WriteBack, 1));
        rig.Driver.Transport.Write(WriteBack, 1, 0);
        Assert.Equal(0UL, rig.Driver.Transport.Read(WriteBack, 1));
        rig.Driver.Out(MmioRegister.Status, 0);
        Assert.Equal(1UL, rig.Driver.Transport.Read(WriteBack, 1));
    }

    [Theory]
    [InlineData(WriteBack, 1, 2UL)]
    [InlineData(WriteBack, 2, 0UL)]
    [InlineData(WriteBack, 4, 0UL)]
    [InlineData(WriteBack - 1, 2, 0UL)]
    [InlineData(MmioRegister.Configuration, 4, 0UL)]
    [InlineData(MmioRegister.Configuration + 20, 4, 0UL)]
    [InlineData(uint.MaxValue, 1, 0UL)]
    public void Nothing_else_in_the_configuration_can_be_written(uint offset, int width, ulong value)
    {
        using BlockRig rig = new();
        byte[] before = Configuration(rig);
        rig.Driver.Transport.Write(offset, width, value);
        Assert.Equal(before, Configuration(rig));
    }

    [Fact]
    public void The_configuration_tells_topology_and_geometry()
    {
        using BlockRig rig = new(new() { QueueSize = 16, BlockSize = 512, PhysicalBlockSize = 4096 });
        const ulong expected = BlockFeature.Topology | BlockFeature.Geometry | BlockFeature.BlockSize;
        Assert.Equal(expected, rig.Driver.OfferedFeatures() & expected);
        Assert.Equal(512u, rig.Device.ReadConfiguration(20, 4));
        Assert.Equal(3u, rig.Device.ReadConfiguration(24, 1));
        Assert.Equal(0u, rig.Device.ReadConfiguration(25, 1));
        Assert.Equal(8u, rig.Device.ReadConfiguration(26, 2));
        Assert.Equal((16u, 63u), (rig.Device.ReadConfiguration(18, 1), rig.Device.ReadConfiguration(19, 1)));
        rig.Disk.Capacity = 16 * 63 * 1000;
        rig.Device.RefreshCapacity();
        Assert.Equal(1000u, rig.Device.ReadConfiguration(16, 2));
        rig.Disk.Capacity = ulong.MaxValue;
        rig.Device.RefreshCapacity();
        Assert.Equal(65535u, rig.Device.ReadConfiguration(16, 2));
    }

    [Fact]
    public void State_is_saved_and_put_back_and_not_while_a_request_is_under_way()
    {
        using BlockRig rig = new();
        rig.Driver.Transport.Write(WriteBack, 1, 0);
        BlockState state = rig.Device.Save();
        Assert.Equal(new BlockState { WriteBack = false }, state);
        using BlockRig other = new();
        other.Device.Restore(in state);
        other.Do(BlockRig.Out, 0, Piece.In(BlockRig.Data, 512));
        Assert.Equal(["Write 0+512 durable"], other.Disk.Log);

        other.Disk.Asynchronous = true;
        other.Offer(0, BlockRig.FlushType, 0);
        other.Driver.Kick();
        Assert.Throws<InvalidOperationException>(() => other.Device.Save());
    }

    private static byte[] Configuration(BlockRig rig) =>
        [.. Enumerable.Range(0, 64).Select(offset => (byte)rig.Driver.Transport.Read(MmioRegister.Configuration + (uint)offset, 1))];
}
