using System.Runtime.CompilerServices;
using KvmSdk.Devices.Memory;

namespace KvmSdk.Devices.Tests.Memory;

public sealed unsafe class IoVectorTests
{
    [Fact]
    public void It_is_laid_out_as_the_kernel_wants_it()
    {
        IoVector vector = new((byte*)0x1122_3344, 0x5566);
        Assert.Equal(2 * sizeof(nint), sizeof(IoVector));
        ReadOnlySpan<nint> words = new(Unsafe.AsPointer(ref vector), 2);
        Assert.Equal([0x1122_3344, 0x5566], words.ToArray());
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 3)]
    [InlineData(4, 4)]
    [InlineData(5, 4)]
    [InlineData(int.MaxValue, 4)]
    public void Its_first_bytes_are_no_more_than_it_has(int limit, int length)
    {
        uint memory = 0;
        Assert.Equal(length, new IoVector((byte*)&memory, 4).First(limit).Length);
    }
}
