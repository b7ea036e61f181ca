using System.Runtime.InteropServices;
using KvmSdk.Devices.Virtio.Balloon;
using KvmSdk.Devices.Virtio.Mmio;

namespace KvmSdk.Fuzz.Targets;

/// <summary>The memory balloon, which takes pages from under the guest's own queues if the guest says so.</summary>
internal sealed unsafe class BalloonTarget : VirtioTarget<MemoryBalloon<BalloonTarget.Host>>
{
    private const ulong KeptAt = 0x8000;
    private const ulong KeptLength = 0x1000;

    private MemoryBalloon<Host>? _device;
    private uint _actual;
    private bool _refuses;

    public override string Name => "balloon";

    // Queues: pages that come, pages that go, statistics, reports of free pages.
    protected override IEnumerable<Script> Scripts =>
    [
        new Script().Start().Ram(0x2000, Words(9, 10, 12, 8, 100)).Descriptor(0, 0, 0x2000, 20, 0, 0).Offer(0, 0).Notify(0).Ram(0x2000, Words(10, 9)).Descriptor(1, 0, 0x2000, 8, 0, 0).Offer(1, 0).Serve(1).Write(0x104, 3),
        new Script().Start().Ram(0x2000, [0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 5, 0, 2, 0, 0, 0, 0, 0, 0, 0]).Descriptor(2, 0, 0x2000, 20, 0, 0).Offer(2, 0).Notify(2).Host(1).Offer(2, 0).Notify(2).Host(2),
        new Script().Start().Descriptor(3, 0, 0xA000, 0x2000, 3, 1).Descriptor(3, 1, 0x7800, 0x1000, 2, 0).Offer(3, 0).Serve(3).Host(3).Write(0x10C, 1).Offer(3, 0).Serve(3).Host(4),
    ];

    protected override MemoryBalloon<Host> Make()
    {
        _actual = 0;
        _refuses = false;
        return _device = new MemoryBalloon<Host>(new Host(this), new BalloonDeviceOptions { Memory = Ram, TargetPages = 5, Kept = [(KeptAt, KeptLength)] });
    }

    protected override void HostEvent(MemoryBalloon<Host> device, MmioTransport<MemoryBalloon<Host>, NoInterrupt> transport, byte what)
    {
        switch (what % 4)
        {
            case 0: device.SetTarget(what); break;
            case 1: device.RequestStatistics(); break;
            case 2: _refuses = !_refuses; break;
            default:
                BalloonState state = device.Save();
                Require(device.TryRestore(in state) && device.Save() == state, "a state that was saved is none, or becomes another");
                break;
        }
    }

    protected override void AfterReset(MemoryBalloon<Host> device) => Require(device.ActualPages == 0 && _actual == 0 && !device.HasDriver, "a reset left pages in the balloon");

    private static byte[] Words(params uint[] words) => [.. words.SelectMany(BitConverter.GetBytes)];

    private bool Discard(byte* start, nuint length)
    {
        RequireInRam([new(start, length)]);
        Require(length > 0 && length % BalloonFormat.PageSize == 0 && (nuint)start % BalloonFormat.PageSize == 0, "memory is given back that is not of whole pages");
        Require(Ram.TryGetPointer(KeptAt, KeptLength, out byte* kept) && (start >= kept + KeptLength || start + length <= kept), "memory is given back that is to be kept");
        Plant(length > 2 * BalloonFormat.PageSize);
        if (_refuses) return false;
        NativeMemory.Clear(start, length);
        return true;
    }

    internal readonly struct Host(BalloonTarget target) : IBalloonBackend
    {
        public bool Discard(byte* start, nuint length) => target.Discard(start, length);

        public bool Populate(byte* start, nuint length)
        {
            Require(false, "memory is made resident although it need not be");
            return false;
        }

        public void OnActual() => target._actual = target._device!.ActualPages;

        public void OnStatistics() => Require(target._device!.HasStatistics, "statistics come although they were not agreed on");
    }
}
