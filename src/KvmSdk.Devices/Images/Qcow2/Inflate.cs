namespace KvmSdk.Devices.Images.Qcow2;

// Why not the framework's DeflateStream: it makes several objects for every cluster, and here nothing may be made while a guest waits.
// Clusters are small and whole, so that the output is its own window and the decoder needs neither buffers nor state between calls.

/// <summary>Unpacks deflate (RFC 1951), without zlib's header, as compressed clusters have it.</summary>
[HotPath]
internal sealed class Inflate : IClusterDecoder
{
    private const int LongestCode = 15;
    private const int LiteralCodes = 288;
    private const int DistanceCodes = 32;
    private const int EndOfBlock = 256;

    // How many bits follow a length or distance code, and the value without them: RFC 1951, section 3.2.5.
    private static ReadOnlySpan<byte> LengthBits => [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];

    private static ReadOnlySpan<ushort> LengthBase =>
        [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];

    private static ReadOnlySpan<byte> DistanceBits =>
        [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];

    private static ReadOnlySpan<ushort> DistanceBase =>
    [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577,
    ];

    // In which order the lengths of the codes for code lengths come: section 3.2.7.
    private static ReadOnlySpan<byte> LengthOrder => [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    private readonly byte[] _lengths = new byte[LiteralCodes + DistanceCodes];
    private readonly ushort[] _literals = new ushort[1 << LongestCode];
    private readonly ushort[] _distances = new ushort[1 << LongestCode];

    /// <inheritdoc/>
    public bool TryDecode(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        Bits bits = new(source);
        int filled = 0;
        bool isLast = false;
        while (!isLast && filled < destination.Length)
        {
            isLast = bits.Take(1) != 0;
            bool isRight = bits.Take(2) switch
            {
                0 => TryCopy(ref bits, destination, ref filled),
                1 => TryFixed() && TryExpand(ref bits, destination, ref filled),
                2 => TryDynamic(ref bits) && TryExpand(ref bits, destination, ref filled),
                _ => false,
            };
            if (!isRight || bits.IsOverrun) return false;
        }

        return filled == destination.Length;
    }

    private static bool TryCopy(ref Bits bits, Span<byte> destination, ref int filled)
    {
        ReadOnlySpan<byte> rest = bits.Rest();
        if (rest.Length < 4) return false;
        int length = rest[0] | rest[1] << 8;
        if ((length ^ (rest[2] | rest[3] << 8)) != 0xFFFF || length > rest.Length - 4) return false;
        int count = Math.Min(length, destination.Length - filled);
        rest.Slice(4, count).CopyTo(destination[filled..]);
        filled += count;
        bits = new Bits(rest[(4 + length)..]);
        return true;
    }

    private bool TryFixed()
    {
        Span<byte> lengths = _lengths;
        lengths[..144].Fill(8);
        lengths[144..256].Fill(9);
        lengths[256..280].Fill(7);
        lengths[280..LiteralCodes].Fill(8);
        lengths[LiteralCodes..].Fill(5);
        return TryBuild(lengths[..LiteralCodes], _literals) && TryBuild(lengths[LiteralCodes..], _distances);
    }

    private bool TryDynamic(ref Bits bits)
    {
        int literals = (int)bits.Take(5) + 257;
        int distances = (int)bits.Take(5) + 1;
        int given = (int)bits.Take(4) + 4;
        if (literals > 286 || distances > 30) return false;
        Span<byte> lengths = _lengths;
        lengths.Clear();
        for (int i = 0; i < given; i++) lengths[LengthOrder[i]] = (byte)bits.Take(3);
        if (!TryBuild(lengths[..19], _distances)) return false;
        lengths.Clear();
        for (int index = 0; index < literals + distances;)
        {
            int symbol = Decode(ref bits, _distances);
            if (symbol < 0 || bits.IsOverrun || (symbol == 16 && index == 0)) return false;
            if (symbol < 16)
            {
                lengths[index++] = (byte)symbol;
                continue;
            }

            byte repeated = symbol == 16 ? lengths[index - 1] : (byte)0;
            int count = symbol switch { 16 => 3 + (int)bits.Take(2), 17 => 3 + (int)bits.Take(3), _ => 11 + (int)bits.Take(7) };
            if (count > literals + distances - index) return false;
            lengths.Slice(index, count).Fill(repeated);
            index += count;
        }

        // Without a code for the end of the block it would have none.
        return lengths[EndOfBlock] != 0 && TryBuild(lengths[..literals], _literals) && TryBuild(lengths.Slice(literals, distances), _distances);
    }

    private bool TryExpand(ref Bits bits, Span<byte> destination, ref int filled)
    {
        while (filled < destination.Length)
        {
            int symbol = Decode(ref bits, _literals);
            if (symbol < 0 || bits.IsOverrun || symbol > 285) return false;
            if (symbol == EndOfBlock) return true;
            if (symbol < EndOfBlock)
            {
                destination[filled++] = (byte)symbol;
                continue;
            }

            int length = LengthBase[symbol - 257] + (int)bits.Take(LengthBits[symbol - 257]);
            int code = Decode(ref bits, _distances);
            if (code is < 0 or > 29) return false;
            int distance = DistanceBase[code] + (int)bits.Take(DistanceBits[code]);
            if (distance > filled || bits.IsOverrun) return false;
            length = Math.Min(length, destination.Length - filled);

            // Byte by byte, because source and target may overlap: that is how runs are written.
            for (int end = filled + length; filled < end; filled++) destination[filled] = destination[filled - distance];
        }

        return true;
    }

    private static int Decode(ref Bits bits, ushort[] table)
    {
        ushort entry = table[bits.Peek()];
        bits.Drop(entry & 15);
        return (entry & 15) == 0 ? -1 : entry >> 4;
    }

    // Canonical codes (section 3.2.2), each written to all places of the table that begin with it; bits come lowest first.
    private static bool TryBuild(ReadOnlySpan<byte> lengths, ushort[] table)
    {
        Span<int> next = stackalloc int[LongestCode + 2];
        next.Clear();
        foreach (byte length in lengths) next[length + 1]++;
        next[1] = 0;
        int code = 0;
        for (int length = 1; length <= LongestCode; length++)
        {
            int count = next[length + 1];
            next[length] = code;
            code = (code + count) << 1;
            if (code > 2 << length) return false;
        }

        Array.Clear(table);
        for (int symbol = 0; symbol < lengths.Length; symbol++)
        {
            int length = lengths[symbol];
            if (length == 0) continue;
            int reversed = Reverse(next[length]++, length);
            for (int place = reversed; place < table.Length; place += 1 << length) table[place] = (ushort)(symbol << 4 | length);
        }

        return true;
    }

    private static int Reverse(int code, int length)
    {
        int reversed = 0;
        for (int i = 0; i < length; i++) reversed |= (code >> i & 1) << (length - 1 - i);
        return reversed;
    }

    /// <summary>Bits from the front of some bytes; after their end come zeros, and it is an overrun.</summary>
    [HotPath]
    private ref struct Bits(ReadOnlySpan<byte> source)
    {
        private readonly ReadOnlySpan<byte> _source = source;
        private ulong _held;
        private int _count;
        private int _at;

        /// <summary>Whether more was taken than there was.</summary>
        public bool IsOverrun { get; private set; }

        /// <summary>The next bits, as many as the longest code has.</summary>
        public int Peek()
        {
            while (_count < LongestCode && _at < _source.Length)
            {
                _held |= (ulong)_source[_at++] << _count;
                _count += 8;
            }

            return (int)(_held & ((1 << LongestCode) - 1));
        }

        /// <summary>Takes bits, 15 at most.</summary>
        public uint Take(int count)
        {
            uint value = (uint)Peek() & ((1u << count) - 1);
            Drop(count);
            return value;
        }

        /// <summary>Drops bits that were peeked at.</summary>
        public void Drop(int count)
        {
            if (count > _count)
            {
                IsOverrun = true;
                count = _count;
            }

            _held >>= count;
            _count -= count;
        }

        /// <summary>What follows the byte that was begun.</summary>
        public readonly ReadOnlySpan<byte> Rest() => _source[(_at - (_count / 8))..];
    }
}
