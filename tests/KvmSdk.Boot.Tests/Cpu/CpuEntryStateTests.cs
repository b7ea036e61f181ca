using KvmSdk.Boot.Cpu;
using KvmSdk.Boot.Tests.Support;

namespace KvmSdk.Boot.Tests.Cpu;

public class CpuEntryStateTests
{
    [Fact]
    public void Long_mode_is_active_with_paging_and_interrupts_off()
    {
        CpuEntryState state = CpuEntryState.Long64(0x10_0200, 0x20_0000) with { Rsi = BootLayout.ZeroPage };

        Assert.Equal(0x10_0200UL, state.Rip);
        Assert.Equal(0x20_0000UL, state.Rsp);
        Assert.Equal(0x8000_0033UL, state.Cr0);
        Assert.Equal(0x620UL, state.Cr4);
        Assert.Equal(BootLayout.PageTables, state.Cr3);
        Assert.Equal(0x500UL, state.Efer);
        Assert.Equal(2UL, state.Rflags);
        Assert.Equal((0x10, true, false), (state.Cs.Selector, state.Cs.LongMode, state.Cs.DefaultBig));
        Assert.Equal(0x18, state.Data.Selector);
        Assert.Equal(((ushort)0x20, (byte)0xb, 0x67u, BootLayout.TaskStateSegment), (state.Tr.Selector, state.Tr.Type, state.Tr.Limit, state.Tr.Base));
        Assert.Equal(new TableRegister(BootLayout.Gdt, 63), state.Gdt);
        Assert.Equal(default, state.Idt);
    }

    [Fact]
    public void A_user_start_is_at_CPL_3_and_may_use_ports()
    {
        CpuEntryState state = CpuEntryState.Long64(0x10_0000, user: true);

        Assert.Equal(((byte)3, (byte)3), (state.Cs.Dpl, state.Data.Dpl));
        Assert.Equal((0x3b, 0x33), (state.Cs.Selector, state.Data.Selector));
        Assert.Equal(BootLayout.PortMap + TaskStateSegment.PortMapSize - 1, state.Tr.Base + state.Tr.Limit);
        Assert.Equal(0x3002UL, state.Rflags);
    }

    [Fact]
    public void Protected_mode_is_what_PVH_asks_for()
    {
        CpuEntryState state = CpuEntryState.Protected32(0x100_0000, (uint)BootLayout.PvhStartInfo);

        // PE set, every other writable bit of CR0 and CR4 clear (ET is fixed to 1).
        Assert.Equal((0x11UL, 0UL, 0UL, 0UL), (state.Cr0, state.Cr4, state.Cr3, state.Efer));
        Assert.Equal(BootLayout.PvhStartInfo, state.Rbx);
        Assert.Equal((0UL, uint.MaxValue, true), (state.Cs.Base, state.Cs.Limit, state.Cs.DefaultBig));
        Assert.Equal((0UL, uint.MaxValue), (state.Data.Base, state.Data.Limit));
        Assert.Equal(((byte)0xb, 0UL, 0x67u), (state.Tr.Type, state.Tr.Base, state.Tr.Limit));
        Assert.Equal(2UL, state.Rflags);
    }

    [Fact]
    public void Real_mode_starts_at_segment_and_offset()
    {
        CpuEntryState state = CpuEntryState.Real16(0x07c0, 0x12);

        Assert.Equal(0x7c12UL, state.Cs.Base + state.Rip);
        Assert.Equal(0UL, state.Cr0 & 1);
        Assert.Equal((0UL, 0xffffu), (state.Data.Base, state.Data.Limit));
        Assert.Equal(0xffff, state.Idt.Limit);
    }

    [Fact]
    public void Reset_starts_16_bytes_below_4_GiB()
    {
        CpuEntryState state = CpuEntryState.Reset();

        Assert.Equal(0xffff_fff0UL, state.Cs.Base + state.Rip);
        Assert.Equal(0x6000_0010UL, state.Cr0);
        Assert.Equal(0xf000, state.Cs.Selector);
    }

    [Fact]
    public void A_task_state_segment_names_the_ring_0_stack_and_no_port_map()
    {
        byte[] segment = [.. Enumerable.Repeat((byte)0xff, 105)];
        TaskStateSegment.Write(segment, 0x1122_3344_5566_7788);

        Assert.Equal(0x1122_3344_5566_7788UL, BitConverter.ToUInt64(segment, 4));
        Assert.Equal(104, BitConverter.ToUInt16(segment, 102));
        Assert.Equal(0, segment.AsSpan(12, 90).IndexOfAnyExcept((byte)0) + 1);
        Assert.Equal(0xff, segment[104]);
    }

    [Fact]
    public void The_tables_of_a_user_start_permit_every_port_and_end_the_map_with_ones()
    {
        ArrayRam ram = ArrayRam.OfMiB(1);
        ram.Fill(0xcc);
        CpuTables.Write(ram, CpuMode.Long64, user: true);

        CpuEntryState state = CpuEntryState.Long64(0x10_0000, user: true);
        ulong map = state.Tr.Base + BitConverter.ToUInt16(ram.At(state.Tr.Base + 102, 2));
        Assert.False(ram.At(map, 8192).ContainsAnyExcept((byte)0));
        Assert.Equal(0xff, ram.At(map + 8192, 1)[0]);
        Assert.Equal(0xcc, ram.At(map + 8193, 1)[0]);
        Assert.Equal(map + 8192, state.Tr.Base + state.Tr.Limit);
        Assert.Equal(state.Tr.ToDescriptor(), BitConverter.ToUInt64(ram.At(state.Gdt.Base + state.Tr.Selector, 8)) | (2UL << 40));
    }
}
