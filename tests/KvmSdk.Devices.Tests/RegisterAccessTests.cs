using CsCheck;

namespace KvmSdk.Devices.Tests;

public sealed class RegisterAccessTests
{
    private const uint Size = 8;

    private readonly Bank _bank = new();

    [Theory]
    [InlineData(0u, 1, 0x00UL)]
    [InlineData(3u, 1, 0x03UL)]
    [InlineData(0u, 2, 0x0100UL)]
    [InlineData(4u, 4, 0x07060504UL)]
    [InlineData(0u, 8, 0x0706050403020100UL)]
    public void Bytes_are_little_endian_at_consecutive_offsets(uint offset, int width, ulong expected) =>
        Assert.Equal(expected, RegisterAccess.ReadWide(_bank, offset, width, Size));

    [Theory]
    [InlineData(6u, 2, 0x0706UL)]
    [InlineData(7u, 2, 0xFF07UL)]
    [InlineData(7u, 4, 0xFFFFFF07UL)]
    [InlineData(8u, 1, 0xFFUL)]
    [InlineData(8u, 8, 0xFFFFFFFFFFFFFFFFUL)]
    [InlineData(uint.MaxValue, 8, 0xFFFFFFFFFFFFFFFFUL)]
    public void Bytes_beyond_the_window_read_as_ones(uint offset, int width, ulong expected)
    {
        Assert.Equal(expected, RegisterAccess.ReadWide(_bank, offset, width, Size));
        Assert.All(_bank.Touched, touched => Assert.True(touched < Size));
    }

    [Theory]
    [InlineData(6u, 2, new uint[] { 6, 7 })]
    [InlineData(7u, 4, new uint[] { 7 })]
    [InlineData(8u, 4, new uint[0])]
    [InlineData(uint.MaxValue, 4, new uint[0])]
    public void Bytes_written_beyond_the_window_vanish(uint offset, int width, uint[] touched)
    {
        RegisterAccess.WriteWide(_bank, offset, width, Size, ulong.MaxValue);
        Assert.Equal(touched, _bank.Touched);
    }

    [Theory]
    [InlineData(int.MinValue, 1)]
    [InlineData(0, 1)]
    [InlineData(9, 8)]
    [InlineData(int.MaxValue, 8)]
    public void A_width_no_access_has_is_brought_into_range(int width, int touched)
    {
        RegisterAccess.ReadWide(_bank, 0, width, Size);
        Assert.Equal(touched, _bank.Touched.Count);
        _bank.Touched.Clear();
        RegisterAccess.WriteWide(_bank, 0, width, Size, 0);
        Assert.Equal(touched, _bank.Touched.Count);
    }

    [Fact]
    public void What_is_written_inside_the_window_reads_back() =>
        Gen.Select(Gen.UInt[0, 8], Gen.Int[1, 8], Gen.ULong).Sample((offset, width, value) =>
        {
            Bank bank = new();
            RegisterAccess.WriteWide(bank, offset, width, Size, value);
            ulong all = width == 8 ? ulong.MaxValue : (1UL << (8 * width)) - 1;
            int inside = (int)Math.Min((uint)width, Size - offset);
            ulong kept = inside == 8 ? ulong.MaxValue : (1UL << (8 * inside)) - 1;
            return RegisterAccess.ReadWide(bank, offset, width, Size) == ((value & kept) | (all & ~kept));
        });

    private sealed class Bank : IByteRegisters
    {
        private readonly byte[] _values = [0, 1, 2, 3, 4, 5, 6, 7];

        public List<uint> Touched { get; } = [];

        public byte Read(uint offset)
        {
            Touched.Add(offset);
            return _values[offset];
        }

        public void Write(uint offset, byte value)
        {
            Touched.Add(offset);
            _values[offset] = value;
        }
    }
}
