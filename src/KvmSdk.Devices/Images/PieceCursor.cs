using KvmSdk.Devices.Memory;

namespace KvmSdk.Devices.Images;

// Why: a request is one list of pieces of guest memory, but an image may have its bytes in several places. Each place is given
// the part of the list that is its, cut where it has to be cut, so that the kernel still moves the bytes in one call and nothing is copied.

/// <summary>Goes through a list of pieces from front to back, and hands out its parts.</summary>
/// <param name="pieces">The list.</param>
/// <param name="scratch">Room for the parts: overwritten by each; pinned. A list with more pieces than it has room for comes in more parts.</param>
[HotPath]
internal unsafe ref struct PieceCursor(ReadOnlySpan<IoVector> pieces, IoVector[] scratch)
{
    private ReadOnlySpan<IoVector> _rest = pieces;
    private nuint _skip;

    /// <summary>The next bytes.</summary>
    /// <param name="length">How many are wanted; on return how many there are, which is fewer only if the room or the list ends.</param>
    public ReadOnlySpan<IoVector> Take(ref ulong length)
    {
        int count = 0;
        ulong taken = 0;
        while (taken < length && count < scratch.Length && !_rest.IsEmpty)
        {
            nuint left = _rest[0].Length - _skip;
            nuint part = (nuint)Math.Min(left, length - taken);
            if (part != 0) scratch[count++] = new IoVector(_rest[0].Base + _skip, part);
            taken += part;
            if (part == left)
            {
                _rest = _rest[1..];
                _skip = 0;
            }
            else
            {
                _skip += part;
            }
        }

        length = taken;
        return scratch.AsSpan(0, count);
    }

    /// <summary>Zeroes all bytes of a part.</summary>
    public static void Clear(ReadOnlySpan<IoVector> part)
    {
        foreach (IoVector piece in part)
        {
            for (nuint done = 0; done < piece.Length; done += int.MaxValue)
            {
                // SAFETY: within the piece, which was checked when it was made.
                new Span<byte>(piece.Base + done, (int)Math.Min(piece.Length - done, int.MaxValue)).Clear();
            }
        }
    }

    /// <summary>Fills a part from the front of some bytes.</summary>
    public static void Fill(ReadOnlySpan<IoVector> part, ReadOnlySpan<byte> bytes)
    {
        foreach (IoVector piece in part)
        {
            Span<byte> target = piece.First(bytes.Length);
            bytes[..target.Length].CopyTo(target);
            bytes = bytes[target.Length..];
        }
    }
}
