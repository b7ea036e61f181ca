using System.Runtime.InteropServices;
using KvmSdk.Devices.Memory;
using KvmSdk.Devices.Virtio.Queues;

namespace KvmSdk.Devices.Virtio.Net;

// Why buffers are taken before there is a frame: nobody knows how long it will be until it is read, and it is read straight into
// them. What it leaves is kept for the next. Behind the last stands one byte of our own: a frame that reaches it was longer.
//
//   _pieces   [ used | piece piece | piece | piece piece piece | ours | free ]
//   _buffers           head 7        head 3  head 9

/// <summary>The driver's receive buffers that are taken from the queue and not filled yet, as one list of memory.</summary>
[HotPath]
internal sealed class ReceiveBuffers
{
    // IOV_MAX: what the kernel takes in one call.
    private const int MostPieces = 1024;

    private readonly IoVector[] _pieces = GC.AllocateArray<IoVector>(MostPieces + 1, pinned: true);
    private readonly Buffer[] _buffers;
    private readonly IoVector _ours;
    private int _first;
    private int _end;
    private int _count;

    /// <summary>An empty list.</summary>
    /// <param name="queueSize">The most buffers there can be, and the most pieces of one.</param>
    public unsafe ReceiveBuffers(int queueSize)
    {
        _buffers = new Buffer[queueSize];
        byte[] spare = GC.AllocateArray<byte>(1, pinned: true);
        // SAFETY: the array is pinned, and kept alive by the field below.
        _ours = new IoVector((byte*)Marshal.UnsafeAddrOfPinnedArrayElement(spare, 0), 1);
        Spare = spare;
    }

    /// <summary>How many buffers there are.</summary>
    public int Count => _count;

    /// <summary>Bytes in all of them.</summary>
    public ulong Bytes { get; private set; }

    /// <summary>Whether one more, of as many pieces as a chain can have, could be added.</summary>
    public bool HasRoom => _count < _buffers.Length && _end - _first + _buffers.Length < MostPieces;

    /// <summary>Memory to read a frame into: all the buffers, and one byte behind them.</summary>
    public ReadOnlySpan<IoVector> Pieces
    {
        get
        {
            _pieces[_end] = _ours;
            return _pieces.AsSpan(_first, _end + 1 - _first);
        }
    }

    private byte[] Spare { get; }

    /// <summary>Forgets all of them.</summary>
    public void Clear()
    {
        _first = _end = _count = 0;
        Bytes = 0;
    }

    /// <summary>Adds a chain, all of which is writable. There has to be room.</summary>
    public void Add(DescriptorChain chain)
    {
        if (_end + _buffers.Length >= MostPieces)
        {
            _pieces.AsSpan(_first, _end - _first).CopyTo(_pieces);
            _end -= _first;
            _first = 0;
        }

        ReadOnlySpan<IoVector> pieces = chain.Writable;
        pieces.CopyTo(_pieces.AsSpan(_end));
        _end += pieces.Length;
        _buffers[_count++] = new Buffer(chain.Head, (ushort)pieces.Length, chain.WritableLength);
        Bytes += chain.WritableLength;
    }

    /// <summary>How many of them a frame fills.</summary>
    /// <param name="bytes">At most <see cref="Bytes"/>.</param>
    public ushort CountFor(ulong bytes)
    {
        ushort count = 0;
        for (ulong room = 0; room < bytes && count < _count; count++) room += _buffers[count].Bytes;
        return count;
    }

    /// <summary>Copies the front of the memory, once.</summary>
    public void Read(Span<byte> bytes)
    {
        for (int i = _first; !bytes.IsEmpty && i < _end; i++)
        {
            Span<byte> piece = _pieces[i].First(bytes.Length);
            piece.CopyTo(bytes);
            bytes = bytes[piece.Length..];
        }
    }

    /// <summary>Writes the front of the memory.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        for (int i = _first; !bytes.IsEmpty && i < _end; i++)
        {
            Span<byte> piece = _pieces[i].First(bytes.Length);
            bytes[..piece.Length].CopyTo(piece);
            bytes = bytes[piece.Length..];
        }
    }

    /// <summary>Gives those that a frame fills back to the driver.</summary>
    public void Push(SplitQueue queue, ulong bytes)
    {
        int count = 0;
        for (; bytes > 0 && count < _count; count++)
        {
            Buffer buffer = _buffers[count];
            ulong part = Math.Min(bytes, buffer.Bytes);
            queue.Push(buffer.Head, (uint)part);
            bytes -= part;
            Bytes -= buffer.Bytes;
            _first += buffer.Pieces;
        }

        _count -= count;
        _buffers.AsSpan(count, _count).CopyTo(_buffers);
    }

    private readonly record struct Buffer(ushort Head, ushort Pieces, ulong Bytes);
}
