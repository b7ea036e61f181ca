// Why no method hands out a Span: it would be a plain local that outlives the mapping, and safe code could touch unmapped
// memory. Reads and writes copy; Access lends a span to a callback, from which it cannot escape, and dispose waits until
// the callback has returned. The guest runs at the same time: what is read twice may differ, so read control data once.

using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using KvmSdk.Memory;
using KvmSdk.Model;
using KvmSdk.Model.Layout;
using KvmSdk.Model.Spec;
using Microsoft.Win32.SafeHandles;

namespace KvmSdk;

/// <summary>Works on guest memory that was lent for one call.</summary>
/// <param name="bytes">The memory, in place; the guest may change it at any time.</param>
/// <param name="state">What the caller passed.</param>
/// <typeparam name="TState">Any type, also a span.</typeparam>
public delegate void GuestMemoryAccess<TState>(scoped Span<byte> bytes, TState state)
    where TState : allows ref struct;

/// <summary>The RAM of a running machine, by guest-physical address. Every member may be used from any thread while the guest runs.</summary>
/// <remarks>
/// An address outside RAM gives <see cref="ArgumentOutOfRangeException"/>; after the machine is disposed every access gives
/// <see cref="ObjectDisposedException"/>.
/// </remarks>
#pragma warning disable CA1001 // The machine closes the memory with itself; a public Dispose would let a reader of memory close it under the guest.
public sealed class GuestMemory
#pragma warning restore CA1001
{
    private readonly MemoryMapping _mapping;
    private readonly ulong _lowSize;
    private readonly ulong _highSize;

    internal GuestMemory(EquatableArray<AddressRange> ranges, HugePages pages = HugePages.Automatic)
    {
        Ranges = ranges;
        _lowSize = ranges[0].Size;
        _highSize = ranges.Count > 1 ? ranges[1].Size : 0;
        _mapping = new MemoryMapping(_lowSize + _highSize, pages);
    }

    /// <summary>Where RAM lies, lowest first.</summary>
    public EquatableArray<AddressRange> Ranges { get; }

    /// <summary>Copies guest memory.</summary>
    /// <param name="address">The guest-physical address of the first byte.</param>
    /// <param name="destination">Filled completely.</param>
    [HotPath]
    public void Read(ulong address, Span<byte> destination)
    {
        using var borrow = new MemoryBorrow(_mapping);
        Slice(borrow, address, destination.Length).CopyTo(destination);
    }

    /// <summary>Copies into guest memory.</summary>
    /// <param name="address">The guest-physical address of the first byte.</param>
    /// <param name="source">Written completely.</param>
    [HotPath]
    public void Write(ulong address, ReadOnlySpan<byte> source)
    {
        using var borrow = new MemoryBorrow(_mapping);
        source.CopyTo(Slice(borrow, address, source.Length));
    }

    /// <summary>Copies a value out of guest memory; one of up to 8 bytes that is aligned to its size is never torn.</summary>
    /// <param name="address">The guest-physical address of the first byte.</param>
    [HotPath]
    public T Read<T>(ulong address)
        where T : unmanaged
    {
        using var borrow = new MemoryBorrow(_mapping);
        return MemoryMarshal.Read<T>(Slice(borrow, address, SizeOf<T>()));
    }

    /// <summary>Copies a value into guest memory; one of up to 8 bytes that is aligned to its size is never torn.</summary>
    /// <param name="address">The guest-physical address of the first byte.</param>
    /// <param name="value">The value, in the host's (little-endian) layout.</param>
    [HotPath]
    public void Write<T>(ulong address, T value)
        where T : unmanaged
    {
        using var borrow = new MemoryBorrow(_mapping);
        MemoryMarshal.Write(Slice(borrow, address, SizeOf<T>()), in value);
    }

    /// <summary>Lends guest memory in place. Disposing the machine waits until <paramref name="access"/> has returned.</summary>
    /// <param name="address">The guest-physical address of the first byte.</param>
    /// <param name="length">Bytes, 0 or more.</param>
    /// <param name="state">Passed on, so that the callback can be static and nothing is allocated.</param>
    /// <param name="access">The work.</param>
    [HotPath]
    public void Access<TState>(ulong address, int length, TState state, GuestMemoryAccess<TState> access)
        where TState : allows ref struct
    {
        ArgumentNullException.ThrowIfNull(access);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        using var borrow = new MemoryBorrow(_mapping);
#pragma warning disable KVM0731 // The callback is its author's, who writes it in a hot member or does not: there it is held to the rules.
        access(Slice(borrow, address, length), state);
#pragma warning restore KVM0731
    }

    /// <summary>Keeps the memory mapped until the result is disposed.</summary>
    /// <exception cref="ObjectDisposedException">The machine is disposed.</exception>
    [HotPath]
    internal MemoryBorrow Borrow() => new(_mapping);

    /// <summary>The memory of a range that is RAM throughout.</summary>
    /// <param name="borrow">Keeps it mapped; the span must not be used after its disposal.</param>
    /// <param name="address">The guest-physical address of the first byte.</param>
    /// <param name="length">Bytes.</param>
    /// <param name="span">The memory.</param>
    /// <returns>False if a byte is not RAM. No value of the arguments overflows.</returns>
    [HotPath]
    internal unsafe bool TryGetSpan(MemoryBorrow borrow, ulong address, ulong length, out Span<byte> span)
    {
        if (length <= int.MaxValue && TryTranslate(address, length, out ulong offset))
        {
            // SAFETY: [offset, offset + length) lies inside the mapping, which the borrow keeps.
            span = new Span<byte>((byte*)borrow.Address + offset, (int)length);
            return true;
        }

        span = default;
        return false;
    }

    /// <summary>Where a range of RAM lies from the start of the mapping: the high range follows the low one without the hole.</summary>
    [HotPath]
    internal bool TryTranslate(ulong address, ulong length, out ulong offset)
    {
        if (address < _lowSize)
        {
            offset = address;
            return length <= _lowSize - address;
        }

        ulong high = address - X86Layout.HighMemoryBase;
        offset = _lowSize + high;
        return address >= X86Layout.HighMemoryBase && high < _highSize && length <= _highSize - high;
    }

    /// <summary>Makes all of it resident, so that neither guest nor devices wait for the host to find a page. For memory that nobody uses yet.</summary>
    /// <exception cref="HostException">The host has not that much.</exception>
    internal void Prefault(CancellationToken cancellationToken) => _mapping.Populate(cancellationToken);

    /// <summary>Puts pages of a file in the place of RAM; what the guest writes stays in this mapping. For memory that nobody uses yet.</summary>
    /// <param name="address">The guest-physical address of the first byte.</param>
    /// <param name="length">Bytes, whole pages.</param>
    /// <param name="file">The file, which nobody may change or shorten as long as the memory is mapped.</param>
    /// <param name="offset">Where in it the first byte is.</param>
    /// <returns>False, and nothing done, if it is not RAM throughout, does not begin on a page on both sides, or the memory has larger pages.</returns>
    /// <exception cref="HostException">The host refuses.</exception>
    internal bool TryMapFile(ulong address, ulong length, SafeFileHandle file, ulong offset) =>
        TryTranslate(address, length, out ulong place) && _mapping.TryMapFile(place, length, file, offset);

    /// <summary>Unmaps the memory as soon as nobody uses it.</summary>
    /// <returns>Completes when it is unmapped.</returns>
    internal Task CloseAsync()
    {
        _mapping.CloseWhenUnused();
        return _mapping.Unmapped;
    }

    [HotPath]
    private static unsafe int SizeOf<T>()
        where T : unmanaged => sizeof(T);

    [HotPath]
    private Span<byte> Slice(MemoryBorrow borrow, ulong address, int length) =>
        TryGetSpan(borrow, address, (ulong)length, out Span<byte> span) ? span : Refuse(address, length);

    [DoesNotReturn]
    private static Span<byte> Refuse(ulong address, int length) =>
        throw new ArgumentOutOfRangeException(nameof(address), $"0x{address:X} to 0x{address + (ulong)length:X} is not RAM of this machine");
}
