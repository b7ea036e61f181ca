using CsCheck;

namespace KvmSdk.Devices.Tests.Virtio.Balloon;

public sealed class BalloonPropertyTests
{
    [Fact]
    public void Whatever_the_rings_hold_nothing_throws_leaves_ram_or_touches_what_is_shared()
    {
        int given = 0;
        Gen.Select(Gen.Byte.Array[16 * 16], Gen.UShort[0, 16].Array[16], Gen.UShort[0, 18], Gen.UInt.Array[64], Gen.Int[0, 4]).Sample(
            (descriptors, heads, index, numbers, queue) =>
            {
                using BalloonRig rig = new(size: 16);
                rig.Host.KeepsNoList = true;
                rig.Ram.Span(BalloonRig.Kept, 0x2000).Fill(0x5A);
                for (int i = 0; i < numbers.Length; i++)
                {
                    // Half of them of RAM's low range and around it.
                    rig.Ram.Write(BalloonRig.Data + (4 * (uint)i), (numbers[i] & 1) == 0 ? BalloonRig.Page(BalloonRig.Spare) + ((numbers[i] >> 1) % 12) : numbers[i]);
                }

                var served = queue switch { 0 => rig.Inflate, 1 => rig.Deflate, 2 => rig.Statistics, _ => rig.Reports };
                for (int i = 0; i < 16; i++)
                {
                    byte[] raw = descriptors[(16 * i)..(16 * (i + 1))];
                    Piece piece = queue < 3
                        ? new(BalloonRig.Data + raw[0], raw[1], (ushort)(raw[3] < 192 ? raw[3] & 1 : raw[3] & 7))
                        : new(BalloonRig.Spare + ((ulong)raw[0] << 7), (uint)(raw[1] << 6), (ushort)(raw[3] < 192 ? Piece.Write | (raw[3] & 1) : raw[3] & 7));
                    served.Describe(i, piece, (ushort)(raw[4] % 18));
                }

                foreach (ushort head in heads) served.Offer(head);
                served.AvailableIndex = index;
                rig.Driver.Kick((uint)Math.Min(queue, 3));
                rig.Driver.Settle();
                rig.Device.RequestStatistics();
                Assert.False(rig.Ram.Span(BalloonRig.Kept, 0x2000).ContainsAnyExcept((byte)0x5A));
                if (rig.Traffic.HostCalls > 0) Interlocked.Increment(ref given);
            },
            iter: 2_000);

        // Hostile, but not hopeless: many give something.
        Assert.True(given > 200, $"only {given} guests gave a page");
    }
}
