namespace KvmSdk.Boot.Tests.Support;

/// <summary>Guest RAM over arrays, so that what a loader wrote can be looked at. Ranges may be far apart (above 4 GiB).</summary>
internal sealed class ArrayRam : IGuestRam
{
    private readonly RamRange[] _ranges;
    private readonly byte[][] _bytes;

    public ArrayRam(params RamRange[] ranges)
    {
        _ranges = ranges;
        _bytes = [.. ranges.Select(range => new byte[range.Length])];
    }

    public ReadOnlySpan<RamRange> Ranges => _ranges;

    public static ArrayRam OfMiB(int size) => new(new RamRange(0, (ulong)size << 20));

    public bool TryGetSpan(ulong guestPhysicalAddress, ulong length, out Span<byte> span)
    {
        for (int i = 0; i < _ranges.Length; i++)
        {
            if (_ranges[i].Contains(guestPhysicalAddress, length))
            {
                span = _bytes[i].AsSpan((int)(guestPhysicalAddress - _ranges[i].Start), (int)length);
                return true;
            }
        }

        span = default;
        return false;
    }

    public Span<byte> At(ulong address, int length) =>
        TryGetSpan(address, (ulong)length, out Span<byte> span) ? span : throw new ArgumentOutOfRangeException(nameof(address));

    public void Fill(byte value)
    {
        foreach (byte[] bytes in _bytes)
        {
            bytes.AsSpan().Fill(value);
        }
    }
}
