using KvmSdk.Model.Spec;

namespace KvmSdk.Model.Tests.Spec;

public sealed class MacAddressTests
{
    [Theory]
    [InlineData("52:54:00:12:34:56", 0x5254_0012_3456UL)]
    [InlineData("FF:ff:fF:Ff:0a:A0", 0xFFFF_FFFF_0AA0UL)]
    [InlineData("00:00:00:00:00:00", 0UL)]
    public void Six_pairs_are_read_and_written_in_small_letters(string text, ulong value)
    {
        Assert.True(MacAddress.TryParse(text, out MacAddress address));
        Assert.Equal(value, address.Value);
        Assert.Equal(text.ToLowerInvariant(), address.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("52:54:00:12:34")]
    [InlineData("52:54:00:12:34:56:78")]
    [InlineData("52:54:00:12:34:5")]
    [InlineData("52:54:00:12:34:567")]
    [InlineData("52:54:00:12:34: 6")]
    [InlineData("52:54:00:12:34:+6")]
    [InlineData("52:54:00:12:34:0x")]
    [InlineData("52-54-00-12-34-56")]
    public void Anything_else_is_no_address(string? text) => Assert.False(MacAddress.TryParse(text, out _));

    [Fact]
    public void A_name_always_gives_the_same_locally_administered_address_of_a_station()
    {
        // What stands here stands in somebody's DHCP server.
        Assert.Equal("22:52:d0:7a:b4:1f", MacAddress.Of("Samples.Web.Lan").ToString());
        MacAddress[] many = [.. Enumerable.Range(0, 10_000).Select(i => MacAddress.Of($"Vm{i % 100}.Lan{i / 100}"))];
        Assert.All(many, address => Assert.Equal(0x02UL, (address.Value >> 40) & 0x03));
        Assert.Equal(many.Length, many.Distinct().Count());
    }

    [Theory]
    [InlineData(0x5254_0000_0001UL, 0x5254_0000_0002UL)]
    [InlineData(0x52FF_FFFF_FFFFUL, 0x5200_0000_0000UL)]
    public void The_next_address_has_the_same_first_byte(ulong value, ulong next) => Assert.Equal(new MacAddress(next), new MacAddress(value).Next);

    [Theory]
    [InlineData(0x0100_5E00_0001UL, true)]
    [InlineData(0xFFFF_FFFF_FFFFUL, true)]
    [InlineData(0xFE54_0000_0001UL, false)]
    public void The_lowest_bit_of_the_first_byte_makes_a_group(ulong value, bool isGroup)
    {
        Assert.Equal(isGroup, new MacAddress(value).IsMulticast);
        Assert.False(new MacAddress(value).AsStation.IsMulticast);
    }
}
