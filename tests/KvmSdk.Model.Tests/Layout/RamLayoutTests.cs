using KvmSdk.Model.Layout;

namespace KvmSdk.Model.Tests.Layout;

public sealed class RamLayoutTests
{
    private const ulong MiB = 1 << 20;

    [Theory]
    [InlineData(1)]
    [InlineData(X86Layout.MinMemoryMiB)]
    [InlineData(3071)]
    [InlineData(3072)]
    public void Up_to_three_gibibytes_lie_in_one_range(int memoryMiB) =>
        Assert.Equal([new AddressRange(0, (ulong)memoryMiB * MiB)], RamLayout.Split(memoryMiB));

    [Theory]
    [InlineData(3073)]
    [InlineData(4096)]
    [InlineData(X86Layout.MaxMemoryMiB)]
    public void What_exceeds_three_gibibytes_goes_on_at_four(int memoryMiB) =>
        Assert.Equal(
            [new AddressRange(0, 3072 * MiB), new AddressRange(0x1_0000_0000, ((ulong)memoryMiB - 3072) * MiB)],
            RamLayout.Split(memoryMiB));

    [Fact]
    public void The_largest_memory_ends_where_forty_address_bits_do() =>
        Assert.Equal((1UL << 40) - 1, RamLayout.Split(X86Layout.MaxMemoryMiB)[1].Last);
}
