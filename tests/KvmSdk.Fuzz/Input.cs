using System.Buffers.Binary;

namespace KvmSdk.Fuzz;

/// <summary>An input, taken apart from its front. Past its end there are zeros, so that no length is wrong.</summary>
internal ref struct Input(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public byte U8() => Take(1)[0];

    public ushort U16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public uint U32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    /// <summary>The next bytes, as many as there are.</summary>
    public ReadOnlySpan<byte> Some(int most)
    {
        ReadOnlySpan<byte> some = _rest[..Math.Min(most, _rest.Length)];
        _rest = _rest[some.Length..];
        return some;
    }

    private byte[] Take(int count)
    {
        byte[] taken = new byte[count];
        Some(count).CopyTo(taken);
        return taken;
    }
}
