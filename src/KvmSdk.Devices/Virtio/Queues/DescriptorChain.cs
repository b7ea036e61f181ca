using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using KvmSdk.Devices.Memory;

namespace KvmSdk.Devices.Virtio.Queues;

// Why it is filled and refilled: a chain is looked at once, when it is taken from the queue, and every descriptor is checked
// then and never read again, so a guest that changes its descriptors afterwards changes nothing. The array it is copied to
// is made once and pinned, so that its address can be given to the kernel.
//
// How a driver cuts a request into descriptors says nothing about its parts (virtio 1.2, section 2.7.4.1), so headers and
// trailers are taken off by bytes, not by descriptors.

/// <summary>One request taken from a queue: pieces of guest memory to read, then pieces to write.</summary>
/// <remarks>Made once, used for one request after the other. Not thread-safe.</remarks>
[HotPath]
public sealed unsafe class DescriptorChain
{
    private readonly IoVector[] _vectors;
    private int _firstReadable;
    private int _firstWritable;
    private int _end;

    /// <summary>A chain that can hold <paramref name="capacity"/> pieces.</summary>
    /// <param name="capacity">At least 1; a queue treats a longer chain as broken.</param>
    public DescriptorChain(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _vectors = GC.AllocateArray<IoVector>(capacity, pinned: true);
    }

    /// <summary>The most pieces it can hold.</summary>
    public int Capacity => _vectors.Length;

    /// <summary>Index of the first descriptor, by which the driver knows the request.</summary>
    public ushort Head { get; private set; }

    /// <summary>Bytes in <see cref="Readable"/>.</summary>
    public ulong ReadableLength { get; private set; }

    /// <summary>Bytes in <see cref="Writable"/>.</summary>
    public ulong WritableLength { get; private set; }

    /// <summary>What the device may read and has not taken yet; no piece is empty. Pinned.</summary>
    public ReadOnlySpan<IoVector> Readable => _vectors.AsSpan(_firstReadable, _firstWritable - _firstReadable);

    /// <summary>What the device may write; no piece is empty. Pinned.</summary>
    public ReadOnlySpan<IoVector> Writable => _vectors.AsSpan(_firstWritable, _end - _firstWritable);

    /// <summary>Copies a value off the front of <see cref="Readable"/>, once.</summary>
    /// <param name="value">The copy.</param>
    /// <returns>Whether there were enough bytes; if not, none is taken.</returns>
    public bool TryTake<T>(out T value)
        where T : unmanaged
    {
        value = default;
        if (ReadableLength < (ulong)sizeof(T)) return false;
        Span<byte> rest = MemoryMarshal.AsBytes(new Span<T>(ref value));
        while (!rest.IsEmpty)
        {
            ref IoVector vector = ref _vectors[_firstReadable];
            Span<byte> piece = vector.First(rest.Length);
            piece.CopyTo(rest);
            rest = rest[piece.Length..];
            vector = vector.Skip((nuint)piece.Length);
            if (vector.Length == 0) _firstReadable++;
        }

        ReadableLength -= (ulong)sizeof(T);
        return true;
    }

    /// <summary>Cuts the last byte off <see cref="Writable"/>: where many devices report how it went.</summary>
    /// <param name="host">Host address of that byte.</param>
    /// <returns>Whether there was one.</returns>
    public bool TryCutLastByte(out byte* host)
    {
        host = null;
        if (WritableLength == 0) return false;
        ref IoVector last = ref _vectors[_end - 1];
        // SAFETY: no piece is empty, so this is the last byte the vector was checked for.
        host = last.Base + (last.Length - 1);
        last = last.WithoutLast();
        if (last.Length == 0) _end--;
        WritableLength--;
        return true;
    }

    /// <summary>Copies bytes to the front of <see cref="Writable"/>, without taking it off.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>How many fitted.</returns>
    public int Write(ReadOnlySpan<byte> bytes)
    {
        int written = 0;
        foreach (IoVector vector in Writable)
        {
            Span<byte> piece = vector.First(bytes.Length - written);
            bytes.Slice(written, piece.Length).CopyTo(piece);
            written += piece.Length;
        }

        return written;
    }

    internal void Start(ushort head)
    {
        Head = head;
        _firstReadable = _firstWritable = _end = 0;
        ReadableLength = WritableLength = 0;
    }

    /// <summary>Appends a checked piece; false when it comes out of order or there is no room.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryAdd(byte* pointer, uint length, bool writable)
    {
        if (length == 0) return true;
        if (_end == _vectors.Length) return false;
        if (writable)
        {
            WritableLength += length;
        }
        else
        {
            if (_end != _firstWritable) return false;
            ReadableLength += length;
            _firstWritable++;
        }

        _vectors[_end++] = new IoVector(pointer, length);
        return true;
    }
}
