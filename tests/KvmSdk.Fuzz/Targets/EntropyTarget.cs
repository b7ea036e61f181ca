using KvmSdk.Devices.Virtio.Entropy;
using KvmSdk.Devices.Virtio.Mmio;

namespace KvmSdk.Fuzz.Targets;

/// <summary>The virtio entropy device, the simplest there is: so this is the fuzzer for the transport and the queues as well, with no protocol in the way.</summary>
internal sealed class EntropyTarget : VirtioTarget<EntropyDevice<EntropyTarget.Source>>
{
    private bool _refuses;

    public override string Name => "entropy";

    protected override IEnumerable<Script> Scripts =>
    [
        new Script().Start().Descriptor(0, 0, 0x2000, 64, 2, 0).Offer(0, 0).Notify(0).Serve(0),
        new Script().Start(1UL << 32).Descriptor(0, 0, 0x2000, 64, 3, 1).Descriptor(0, 1, 0x3000, 100, 2, 0).Offer(0, 0).Host(1).Notify(0).Host(0).Serve(0),

        // A table of descriptors elsewhere, and interrupts by index.
        new Script().Start().Ram(0x2000, [0, 0x40, 0, 0, 0, 0, 0, 0, 16, 0, 0, 0, 2, 0, 0, 0]).Descriptor(0, 0, 0x2000, 16, 4, 0).Offer(0, 0).Notify(0),
    ];

    protected override EntropyDevice<Source> Make()
    {
        _refuses = false;
        return new EntropyDevice<Source>(new Source(this));
    }

    protected override void HostEvent(EntropyDevice<Source> device, MmioTransport<EntropyDevice<Source>, NoInterrupt> transport, byte what) => _refuses = what % 2 != 0;

    private bool TryFill(Span<byte> bytes)
    {
        Require(bytes.Length <= 64 * 1024, "more was asked for than a request may be");
        bytes.Fill(0x77);
        Plant(bytes.Length is > 1000 and < 3000);
        return !_refuses;
    }

    internal readonly struct Source(EntropyTarget target) : IEntropySource
    {
        public bool TryFill(Span<byte> bytes) => target.TryFill(bytes);
    }
}
