using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace KvmSdk.Devices.Images.Qcow2;

/// <summary>Reference counts of 1 to 64 bits in a block: docs/interop/qcow2, section "Host cluster management".</summary>
[HotPath]
internal static class RefcountFormat
{
    /// <summary>Reads a count.</summary>
    /// <param name="block">The block, or an aligned part of it.</param>
    /// <param name="order">Binary logarithm of a count's bits.</param>
    /// <param name="index">Which.</param>
    public static ulong Read(ReadOnlySpan<byte> block, int order, int index) => order switch
    {
        3 => block[index],
        4 => BinaryPrimitives.ReadUInt16BigEndian(block[(index * 2)..]),
        5 => BinaryPrimitives.ReadUInt32BigEndian(block[(index * 4)..]),
        6 => BinaryPrimitives.ReadUInt64BigEndian(block[(index * 8)..]),
        // Less than a byte: the first count is the byte's lowest bits.
        _ => (uint)(block[index << order >> 3] >> ((index << order) & 7)) & ((1u << (1 << order)) - 1),
    };

    /// <summary>Changes a count; the value has to fit.</summary>
    public static void Write(Span<byte> block, int order, int index, ulong value)
    {
        switch (order)
        {
            case 3: block[index] = (byte)value; break;
            case 4: BinaryPrimitives.WriteUInt16BigEndian(block[(index * 2)..], (ushort)value); break;
            case 5: BinaryPrimitives.WriteUInt32BigEndian(block[(index * 4)..], (uint)value); break;
            case 6: BinaryPrimitives.WriteUInt64BigEndian(block[(index * 8)..], value); break;
            default:
                int shift = (index << order) & 7;
                uint mask = (1u << (1 << order)) - 1;
                ref byte octet = ref block[index << order >> 3];
                octet = (byte)((octet & ~(mask << shift)) | ((uint)value << shift));
                break;
        }
    }

    /// <summary>Looks for a cluster that nothing refers to.</summary>
    /// <param name="block">The block, or an aligned part of it.</param>
    /// <param name="order">Binary logarithm of a count's bits.</param>
    /// <param name="from">The first one to look at.</param>
    /// <returns>Its index, or the number of counts if there is none.</returns>
    public static int FindFree(ReadOnlySpan<byte> block, int order, int from)
    {
        int counts = block.Length * 8 >> order;
        if (order == 4)
        {
            // The usual size, by whole vectors. Zero is zero in either byte order.
            int found = MemoryMarshal.Cast<byte, ushort>(block)[from..].IndexOf((ushort)0);
            return found < 0 ? counts : from + found;
        }

        while (from < counts && Read(block, order, from) != 0) from++;
        return from;
    }
}
