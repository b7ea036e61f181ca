using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace KvmSdk.Devices.Memory;

// Why one accessor: every address a device is given was chosen by the guest. All arithmetic on such addresses is here, in a
// form that cannot overflow, and nothing outside this class and the queues turns a guest address into a host pointer.

/// <summary>Guest RAM as devices see it: a few ranges of guest physical addresses and their host memory.</summary>
/// <remarks>
/// Immutable, so any thread may use it. It does not own the memory: whoever unmaps it stops the devices first. An access has
/// to lie within one range; ranges that adjoin in the guest and in the host count as one.
/// </remarks>
[HotPath]
public sealed unsafe class GuestMemoryMap
{
    /// <summary>The most ranges a map can hold: a lookup visits them one by one.</summary>
    public const int MaxRanges = 8;

    private readonly GuestRamRange[] _ranges;

    /// <summary>A map over <paramref name="ranges"/>, in any order.</summary>
    /// <param name="ranges">One to <see cref="MaxRanges"/> ranges that do not overlap.</param>
    /// <exception cref="ArgumentException">No range, too many, an empty one, one that passes the end of the address space, or two that overlap.</exception>
    public GuestMemoryMap(ReadOnlySpan<GuestRamRange> ranges)
    {
        if (ranges.IsEmpty || ranges.Length > MaxRanges)
            throw new ArgumentException($"Guest RAM needs 1 to {MaxRanges} ranges, not {ranges.Length}.", nameof(ranges));

        GuestRamRange[] sorted = ranges.ToArray();
        Array.Sort(sorted, static (a, b) => a.Address.CompareTo(b.Address));
        int count = 0;
        foreach (GuestRamRange range in sorted)
        {
            Check(range, count == 0 ? null : sorted[count - 1]);
            if (count > 0 && Adjoins(sorted[count - 1], range))
                sorted[count - 1] = new(sorted[count - 1].Address, sorted[count - 1].Length + range.Length, sorted[count - 1].Host);
            else
                sorted[count++] = range;
        }

        _ranges = sorted[..count];
    }

    /// <summary>The ranges, by rising address.</summary>
    public ReadOnlySpan<GuestRamRange> Ranges => _ranges;

    /// <summary>Finds the host memory behind a piece of guest memory.</summary>
    /// <param name="address">Guest physical address; any value.</param>
    /// <param name="length">Bytes; any value. Zero bytes are there wherever one byte would be.</param>
    /// <param name="host">Host address of the first byte, valid for <paramref name="length"/> bytes.</param>
    /// <returns>Whether all of it is RAM of one range.</returns>
    public bool TryGetPointer(ulong address, ulong length, out byte* host)
    {
        foreach (ref readonly GuestRamRange range in _ranges.AsSpan())
        {
            // An address below the range wraps to an offset beyond it: no range is that long, since none passes 2^64.
            ulong offset = address - range.Address;
            if (offset < range.Length && length <= range.Length - offset)
            {
                // SAFETY: offset + length <= range.Length, which is mapped from range.Host on.
                host = range.Host + offset;
                return true;
            }
        }

        host = null;
        return false;
    }

    /// <summary>Finds the host memory behind a piece of guest memory, as a span.</summary>
    /// <remarks>The guest may change the bytes at any time: copy what decides something once, then look at the copy.</remarks>
    /// <param name="address">Guest physical address; any value.</param>
    /// <param name="length">Bytes; more than <see cref="int.MaxValue"/> is refused.</param>
    /// <param name="span">The memory.</param>
    /// <returns>Whether all of it is RAM of one range.</returns>
    public bool TryGetSpan(ulong address, ulong length, out Span<byte> span)
    {
        span = default;
        if (length > int.MaxValue || !TryGetPointer(address, length, out byte* host)) return false;
        // SAFETY: the lookup checked exactly this many bytes.
        span = new Span<byte>(host, (int)length);
        return true;
    }

    /// <summary>Copies a value out of guest memory, once.</summary>
    /// <param name="address">Guest physical address; need not be aligned.</param>
    /// <param name="value">The copy.</param>
    /// <returns>Whether all of it is RAM of one range.</returns>
    public bool TryRead<T>(ulong address, out T value)
        where T : unmanaged
    {
        value = default;
        if (!TryGetPointer(address, (ulong)sizeof(T), out byte* host)) return false;
        // SAFETY: the lookup checked sizeof(T) bytes.
        value = Unsafe.ReadUnaligned<T>(host);
        return true;
    }

    /// <summary>Copies a value into guest memory.</summary>
    /// <param name="address">Guest physical address; need not be aligned.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether all of it is RAM of one range; if not, nothing is written.</returns>
    public bool TryWrite<T>(ulong address, T value)
        where T : unmanaged
    {
        if (!TryGetPointer(address, (ulong)sizeof(T), out byte* host)) return false;
        // SAFETY: the lookup checked sizeof(T) bytes.
        Unsafe.WriteUnaligned(host, value);
        return true;
    }

    /// <summary>Reads a 16-bit index that the guest publishes: what it wrote before the index is visible afterwards.</summary>
    /// <param name="address">Guest physical address; must be even, or the read could tear.</param>
    /// <param name="value">The index.</param>
    /// <returns>Whether it is aligned RAM.</returns>
    public bool TryReadAcquire(ulong address, out ushort value)
    {
        value = 0;
        if ((address & 1) != 0 || !TryGetPointer(address, sizeof(ushort), out byte* host)) return false;
        // SAFETY: the lookup checked two bytes, and ranges start page-aligned in the host, so even here is even there.
        value = Volatile.Read(ref *(ushort*)host);
        return true;
    }

    /// <summary>Writes a 16-bit index for the guest: what was written before is visible to who sees the index.</summary>
    /// <param name="address">Guest physical address; must be even, or the write could tear.</param>
    /// <param name="value">The index.</param>
    /// <returns>Whether it is aligned RAM; if not, nothing is written.</returns>
    public bool TryWriteRelease(ulong address, ushort value)
    {
        if ((address & 1) != 0 || !TryGetPointer(address, sizeof(ushort), out byte* host)) return false;
        // SAFETY: as in TryReadAcquire.
        Volatile.Write(ref *(ushort*)host, value);
        return true;
    }

    private static bool Adjoins(GuestRamRange lower, GuestRamRange upper) =>
        lower.Address + lower.Length == upper.Address && lower.Host + lower.Length == upper.Host;

    private static void Check(GuestRamRange range, GuestRamRange? previous)
    {
        if (range.Length == 0 || range.Host == null) Refuse(range, "is empty or has no host memory");
        if (range.Length > ulong.MaxValue - range.Address) Refuse(range, "passes the end of the address space");
        // Alignment carries over from guest to host addresses only if both start alike.
        if ((range.Address & 0xFFF) != 0 || ((nuint)range.Host & 0xFFF) != 0) Refuse(range, "does not start on a 4 KiB page");
        if (previous is { } lower && range.Address - lower.Address < lower.Length) Refuse(range, "overlaps the one before it");
    }

    [DoesNotReturn]
    private static void Refuse(GuestRamRange range, string what) => throw new ArgumentException(
        $"The RAM range of {range.Length:#,0} bytes at guest address 0x{range.Address:X} {what}.");
}
