namespace KvmSdk.Devices.Serial;

// Why a shift register in a 128-bit integer: sixteen bytes fit exactly, the head is always the low byte, and there is one
// representation for one content, so saving the state is copying it and two equal FIFOs compare equal.

/// <summary>The sixteen bytes that have arrived and that the guest has not read, each with its break mark.</summary>
[HotPath]
internal struct ReceiveFifo
{
    public const int Capacity = 16;

    public UInt128 Bytes { get; private set; }

    /// <summary>Bit n: byte n is a break. The head's bit goes when the guest has seen it in LSR.</summary>
    public ushort Breaks { get; private set; }

    public int Count { get; private set; }

    public readonly bool HeadIsBreak => (Breaks & 1) != 0;

    /// <summary>Whether the parts could have come from a FIFO of <paramref name="capacity"/> bytes.</summary>
    public static bool TryCreate(UInt128 bytes, ushort breaks, int count, int capacity, out ReceiveFifo fifo)
    {
        fifo = default;
        if ((uint)count > (uint)capacity || breaks >> count != 0) return false;
        // A shift by 128 would be a shift by 0, so the full FIFO has to be excluded.
        if (count < Capacity && bytes >> (8 * count) != 0) return false;
        fifo = new ReceiveFifo { Bytes = bytes, Breaks = breaks, Count = count };
        return true;
    }

    /// <summary>Appends a byte; the caller has checked that there is room.</summary>
    public void Push(byte value, bool isBreak)
    {
        Bytes |= (UInt128)value << (8 * Count);
        if (isBreak) Breaks |= (ushort)(1 << Count);
        Count++;
    }

    /// <summary>Takes the head, or 0 when empty.</summary>
    public byte Pop()
    {
        if (Count == 0) return 0;
        byte head = (byte)Bytes;
        Bytes >>= 8;
        Breaks >>= 1;
        Count--;
        return head;
    }

    public void ForgetHeadBreak() => Breaks &= 0xFFFE;

    public void Clear() => this = default;
}
