using KvmSdk.Devices.Tests.Memory;
using KvmSdk.Devices.Tests.Virtio;
using KvmSdk.Devices.Tests.Virtio.Block;

namespace KvmSdk.Runtime.Tests.Virtio;

/// <summary>Disks past the host's page cache, whatever pieces the guest cuts its memory into.</summary>
public sealed class DirectDiskTests
{
    private const ulong Data = DiskRig.Data;
    private const ulong High = GuestRam.HighBase;

    public static bool[] Engines => RingFactAttribute.Refusal is null ? [false, true] : [false];

    [DirectFact]
    public void Pieces_that_are_aligned_and_pieces_that_are_not_arrive_where_they_belong() => Assert.All(Engines, byRing =>
    {
        using ImageFile image = ImageFile.OfSectors(512);
        using (DiskRig rig = Open(image, byRing))
        {
            Assert.Equal(BlockDriver.Ok, rig.Requests.Do(BlockDriver.In, 8, Piece.Out(Data, 4096), Piece.Out(Data + 0x2000, 4096)).Status);
            Assert.Equal(ImageFile.Sectors(512)[4096..12288], (byte[])[.. rig.Ram.Span(Data, 4096), .. rig.Ram.Span(Data + 0x2000, 4096)]);
            Assert.Equal(BlockDriver.Ok, rig.Requests.Do(BlockDriver.In, 16, Piece.Out(Data + 1, 1000), Piece.Out(Data + 0x1003, 3096)).Status);
            Assert.Equal(ImageFile.Sectors(512)[8192..12288], (byte[])[.. rig.Ram.Span(Data + 1, 1000), .. rig.Ram.Span(Data + 0x1003, 3096)]);

            rig.Ram.Span(Data, 8192).Fill(0xA1);
            rig.Ram.Span(Data + 0x3000, 8192).Fill(0xA2);
            Assert.Equal(BlockDriver.Ok, rig.Requests.Do(BlockDriver.Out, 0, Piece.In(Data, 4096)).Status);
            Assert.Equal(BlockDriver.Ok, rig.Requests.Do(BlockDriver.Out, 32, Piece.In(Data + 7, 96), Piece.In(Data + 0x3001, 4000)).Status);
            Assert.Equal(BlockDriver.Ok, rig.DoRange(BlockDriver.WriteZeroes, 64, 8));
            Assert.Equal(BlockDriver.Ok, rig.Requests.Do(BlockDriver.Flush, 0).Status);
            Assert.Equal(0ul, rig.Counters.Errors);
        }

        byte[] expected = ImageFile.Sectors(512);
        expected.AsSpan(0, 4096).Fill(0xA1);
        expected.AsSpan(32 * 512, 96).Fill(0xA1);
        expected.AsSpan((32 * 512) + 96, 4000).Fill(0xA2);
        Array.Clear(expected, 64 * 512, 4096);
        Assert.Equal(expected, image.Read());
    });

    [DirectFact]
    public void A_long_request_in_odd_pieces_goes_by_parts()
    {
        // More than the bounce memory holds; the pieces may overlap, since they are only read.
        const int length = 40 * 4096;
        (ulong Address, uint Length)[] pieces = [(High + 1, 60_001), (High + 3, 60_001), (High, length - 120_002)];
        using ImageFile image = ImageFile.OfSectors(512);
        byte[] expected = ImageFile.Sectors(512);
        using (DiskRig rig = Open(image, byRing: false))
        {
            Span<byte> memory = rig.Ram.Span(High, 0x1_0000);
            for (int i = 0; i < memory.Length; i++)
            {
                memory[i] = (byte)((i * 7) + (i >> 8));
            }

            byte[] source = [.. pieces.SelectMany(piece => rig.Ram.Span(piece.Address, (int)piece.Length).ToArray())];
            source.CopyTo(expected, 4096);
            Assert.Equal(BlockDriver.Ok, rig.Requests.Do(BlockDriver.Out, 8, [.. pieces.Select(piece => Piece.In(piece.Address, piece.Length))]).Status);
        }

        Assert.Equal(expected, image.Read());
    }

    private static DiskRig Open(ImageFile image, bool byRing) => new(DiskImage.Raw(image.Path, cache: DiskCache.None), byRing: byRing, sectorSize: 4096);
}
