using KvmSdk.Boot.Memory;
using KvmSdk.Boot.Pvh;
using KvmSdk.Boot.Tests.Support;

namespace KvmSdk.Boot.Tests.Pvh;

public class PvhStartInfoTests
{
    [Fact]
    public void Fields_stand_where_the_header_says()
    {
        ArrayRam ram = ArrayRam.OfMiB(4);
        ram.Fill(0xff);
        MemoryMap map = MemoryMap.ForRam(ram.Ranges);
        PvhStartInfo.Write(ram, map, new RamRange(0x30_0000, 0x1234), rsdp: 0xe_0000);

        Span<byte> info = ram.At(BootLayout.PvhStartInfo, 56);
        Assert.Equal(0x336ec578u, BitConverter.ToUInt32(info));
        Assert.Equal([1u, 0u, 1u], [U32(info, 4), U32(info, 8), U32(info, 12)]);
        Assert.Equal([BootLayout.PvhModuleList, BootLayout.CommandLine, 0xe_0000UL, BootLayout.PvhMemoryMap],
            [U64(info, 16), U64(info, 24), U64(info, 32), U64(info, 40)]);
        Assert.Equal([3u, 0u], [U32(info, 48), U32(info, 52)]);

        Span<byte> module = ram.At(BootLayout.PvhModuleList, 32);
        Assert.Equal([0x30_0000UL, 0x1234UL, 0UL, 0UL], [U64(module, 0), U64(module, 8), U64(module, 16), U64(module, 24)]);

        for (int i = 0; i < 3; i++)
        {
            Span<byte> entry = ram.At(BootLayout.PvhMemoryMap + (ulong)(i * 24), 24);
            Assert.Equal((map.Entries[i].Range.Start, map.Entries[i].Range.Length, (uint)map.Entries[i].Type, 0u),
                (U64(entry, 0), U64(entry, 8), U32(entry, 16), U32(entry, 20)));
        }
    }

    [Fact]
    public void Without_an_initial_RAM_disk_there_is_no_module()
    {
        ArrayRam ram = ArrayRam.OfMiB(4);
        PvhStartInfo.Write(ram, MemoryMap.ForRam(ram.Ranges), initrd: null, rsdp: 0);

        Span<byte> info = ram.At(BootLayout.PvhStartInfo, 56);
        Assert.Equal((0u, 0UL, 0UL), (U32(info, 12), U64(info, 16), U64(info, 32)));
    }

    private static uint U32(Span<byte> bytes, int at) => BitConverter.ToUInt32(bytes[at..]);

    private static ulong U64(Span<byte> bytes, int at) => BitConverter.ToUInt64(bytes[at..]);
}
