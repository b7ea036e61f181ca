using KvmSdk.Devices.Images;
using KvmSdk.Devices.Memory;

namespace KvmSdk.Devices.Tests.Images;

/// <summary>A file in an array that can lose power: what was not flushed is then there or not, sector by sector.</summary>
internal sealed unsafe class MemoryFile : IImageFile
{
    private readonly List<(ulong Offset, byte[] Bytes)> _unflushed = [];
    private byte[] _durable = [];
    private byte[] _bytes = [];
    private int _length;

    /// <summary>Whether to keep in mind what is not flushed yet.</summary>
    public bool CanLosePower { get; init; }

    /// <summary>What every write ends with instead of being carried out.</summary>
    public ImageResult WriteError { get; set; }

    /// <summary>What every flush ends with.</summary>
    public ImageResult FlushError { get; set; }

    public int Writes { get; private set; }

    public int Flushes { get; private set; }

    public ulong Released { get; private set; }

    public ulong Length => (ulong)_length;

    public Span<byte> Bytes => _bytes.AsSpan(0, _length);

    public static MemoryFile Of(ReadOnlySpan<byte> bytes, bool canLosePower = true)
    {
        MemoryFile file = new() { CanLosePower = canLosePower };
        file.SetLength((ulong)bytes.Length);
        bytes.CopyTo(file.Bytes);
        file.Flush();
        return file;
    }

    public ImageResult Read(ulong offset, ReadOnlySpan<IoVector> pieces)
    {
        foreach (IoVector piece in pieces)
        {
            Span<byte> target = piece.First(int.MaxValue);
            int there = (int)Math.Min((ulong)target.Length, Length - Math.Min(offset, Length));
            if (there > 0) Bytes.Slice((int)offset, there).CopyTo(target);
            target[there..].Clear();
            offset += piece.Length;
        }

        return ImageResult.Ok;
    }

    public bool TryReadAtOnce(ulong offset, ReadOnlySpan<IoVector> pieces) => Read(offset, pieces) == ImageResult.Ok;

    public ImageResult Write(ulong offset, ReadOnlySpan<IoVector> pieces)
    {
        if (WriteError != ImageResult.Ok) return WriteError;
        Writes++;

        // One entry for all pieces: a disk tears between sectors, and not where memory does.
        ulong start = offset;
        foreach (IoVector piece in pieces)
        {
            ReadOnlySpan<byte> source = piece.First(int.MaxValue);
            if (offset + piece.Length > Length) SetLength(offset + piece.Length);
            source.CopyTo(Bytes[(int)offset..]);
            offset += piece.Length;
        }

        if (CanLosePower) _unflushed.Add((start, Bytes[(int)start..(int)offset].ToArray()));

        return ImageResult.Ok;
    }

    public ImageResult Flush()
    {
        if (FlushError != ImageResult.Ok) return FlushError;
        Flushes++;
        if (CanLosePower)
        {
            _durable = Bytes.ToArray();
            _unflushed.Clear();
        }

        return ImageResult.Ok;
    }

    public ImageResult SetLength(ulong length)
    {
        if ((int)length > _bytes.Length) Array.Resize(ref _bytes, Math.Max((int)length, _bytes.Length * 2));
        _length = (int)length;
        return ImageResult.Ok;
    }

    public void Release(ulong offset, ulong length)
    {
        int there = (int)Math.Min(length, Length - offset);
        Bytes.Slice((int)offset, there).Clear();
        Released += length;
        if (CanLosePower) _unflushed.Add((offset, new byte[there]));
    }

    /// <summary>What may be in the file after a power cut at this moment.</summary>
    public MemoryFile AfterPowerCut(Random random)
    {
        byte[] bytes = new byte[random.Next(2) == 0 ? Math.Max(_durable.Length, _length) : _durable.Length];
        _durable.AsSpan(0, Math.Min(_durable.Length, bytes.Length)).CopyTo(bytes);
        foreach ((ulong offset, byte[] written) in _unflushed)
        {
            for (int at = 0; at < written.Length;)
            {
                int length = Math.Min(written.Length - at, 512 - (int)((offset + (ulong)at) % 512));
                if (random.Next(2) == 0)
                {
                    int end = (int)offset + at + length;
                    if (end > bytes.Length) Array.Resize(ref bytes, end);
                    written.AsSpan(at, length).CopyTo(bytes.AsSpan((int)offset + at));
                }

                at += length;
            }
        }

        return Of(bytes);
    }
}
