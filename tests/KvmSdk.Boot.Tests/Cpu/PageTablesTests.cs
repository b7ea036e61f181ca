using System.Buffers.Binary;
using CsCheck;
using KvmSdk.Boot.Cpu;

namespace KvmSdk.Boot.Tests.Cpu;

public class PageTablesTests
{
    private const ulong AddressMask = 0x000f_ffff_ffff_f000;

    [Theory]
    [InlineData(false, BootLayout.PageTables)]
    [InlineData(true, 0x7654_3000UL)]
    public void Every_address_below_4_GiB_is_mapped_to_itself(bool user, ulong tableAddress)
    {
        byte[] tables = Write(tableAddress, user);
        Gen.ULong[0, PageTables.MappedBytes - 1].Sample(address =>
        {
            (ulong physical, ulong flags) = Walk(tables, tableAddress, address)!.Value;
            return physical == address && (flags & 3) == 3 && ((flags & 4) != 0) == user;
        });
    }

    [Fact]
    public void Nothing_above_4_GiB_is_mapped()
    {
        byte[] tables = Write(BootLayout.PageTables, user: false);
        Gen.ULong[PageTables.MappedBytes, (1UL << 47) - 1].Sample(address => Walk(tables, BootLayout.PageTables, address) is null);
    }

    [Fact]
    public void Accessed_and_dirty_are_set_so_that_no_walk_writes()
    {
        byte[] tables = Write(BootLayout.PageTables, user: false);
        for (int offset = 8192; offset < tables.Length; offset += 8)
        {
            Assert.Equal(0xe3UL, BinaryPrimitives.ReadUInt64LittleEndian(tables.AsSpan(offset)) & 0xfff);
        }
    }

    [Fact]
    public void A_misaligned_table_or_a_short_span_is_refused()
    {
        Assert.Throws<ArgumentException>(() => PageTables.WriteIdentity(new byte[PageTables.SizeInBytes], 0x9008));
        Assert.Throws<ArgumentException>(() => PageTables.WriteIdentity(new byte[PageTables.SizeInBytes - 1], 0x9000));
    }

    private static byte[] Write(ulong tableAddress, bool user)
    {
        byte[] tables = new byte[PageTables.SizeInBytes];
        tables.AsSpan().Fill(0xff);
        PageTables.WriteIdentity(tables, tableAddress, user);
        return tables;
    }

    /// <summary>The walk of Intel SDM volume 3, 4.5.4, with permissions combined over the levels.</summary>
    private static (ulong Physical, ulong Flags)? Walk(byte[] tables, ulong root, ulong address)
    {
        ulong table = root;
        ulong flags = 0xfff;
        for (int shift = 39; shift >= 21; shift -= 9)
        {
            int index = (int)(address >> shift) & 511;
            ulong entry = BinaryPrimitives.ReadUInt64LittleEndian(tables.AsSpan((int)(table - root) + (index * 8)));
            if ((entry & 1) == 0)
            {
                return null;
            }

            flags &= entry;
            table = entry & AddressMask;
            if ((entry & 0x80) != 0)
            {
                Assert.Equal(21, shift);
                return (table | (address & 0x1f_ffff), flags);
            }
        }

        throw new InvalidOperationException("The walk met no large page.");
    }
}
