using KvmSdk.Model.Plan;
using KvmSdk.Model.Rules;

namespace KvmSdk.Model.Tests.Rules;

public sealed class SharedMemoryChecksTests
{
    private static readonly EquatableArray<SharedMemoryPlan> _memories = [new("A", new(0x80_0000, 0x1000)), new("B", new(0xFF_F000, 0x1000))];

    [Fact]
    public void A_start_with_as_much_memory_as_it_takes_is_right() => Assert.Null(SharedMemoryChecks.CheckInstance(_memories, 16));

    [Fact]
    public void A_start_with_less_is_told_how_much_it_takes() => Assert.Equal(
        "KVM0651: Shared memory 'B' at 0x00FFF000-0x00FFFFFF is not all in the 15 MiB of RAM; give the machine at least 16 MiB (--memory 16)",
        SharedMemoryChecks.CheckInstance(_memories, 15)!.ToString());

    [Theory]
    [InlineData(0x70_0000, 0x10_0000)]
    [InlineData(0x80_1000, 0x7F_E000)]
    [InlineData(0x80_1000, 1)]
    public void An_image_beside_them_is_right(ulong address, long length) => Assert.Null(SharedMemoryChecks.CheckImage(_memories, "a.bin", length, address));

    [Theory]
    [InlineData(0x70_0000, 0x10_0001, "Shared memory 'A' at 0x00800000-0x00800FFF lies over the image 'a.bin' at 0x00700000-0x00800000; use an address from 0x801000 up")]
    [InlineData(0x80_1000, 0x7F_E001, "Shared memory 'B' at 0x00FFF000-0x00FFFFFF lies over the image 'a.bin' at 0x00801000-0x00FFF000; use an address from 0x1000000 up")]
    [InlineData(0x80_0FFF, 1, "Shared memory 'A' at 0x00800000-0x00800FFF lies over the image 'a.bin' at 0x00800FFF-0x00800FFF; use an address from 0x801000 up")]
    public void An_image_that_would_reach_them_is_reported_with_where_it_ends(ulong address, long length, string message)
    {
        Violation violation = SharedMemoryChecks.CheckImage(_memories, "a.bin", length, address)!;

        Assert.Equal(SharedMemoryRules.OverBootMemory, violation.Rule);
        Assert.Equal(message, violation.Message);
    }
}
