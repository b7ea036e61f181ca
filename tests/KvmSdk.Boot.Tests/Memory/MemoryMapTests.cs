using CsCheck;
using KvmSdk.Boot.Memory;

namespace KvmSdk.Boot.Tests.Memory;

public class MemoryMapTests
{
    [Fact]
    public void RAM_is_usable_but_for_the_firmware_area()
    {
        MemoryMap map = MemoryMap.ForRam([new RamRange(0, 512UL << 20), new RamRange(BootLayout.HighRam, 1UL << 30)]);
        MemoryMapEntry[] expected =
            [
                new(new(0, 0x9_fc00), MemoryType.Ram),
                new(new(0x9_fc00, 0x6_0400), MemoryType.Reserved),
                new(new(0x10_0000, (512UL << 20) - 0x10_0000), MemoryType.Ram),
                new(new(BootLayout.HighRam, 1UL << 30), MemoryType.Ram),
            ];
        Assert.Equal(expected, map.Entries.ToArray());
    }

    [Fact]
    public void The_last_word_on_an_address_holds_and_the_map_stays_sorted()
    {
        Gen<(RamRange, MemoryType)> entry = Gen.Select(Gen.ULong[0, 30], Gen.ULong[0, 12], Gen.Enum<MemoryType>())
            .Select(t => (new RamRange(t.Item1, t.Item2), t.Item3));
        entry.Array[0, 12].Sample(entries =>
        {
            MemoryMap map = MemoryMap.ForRam([]);
            MemoryType?[] expected = new MemoryType?[48];
            foreach ((RamRange range, MemoryType type) in entries)
            {
                map = map.With(range, type);
                Array.Fill(expected, type, (int)range.Start, (int)range.Length);
            }

            bool sorted = map.Entries.Zip(map.Entries.Skip(1)).All(pair => pair.First.Range.End <= pair.Second.Range.Start);
            return sorted && Enumerable.Range(0, 48).All(x => TypeAt(map, (ulong)x) == expected[x]);
        });
    }

    [Fact]
    public void More_ranges_than_a_kernel_takes_are_refused()
    {
        RamRange[] ranges = [.. Enumerable.Range(0, 128).Select(i => new RamRange(BootLayout.HighRam + (ulong)(i * 2), 1))];
        Assert.Equal("memory map: 129 ranges do not fit the 128 a kernel takes: declare fewer memory regions",
            Assert.Throws<BootException>(() => MemoryMap.ForRam(ranges)).Message);
        Assert.Equal(128, MemoryMap.ForRam(ranges.AsSpan(1)).Entries.Length);
    }

    private static MemoryType? TypeAt(MemoryMap map, ulong address)
    {
        MemoryMapEntry[] found = [.. map.Entries.Where(entry => entry.Range.Contains(address, 1))];
        return found.Length == 0 ? null : Assert.Single(found).Type;
    }
}
