using System.Numerics;

namespace KvmSdk.Devices.Images.Qcow2;

// Features that change what the bytes mean. Who does not know one must not even read the image.
public sealed partial record Qcow2Header
{
    private const ulong DirtyBit = 1 << 0;
    private const ulong CorruptBit = 1 << 1;
    private const ulong CompressionTypeBit = 1 << 3;

    private static void RequireKnown(ulong incompatible, ReadOnlySpan<byte> header)
    {
        ulong unknown = incompatible & ~(DirtyBit | CorruptBit | CompressionTypeBit);
        if (unknown == 0) return;
        int bit = BitOperations.TrailingZeroCount(unknown);
        (string name, string option) = bit switch
        {
            2 => ("an external data file", "data_file="),
            4 => ("extended L2 entries", "extended_l2=off"),
            _ => (NameOf(bit, header) is { } given ? $"the feature '{given}'" : $"the incompatible feature {bit}", ""),
        };
        string how = option.Length == 0 || option.EndsWith('=') ? "" : $" -o {option}";
        throw new Qcow2Exception($"it uses {name}, which is not supported", $"'qemu-img convert -O qcow2{how}' makes an image without it");
    }

    // The feature name table: entries of type, bit and a name of 46 bytes.
    private static string? NameOf(int bit, ReadOnlySpan<byte> header)
    {
        uint at = U32(header, 100);
        while (at <= header.Length - 8)
        {
            uint type = U32(header, (int)at);
            uint length = U32(header, (int)at + 4);
            at += 8;
            if (type == 0 || length > header.Length - at) return null;
            for (int entry = (int)at; type == 0x6803_F857 && entry + 48 <= at + length; entry += 48)
            {
                if (header[entry] == 0 && header[entry + 1] == bit) return Printable(header.Slice(entry + 2, 46));
            }

            at += (length + 7) & ~7u;
        }

        return null;
    }

    // It is shown to people, and whoever made the image chose it.
    private static string Printable(ReadOnlySpan<byte> name)
    {
        int end = name.IndexOf((byte)0);
        return string.Concat((end < 0 ? name : name[..end]).ToArray().Select(static octet => octet is >= 0x20 and <= 0x7E ? (char)octet : '?'));
    }
}
