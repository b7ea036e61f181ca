using System.Buffers.Binary;
using KvmSdk.Boot.Cpu;

namespace KvmSdk.Boot.Tests.Cpu;

public class GdtTests
{
    [Theory]
    [InlineData(CpuMode.Long64, 0x00af9b000000ffff, 0x00affb000000ffff)]
    [InlineData(CpuMode.Protected32, 0x00cf9b000000ffff, 0x00cffb000000ffff)]
    public void Descriptors_have_the_encodings_of_the_manual(CpuMode mode, ulong code, ulong userCode)
    {
        ulong[] table = Write(mode, taskBase: 0x12_3456_7890);

        Assert.Equal(0UL, table[0]);
        Assert.Equal(0x00cf9b000000ffffUL, table[1]);
        Assert.Equal(code, table[2]);
        Assert.Equal(0x00cf93000000ffffUL, table[3]);
        Assert.Equal(0x3400895678900067UL, table[4]);
        Assert.Equal(mode == CpuMode.Long64 ? 0x12UL : 0UL, table[5]);
        Assert.Equal(0x00cff3000000ffffUL, table[6]);
        Assert.Equal(userCode, table[7]);
    }

    [Theory]
    [InlineData(CpuMode.Long64, false)]
    [InlineData(CpuMode.Long64, true)]
    [InlineData(CpuMode.Protected32, false)]
    public void A_reload_of_the_start_selectors_gives_the_start_segments(CpuMode mode, bool user)
    {
        CpuEntryState state = mode == CpuMode.Long64 ? CpuEntryState.Long64(0x10_0000, user: user) : CpuEntryState.Protected32(0x10_0000, 0);
        ulong[] table = Write(mode, state.Tr.Base, state.Tr.Limit);

        Assert.Equal(state.Cs.ToDescriptor(), table[state.Cs.Selector >> 3]);
        Assert.Equal(state.Data.ToDescriptor(), table[state.Data.Selector >> 3]);
        // TR starts busy (type 0xb), the table says available (0x9): the only bit that may differ.
        Assert.Equal(state.Tr.ToDescriptor(), table[state.Tr.Selector >> 3] | (2UL << 40));
    }

    [Fact]
    public void Selectors_fit_sysret_and_the_Linux_boot_protocol()
    {
        Assert.Equal(0x10, Gdt.CodeSelector);
        Assert.Equal(0x18, Gdt.DataSelector);
        // SYSRET takes SS = STAR + 8 and 64-bit CS = STAR + 16 (AMD APM volume 2, 6.1.1).
        Assert.Equal(Gdt.UserDataSelector + 8, Gdt.UserCodeSelector);
    }

    [Fact]
    public void Real_mode_and_short_spans_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Gdt.Write(new byte[64], CpuMode.Real16, 0));
        Assert.Throws<ArgumentException>(() => Gdt.Write(new byte[63], CpuMode.Long64, 0));
    }

    private static ulong[] Write(CpuMode mode, ulong taskBase, uint taskLimit = 0x67)
    {
        byte[] bytes = new byte[Gdt.SizeInBytes];
        Gdt.Write(bytes, mode, taskBase, taskLimit);
        return [.. Enumerable.Range(0, 8).Select(i => BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(i * 8)))];
    }
}
