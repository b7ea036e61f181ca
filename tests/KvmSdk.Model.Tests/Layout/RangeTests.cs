using KvmSdk.Model.Layout;

namespace KvmSdk.Model.Tests.Layout;

public sealed class RangeTests
{
    [Theory]
    [InlineData(0x0F, 1, false)]
    [InlineData(0x0F, 2, true)]
    [InlineData(0x17, 1, true)]
    [InlineData(0x18, 1, false)]
    [InlineData(0x00, 0x40, true)]
    public void Port_ranges_overlap_if_they_share_a_port(int start, int count, bool overlaps)
    {
        var range = new PortRange(0x10, 8);
        var other = new PortRange((ushort)start, count);

        Assert.Equal(overlaps, range.Overlaps(other));
        Assert.Equal(overlaps, other.Overlaps(range));
    }

    [Theory]
    [InlineData(0x0FFF, 1, false)]
    [InlineData(0x0FFF, 2, true)]
    [InlineData(0x1FFF, 1, true)]
    [InlineData(0x2000, 1, false)]
    public void Address_ranges_overlap_if_they_share_an_address(ulong start, ulong size, bool overlaps)
    {
        var range = new AddressRange(0x1000, 0x1000);
        var other = new AddressRange(start, size);

        Assert.Equal(overlaps, range.Overlaps(other));
        Assert.Equal(overlaps, other.Overlaps(range));
    }

    [Fact]
    public void The_last_address_of_all_can_belong_to_a_range()
    {
        var top = new AddressRange(ulong.MaxValue - 0xFFF, 0x1000);

        Assert.Equal(ulong.MaxValue, top.Last);
        Assert.True(top.Overlaps(new(ulong.MaxValue, 1)));
        Assert.False(top.Overlaps(new(0, 0x1000)));
    }

    [Fact]
    public void Ranges_read_as_first_and_last()
    {
        Assert.Equal("0x03F8-0x03FF", new PortRange(0x3F8, 8).ToString());
        Assert.Equal("0x0064", new PortRange(0x64, 1).ToString());
        Assert.Equal("0xD0000000-0xD0000FFF", new AddressRange(0xD000_0000, 0x1000).ToString());
    }
}
