using KvmSdk.Devices.Tests.Memory;
using KvmSdk.Devices.Virtio.Balloon;
using KvmSdk.Devices.Virtio.Mmio;

namespace KvmSdk.Devices.Tests.Virtio.Balloon;

/// <summary>A balloon with a guest's driver on one side and the host's memory on the other, both in the test's hands.</summary>
internal sealed class BalloonRig : IDisposable
{
    public const ulong Data = FakeDriver<MemoryBalloon<HostRecorder.Backend>>.Data;
    public const ulong Table = FakeDriver<MemoryBalloon<HostRecorder.Backend>>.Table;

    /// <summary>The first page that no test puts anything into but what it gives away.</summary>
    public const ulong Spare = GuestRam.LowBase + 0x1_8000;

    /// <summary>Two pages that the host shares with the guest.</summary>
    public const ulong Kept = GuestRam.LowBase + 0x1_C000;

    public BalloonRig(ulong accept = ulong.MaxValue, ushort size = 64, bool isResident = false, int reportQueue = 3, uint target = 0)
    {
        BalloonDeviceOptions options = new()
        {
            Memory = Ram.Map,
            Kept = [(Kept, 0x2000), (0x8_0000_0000, 0x1000)],
            PageReporting = !isResident,
            IsResident = isResident,
            TargetPages = target,
        };
        Driver = new(new MemoryBalloon<HostRecorder.Backend>(new(Host), options), Ram);
        Host.Base = Ram;
        Start(accept, size, reportQueue);
    }

    public GuestRam Ram { get; } = new();

    public HostRecorder Host { get; } = new();

    public FakeDriver<MemoryBalloon<HostRecorder.Backend>> Driver { get; }

    public MemoryBalloon<HostRecorder.Backend> Device => Driver.Device;

    public BalloonTraffic Traffic => Device.Traffic;

    public FakeQueue Inflate { get; private set; } = null!;

    public FakeQueue Deflate { get; private set; } = null!;

    public FakeQueue Statistics { get; private set; } = null!;

    public FakeQueue Reports { get; private set; } = null!;

    public void Start(ulong accept, ushort size, int reportQueue = 3)
    {
        Driver.Begin();
        Driver.Accept(Driver.OfferedFeatures() & accept);
        Inflate = Place(0, size);
        Deflate = Place(1, size);
        Statistics = Place(2, size);
        Reports = reportQueue == 2 ? Statistics : Place((uint)reportQueue, size);
        Driver.Out(MmioRegister.Status, 15);
        Assert.Equal(15u, Driver.Status);
    }

    /// <summary>Offers a request of page numbers at <see cref="Data"/> and rings.</summary>
    public ushort Send(FakeQueue queue, params uint[] pages)
    {
        for (int i = 0; i < pages.Length; i++) Ram.Write(Data + (4 * (uint)i), pages[i]);
        ushort head = queue.Offer(Piece.In(Data, 4 * (uint)pages.Length));
        Driver.Kick(queue == Deflate ? 1u : 0u);
        return head;
    }

    public static uint Page(ulong address) => (uint)(address >> 12);

    public void Dispose() => Driver.Dispose();

    private FakeQueue Place(uint index, ushort size)
    {
        Driver.PlaceQueue(index, size);
        Driver.Out(MmioRegister.QueueReady, 1);
        return Driver.Queue;
    }
}
