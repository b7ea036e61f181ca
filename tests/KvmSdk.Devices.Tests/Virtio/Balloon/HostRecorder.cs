using KvmSdk.Devices.Memory;
using KvmSdk.Devices.Tests.Memory;
using KvmSdk.Devices.Virtio.Balloon;

namespace KvmSdk.Devices.Tests.Virtio.Balloon;

/// <summary>A host that notes what it is given, as guest addresses, and clears it as a kernel would.</summary>
internal sealed unsafe class HostRecorder
{
    public GuestRam Base { get; set; } = null!;

    public List<(ulong Address, ulong Length)> Discarded { get; } = [];

    public List<(ulong Address, ulong Length)> Populated { get; } = [];

    public bool Refuses { get; set; }

    public bool KeepsNoList { get; set; }

    public int ActualChanges { get; private set; }

    public int StatisticsSeen { get; private set; }

    public Action? OnDiscard { get; set; }

    private bool Note(List<(ulong, ulong)> list, byte* start, nuint length, bool clear)
    {
        foreach (ref readonly GuestRamRange range in Base.Map.Ranges)
        {
            if (start >= range.Host && start + length <= range.Host + range.Length)
            {
                if ((nuint)start % 4096 != 0 || length % 4096 != 0 || length == 0) Assert.Fail("no whole pages");
                if (clear && !Refuses) new Span<byte>(start, (int)length).Clear();
                if (!KeepsNoList) list.Add((range.Address + (ulong)(start - range.Host), length));
                OnDiscard?.Invoke();
                return !Refuses;
            }
        }

        Assert.Fail("memory outside RAM was given back");
        return false;
    }

    internal readonly struct Backend(HostRecorder host) : IBalloonBackend
    {
        public bool Discard(byte* start, nuint length) => host.Note(host.Discarded, start, length, clear: true);

        public bool Populate(byte* start, nuint length) => host.Note(host.Populated, start, length, clear: false);

        public void OnActual() => host.ActualChanges++;

        public void OnStatistics() => host.StatisticsSeen++;
    }
}
