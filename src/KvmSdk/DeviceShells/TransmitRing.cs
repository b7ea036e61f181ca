// Why: a guest writes a byte or a few an exit, and a console takes seconds if it likes. The ring lets the vCPU go on at once, turns
// single bytes into large writes, and is what bounds the memory that a flood of output can take.

namespace KvmSdk.DeviceShells;

/// <summary>
/// Bytes on their way from a port to its console: one producer at a time (who holds the port), one consumer at a time (who
/// holds the console), the two at once.
/// </summary>
[HotPath]
internal sealed class TransmitRing
{
    /// <summary>Bytes it holds; a power of two.</summary>
    public const int Capacity = 1 << 16;

    private readonly byte[] _bytes = new byte[Capacity];

    // Both count for ever and are taken modulo the capacity; their difference is the number of bytes held.
    private uint _written;
    private uint _read;

    /// <summary>Bytes held. Exact for the producer as an upper bound, for the consumer as a lower one.</summary>
    public int Count => (int)(Volatile.Read(ref _written) - Volatile.Read(ref _read));

    /// <summary>Bytes that fit. For the producer: a lower bound.</summary>
    public int Room => Capacity - Count;

    /// <summary>Adds a byte. The producer has made sure that there is room.</summary>
    public void Push(byte value)
    {
        uint written = _written;
        _bytes[(int)(written % Capacity)] = value;
        Volatile.Write(ref _written, written + 1);
    }

    /// <summary>Adds as many bytes as fit, from the front.</summary>
    /// <returns>How many.</returns>
    public int Push(ReadOnlySpan<byte> bytes)
    {
        int count = Math.Min(bytes.Length, Room);
        uint written = _written;
        int start = (int)(written % Capacity);
        int first = Math.Min(count, Capacity - start);
        bytes[..first].CopyTo(_bytes.AsSpan(start));
        bytes[first..count].CopyTo(_bytes);
        Volatile.Write(ref _written, written + (uint)count);
        return count;
    }

    /// <summary>The oldest bytes, as far as they lie in one piece; empty if there are none. For the consumer, until <see cref="Drop"/>.</summary>
    public ReadOnlySpan<byte> Peek()
    {
        int start = (int)(_read % Capacity);
        return _bytes.AsSpan(start, Math.Min(Count, Capacity - start));
    }

    /// <summary>Removes the oldest bytes.</summary>
    public void Drop(int count) => Volatile.Write(ref _read, _read + (uint)count);
}
