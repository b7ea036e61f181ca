using System.Runtime.InteropServices;
using KvmSdk.Devices.Memory;

namespace KvmSdk.Devices.Virtio.Socket;

/// <summary>Bytes in the order they came, up to a fixed number, in memory that does not move.</summary>
[HotPath]
internal sealed unsafe class ByteRing
{
    private readonly byte[] _bytes;
    private readonly byte* _start;
    private uint _first;

    /// <summary>An empty ring.</summary>
    /// <param name="size">The most bytes: a power of two.</param>
    public ByteRing(int size)
    {
        _bytes = GC.AllocateUninitializedArray<byte>(size, pinned: true);
        // SAFETY: the array is pinned, and lives as long as this.
        _start = (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(_bytes, 0);
    }

    /// <summary>How many bytes there are.</summary>
    public int Count { get; private set; }

    /// <summary>How many more there could be.</summary>
    public int Room => _bytes.Length - Count;

    /// <summary>Bytes there can be.</summary>
    public int Size => _bytes.Length;

    /// <summary>Forgets all of them.</summary>
    public void Clear()
    {
        _first = 0;
        Count = 0;
    }

    /// <summary>Appends bytes, for which there has to be room.</summary>
    /// <param name="pieces">Where they are.</param>
    /// <param name="skip">How many at the front not to append.</param>
    public void Append(ReadOnlySpan<IoVector> pieces, int skip)
    {
        foreach (IoVector piece in pieces)
        {
            ReadOnlySpan<byte> rest = piece.First(int.MaxValue);
            int skipped = Math.Min(skip, rest.Length);
            skip -= skipped;
            rest = rest[skipped..];
            while (!rest.IsEmpty)
            {
                Span<byte> target = _bytes.AsSpan((int)(_first + (uint)Count) & (_bytes.Length - 1));
                target = target[..Math.Min(Math.Min(target.Length, Room), rest.Length)];
                if (target.IsEmpty) return;
                rest[..target.Length].CopyTo(target);
                rest = rest[target.Length..];
                Count += target.Length;
            }
        }
    }

    /// <summary>The bytes, in one or two pieces.</summary>
    /// <param name="pieces">Room for two.</param>
    /// <returns>How many pieces: 0 if there is no byte.</returns>
    public int Peek(Span<IoVector> pieces)
    {
        if (Count == 0) return 0;
        int start = (int)_first & (_bytes.Length - 1);
        int front = Math.Min(Count, _bytes.Length - start);
        // SAFETY: both pieces lie inside the array.
        pieces[0] = new IoVector(_start + start, (nuint)front);
        if (front == Count) return 1;
        pieces[1] = new IoVector(_start, (nuint)(Count - front));
        return 2;
    }

    /// <summary>Copies bytes from the front and takes them off.</summary>
    /// <returns>How many.</returns>
    public int Read(Span<byte> target)
    {
        int read = 0;
        while (read < target.Length && Count > 0)
        {
            int start = (int)_first & (_bytes.Length - 1);
            int front = Math.Min(Math.Min(Count, _bytes.Length - start), target.Length - read);
            _bytes.AsSpan(start, front).CopyTo(target[read..]);
            Skip(front);
            read += front;
        }

        return read;
    }

    /// <summary>Takes bytes off the front.</summary>
    public void Skip(int count)
    {
        _first += (uint)count;
        Count -= count;
    }
}
