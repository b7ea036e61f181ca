using KvmSdk.Devices.Virtio.Mmio;
using KvmSdk.Devices.Virtio.Pmem;

namespace KvmSdk.Fuzz.Targets;

/// <summary>Persistent memory: its one request, alone and in batches, and everything that is none.</summary>
internal sealed class PmemTarget : VirtioTarget<PersistentMemory<PmemTarget.Host>>
{
    private const ulong Start = 0x40_0000_0000;
    private const ulong Size = 0x20_0000;

    private bool _refuses;

    public override string Name => "pmem";

    protected override int Queues => 1;

    protected override IEnumerable<Script> Scripts =>
    [
        new Script().Start().Descriptor(0, 0, 0x2000, 4, 1, 1).Descriptor(0, 1, 0x3000, 4, 2, 0).Offer(0, 0).Notify(0).Serve(0).Host(1).Offer(0, 0).Notify(0).Serve(0).Host(0),

        // Two at once, one of them in a table elsewhere.
        new Script().Start().Ram(0x2100, [0, 0x20, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 1, 0, 1, 0, 0, 0x30, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 2, 0, 0, 0])
            .Descriptor(0, 0, 0x2100, 32, 4, 0).Descriptor(0, 1, 0x2000, 4, 1, 2).Descriptor(0, 2, 0x3100, 8, 2, 0).Offer(0, 0).Offer(0, 1).Serve(0).Host(2),

        // A type that there is not.
        new Script().Start().Ram(0x2000, [1, 0, 0, 0]).Descriptor(0, 0, 0x2000, 4, 1, 1).Descriptor(0, 1, 0x3000, 4, 2, 0).Offer(0, 0).Serve(0),
    ];

    protected override PersistentMemory<Host> Make()
    {
        _refuses = false;
        return new PersistentMemory<Host>(new Host(this), Start, Size);
    }

    protected override void HostEvent(PersistentMemory<Host> device, MmioTransport<PersistentMemory<Host>, NoInterrupt> transport, byte what)
    {
        switch (what % 3)
        {
            case 0: _refuses = false; break;
            case 1: _refuses = true; break;
            default:
                PmemState state = device.Save();
                Require(state is { Start: Start, Size: Size } && device.TryRestore(in state), "the state is not the device's, or it does not take it");
                break;
        }
    }

    protected override void AfterReset(PersistentMemory<Host> device) => Require(
        device.ReadConfiguration(4, 4) == (uint)(Start >> 32) && device.ReadConfiguration(8, 4) == (uint)Size, "the configuration is not what it was");

    private bool Flush(int requests)
    {
        Require(requests is > 0 and <= PersistentMemory<Host>.LargestBatch, "a flush answers no request, or more than a batch");
        Plant(requests > 4);
        return !_refuses;
    }

    internal readonly struct Host(PmemTarget target) : IPmemBackend
    {
        public bool Flush(int requests) => target.Flush(requests);
    }
}
