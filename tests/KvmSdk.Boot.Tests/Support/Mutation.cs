using System.Buffers.Binary;
using CsCheck;

namespace KvmSdk.Boot.Tests.Support;

/// <summary>Damaged variants of a good file: bytes and words overwritten, often with values that overflow sums, and the end cut off.</summary>
internal static class Mutation
{
    private static readonly ulong[] s_nasty =
    [
        0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_fff0, 0xffff_ffff, 0x1_0000_0000,
        0x7fff_ffff_ffff_ffff, 0x8000_0000_0000_0000, 0xffff_ffff_ffff_f000, 0xffff_ffff_ffff_ffff,
    ];

    private static readonly Gen<ulong> s_value = Gen.OneOf(Gen.OneOf(s_nasty), Gen.ULong, Gen.ULong[0, 0x20_0000]);

    /// <summary>Variants of <paramref name="good"/>; most damage falls in its first <paramref name="headerBytes"/> bytes.</summary>
    public static Gen<byte[]> Of(byte[] good, int headerBytes)
    {
        Gen<int> position = Gen.OneOf(Gen.Int[0, headerBytes - 1], Gen.Int[0, headerBytes - 1], Gen.Int[0, good.Length - 1]);
        Gen<int> length = Gen.OneOf(Gen.Const(good.Length), Gen.Const(good.Length), Gen.Int[0, good.Length]);
        return Gen.Select(Gen.Select(position, Gen.OneOf(1, 2, 4, 8), s_value).Array[1, 4], length).Select(t =>
        {
            byte[] bad = [.. good];
            byte[] word = new byte[8];
            foreach ((int at, int size, ulong value) in t.Item1)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(word, value);
                word.AsSpan(0, Math.Min(size, bad.Length - at)).CopyTo(bad.AsSpan(at));
            }

            return bad[..t.Item2];
        });
    }

    /// <summary>Whether the action ends well or in the one permitted exception.</summary>
    public static bool OnlyBootException(Action action)
    {
        try
        {
            action();
        }
        catch (BootException error)
        {
            return !error.Message.Contains('\n', StringComparison.Ordinal);
        }

        return true;
    }
}
