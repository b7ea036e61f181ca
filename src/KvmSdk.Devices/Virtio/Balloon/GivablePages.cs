using KvmSdk.Devices.Memory;

namespace KvmSdk.Devices.Virtio.Balloon;

/// <summary>Which memory of the host a guest may give back: its RAM, without what is kept.</summary>
/// <remarks>Immutable. Kept addresses are held as the host's, since the queues hand out nothing else.</remarks>
[HotPath]
internal sealed unsafe class GivablePages
{
    private readonly GuestMemoryMap _memory;
    private readonly (ulong Start, ulong End)[] _kept;

    /// <summary>The pages of a guest.</summary>
    /// <param name="memory">Its RAM.</param>
    /// <param name="kept">What of it stays; what is not RAM cannot be given anyway.</param>
    public GivablePages(GuestMemoryMap memory, IReadOnlyList<(ulong Address, ulong Length)> kept)
    {
        _memory = memory;
        _kept = new (ulong, ulong)[kept.Count];
        int count = 0;
        foreach ((ulong address, ulong length) in kept)
        {
            if (memory.TryGetPointer(address, length, out byte* host)) _kept[count++] = ((ulong)host, (ulong)host + length);
        }

        _kept = _kept[..count];
    }

    /// <summary>The memory behind one page, if the guest may give it.</summary>
    /// <param name="number">The page's number; any value.</param>
    /// <param name="page">Its first byte.</param>
    public bool TryGetPage(uint number, out byte* page) =>
        _memory.TryGetPointer((ulong)number << BalloonFormat.PageShift, BalloonFormat.PageSize, out page) && IsGivable(page, BalloonFormat.PageSize);

    /// <summary>Whether nothing of a piece of RAM is kept.</summary>
    /// <param name="start">Host address of its first byte.</param>
    /// <param name="length">Bytes.</param>
    public bool IsGivable(byte* start, nuint length)
    {
        foreach ((ulong first, ulong end) in _kept)
        {
            if ((ulong)start < end && first < (ulong)start + length) return false;
        }

        return true;
    }
}
