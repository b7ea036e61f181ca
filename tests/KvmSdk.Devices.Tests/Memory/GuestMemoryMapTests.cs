using CsCheck;
using KvmSdk.Devices.Memory;

namespace KvmSdk.Devices.Tests.Memory;

public sealed unsafe class GuestMemoryMapTests : IDisposable
{
    private const ulong LowEnd = GuestRam.LowBase + GuestRam.LowSize;

    private readonly GuestRam _ram = new();

    public void Dispose() => _ram.Dispose();

    [Theory]
    [InlineData(GuestRam.LowBase, GuestRam.LowSize, true)]
    [InlineData(GuestRam.LowBase, GuestRam.LowSize + 1, false)]
    [InlineData(GuestRam.LowBase - 1, 1, false)]
    [InlineData(LowEnd - 1, 1, true)]
    [InlineData(LowEnd - 1, 2, false)]
    [InlineData(LowEnd, 1, false)]
    [InlineData(LowEnd - 1, 0, true)]
    [InlineData(LowEnd, 0, false)]
    [InlineData(GuestRam.HighBase, GuestRam.HighSize, true)]
    [InlineData(GuestRam.HighBase - 1, 2, false)]
    [InlineData(GuestRam.LowBase, ulong.MaxValue, false)]
    [InlineData(GuestRam.LowBase + 1, ulong.MaxValue, false)]
    [InlineData(ulong.MaxValue, 1, false)]
    [InlineData(ulong.MaxValue, ulong.MaxValue, false)]
    [InlineData(0, 0, false)]
    public void A_piece_is_found_exactly_when_all_of_it_is_in_one_range(ulong address, ulong length, bool expected)
    {
        Assert.Equal(expected, _ram.Map.TryGetPointer(address, length, out byte* host));
        Assert.Equal(expected, host != null);
        Assert.Equal(expected && length <= int.MaxValue, _ram.Map.TryGetSpan(address, length, out Span<byte> span));
        Assert.Equal(expected ? (int)length : 0, span.Length);
    }

    [Fact]
    public void Lookup_agrees_with_wide_arithmetic_for_any_numbers() =>
        Gen.Select(Addresses, Lengths).Sample((address, length) =>
        {
            UInt128 end = (UInt128)address + length;
            bool expected = (address >= GuestRam.LowBase && address < LowEnd && end <= LowEnd)
                || (address >= GuestRam.HighBase && address < GuestRam.HighBase + GuestRam.HighSize && end <= GuestRam.HighBase + GuestRam.HighSize);
            return _ram.Map.TryGetPointer(address, length, out _) == expected;
        });

    [Fact]
    public void A_span_is_the_memory_itself()
    {
        Assert.True(_ram.Map.TryGetSpan(GuestRam.LowBase + 5, 3, out Span<byte> span));
        span.Fill(0xAB);
        Assert.Equal(0xABABAB00u, _ram.Read<uint>(GuestRam.LowBase + 4));
    }

    [Fact]
    public void Values_are_read_and_written_unaligned_up_to_the_last_byte_and_not_beyond()
    {
        Assert.True(_ram.Map.TryWrite(LowEnd - 8, 0x1122334455667788UL));
        Assert.True(_ram.Map.TryRead(LowEnd - 7, out uint value));
        Assert.Equal(0x44556677u, value);
        Assert.False(_ram.Map.TryWrite(LowEnd - 7, 0UL));
        Assert.False(_ram.Map.TryRead(LowEnd - 7, out ulong nothing));
        Assert.Equal(0UL, nothing);
        Assert.Equal(0x1122334455667788UL, _ram.Read<ulong>(LowEnd - 8));
    }

    [Fact]
    public void Indices_are_read_and_written_only_aligned()
    {
        Assert.True(_ram.Map.TryWriteRelease(LowEnd - 2, 0xBEEF));
        Assert.True(_ram.Map.TryReadAcquire(LowEnd - 2, out ushort value));
        Assert.Equal(0xBEEF, value);
        Assert.False(_ram.Map.TryReadAcquire(LowEnd - 3, out _));
        Assert.False(_ram.Map.TryWriteRelease(LowEnd - 3, 0));
        Assert.False(_ram.Map.TryReadAcquire(LowEnd, out _));
        Assert.False(_ram.Map.TryWriteRelease(LowEnd, 0));
    }

    [Fact]
    public void Ranges_that_adjoin_in_guest_and_host_count_as_one()
    {
        byte* host = HostOf(GuestRam.LowBase);
        GuestMemoryMap map = new([new(0x2000, 0x1000, host + 0x1000), new(0x1000, 0x1000, host), new(0x3000, 0x1000, host + 0x8000)]);
        Assert.Equal(2, map.Ranges.Length);
        Assert.True(map.TryGetPointer(0x1FFF, 2, out _));
        Assert.False(map.TryGetPointer(0x2FFF, 2, out _));
    }

    [Fact]
    public void A_map_that_cannot_be_is_refused()
    {
        byte* host = HostOf(GuestRam.LowBase);
        Assert.Throws<ArgumentException>(() => new GuestMemoryMap([]));
        Assert.Throws<ArgumentException>(() => new GuestMemoryMap(new GuestRamRange[GuestMemoryMap.MaxRanges + 1]));
        AssertRefused("is empty", new GuestRamRange(0, 0, host));
        AssertRefused("no host memory", new GuestRamRange(0, 0x1000, null));
        AssertRefused("passes the end", new GuestRamRange(ulong.MaxValue - 0xFFF, 0x1000, host));
        AssertRefused("4 KiB page", new GuestRamRange(0x10, 0x1000, host));
        AssertRefused("4 KiB page", new GuestRamRange(0, 0x1000, host + 1));
        AssertRefused("overlaps", new GuestRamRange(0, 0x1001, host), new GuestRamRange(0x1000, 0x1000, host));
    }

    [Fact]
    public void Eight_ranges_fit()
    {
        byte* host = HostOf(GuestRam.LowBase);
        GuestRamRange[] ranges = [.. Enumerable.Range(0, 8).Select(i => new GuestRamRange((ulong)i * 0x2000, 0x1000, host))];
        GuestMemoryMap map = new(ranges);
        Assert.True(map.TryGetPointer(0xE000, 0x1000, out _));
        Assert.False(map.TryGetPointer(0xF000, 1, out _));
    }

    [Fact]
    public void A_million_lookups_allocate_nothing() => Assert.Equal(0, AllocationMeter.Measure(() =>
    {
        for (ulong i = 0; i < 1_000_000; i++) _ram.Map.TryRead(GuestRam.HighBase + i, out uint _);
    }));

    private static Gen<ulong> Addresses => Gen.OneOf(
        Gen.ULong, Gen.ULong[GuestRam.LowBase - 4, GuestRam.LowBase + 4], Gen.ULong[LowEnd - 4, LowEnd + 4],
        Gen.ULong[GuestRam.HighBase - 4, GuestRam.HighBase + GuestRam.HighSize + 4]);

    private static Gen<ulong> Lengths => Gen.OneOf(
        Gen.ULong, Gen.ULong[0, 8], Gen.ULong[GuestRam.LowSize - 8, GuestRam.LowSize + 8], Gen.ULong[ulong.MaxValue - 8, ulong.MaxValue]);

    private byte* HostOf(ulong address)
    {
        Assert.True(_ram.Map.TryGetPointer(address, 1, out byte* host));
        return host;
    }

    private static void AssertRefused(string why, params GuestRamRange[] ranges) =>
        Assert.Contains(why, Assert.Throws<ArgumentException>(() => new GuestMemoryMap(ranges)).Message, StringComparison.Ordinal);
}
