using KvmSdk.Interop;
using KvmSdk.Memory;
using KvmSdk.Runtime.Tests.Life;

namespace KvmSdk.Runtime.Tests.Memory;

// Alone, because it looks at addresses that it has given back.
[Collection(Alone.Name)]
public sealed class AlignedMappingTests
{
    private const int Huge = HugePagePool.PageSize;

    /// <summary>Newer kernels align a large mapping by themselves, so that its start is chosen here.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(4096)]
    [InlineData(3 * 4096)]
    [InlineData(Huge - 4096)]
    public unsafe void Aligned_memory_is_cut_out_of_a_larger_mapping_and_the_rest_given_back(int askew)
    {
        const int Room = 4 * Huge, Kept = 3 * Huge;

        // SAFETY (all): this test's own fresh mapping; what is cut away is not touched again.
        nint all = (nint)Libc.mmap(null, 8 * Huge, Libc.PROT_READ | Libc.PROT_WRITE, Libc.MAP_PRIVATE | Libc.MAP_ANONYMOUS, -1, 0);
        nint start = ((all + Huge) & -Huge) + askew;
        Assert.Equal(0, Libc.munmap((void*)all, (nuint)(start - all)));
        Assert.Equal(0, Libc.munmap((void*)(start + Room), (nuint)(all + (8 * Huge) - start - Room)));

        nint aligned = HostMemory.CutAligned(start, Room, Kept);

        Assert.Equal(0, aligned % Huge);
        Assert.InRange(aligned, start, start + Huge - 1);
        Assert.Equal(aligned, MappingReport.Of(aligned).Start);
        Assert.Equal(aligned, MappingReport.Of(aligned + Kept - 1).Start);
        Assert.Throws<InvalidOperationException>(() => MappingReport.Of(aligned - 1));
        Assert.Throws<InvalidOperationException>(() => MappingReport.Of(aligned + Kept));
        Assert.Equal(0, Libc.munmap((void*)aligned, Kept));
    }
}
