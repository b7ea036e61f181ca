using KvmSdk.Runtime.Tests.Support;
using static Iced.Intel.AssemblerRegisters;

namespace KvmSdk.Runtime.Tests.Guests;

public sealed class AccessTests
{
    private const ulong Buffer = 0x20_0000;
    private const ushort NoPort = 0x1234;
    private const ulong NoMemory = 0xD123_0000;

    [KvmFact]
    public async Task A_read_from_an_unclaimed_port_gives_all_ones_and_is_counted()
    {
        await using TestMachine machine = await new TestVm(Guest.Assemble(a =>
        {
            a.mov(rdi, Buffer);
            a.mov(dx, NoPort);
            a.xor(eax, eax);
            a.@in(al, dx);
            a.mov(__qword_ptr[rdi], rax);
            a.xor(eax, eax);
            a.@in(ax, dx);
            a.mov(__qword_ptr[rdi + 8], rax);
            a.xor(eax, eax);
            a.@in(eax, dx);
            a.mov(__qword_ptr[rdi + 16], rax);
            a.@out(dx, al);
            a.@out(dx, ax);
            a.@out(dx, eax);
            a.Exit(0);
        })).StartAsync();
        await machine.Completion.WaitAsync(Patience.Limit);
        Assert.Equal(0xFFul, machine.Memory.Read<ulong>(Buffer));
        Assert.Equal(0xFFFFul, machine.Memory.Read<ulong>(Buffer + 8));
        Assert.Equal(0xFFFF_FFFFul, machine.Memory.Read<ulong>(Buffer + 16));
        Assert.Equal(6ul, machine.Counters.UnclaimedPortAccesses);
        Assert.Equal(7ul, machine.Counters.PortExits);
    }

    [KvmFact]
    public async Task A_read_from_unclaimed_memory_gives_all_ones_and_is_counted()
    {
        await using TestMachine machine = await new TestVm(Guest.Assemble(a =>
        {
            a.mov(rdi, Buffer);
            a.mov(rsi, NoMemory);
            a.xor(eax, eax);
            a.mov(al, __byte_ptr[rsi]);
            a.mov(__qword_ptr[rdi], rax);
            a.xor(eax, eax);
            a.mov(ax, __word_ptr[rsi]);
            a.mov(__qword_ptr[rdi + 8], rax);
            a.mov(eax, __dword_ptr[rsi]);
            a.mov(__qword_ptr[rdi + 16], rax);
            a.mov(rax, __qword_ptr[rsi]);
            a.mov(__qword_ptr[rdi + 24], rax);
            a.mov(__qword_ptr[rsi], rax);
            a.Exit(0);
        })).StartAsync();
        await machine.Completion.WaitAsync(Patience.Limit);
        Assert.Equal(0xFFul, machine.Memory.Read<ulong>(Buffer));
        Assert.Equal(0xFFFFul, machine.Memory.Read<ulong>(Buffer + 8));
        Assert.Equal(0xFFFF_FFFFul, machine.Memory.Read<ulong>(Buffer + 16));
        Assert.Equal(ulong.MaxValue, machine.Memory.Read<ulong>(Buffer + 24));
        Assert.Equal(5ul, machine.Counters.UnclaimedMemoryAccesses);
        Assert.Equal(5ul, machine.Counters.MemoryExits);
    }

    [KvmFact]
    public async Task A_claimed_port_sees_offset_width_and_value()
    {
        await using TestMachine machine = await new TestVm(Guest.Assemble(a =>
        {
            a.mov(eax, 0x4433_2211);
            a.mov(dx, ScratchDevice.Port);
            a.@out(dx, eax);
            a.mov(dx, ScratchDevice.Port + 2);
            a.@out(dx, ax);
            a.mov(dx, ScratchDevice.Port + 3);
            a.@out(dx, al);
            a.@in(eax, dx);
            a.ExitWithEax();
        })).StartAsync();
        MachineOutcome outcome = await machine.Completion.WaitAsync(Patience.Limit);
        Assert.Equal([(0u, 4, 0x4433_2211ul), (2u, 2, 0x2211ul), (3u, 1, 0x11ul)], machine.Scratch.Writes);
        Assert.Equal(0x4433_2214u, Assert.IsType<MachineOutcome.DebugExit>(outcome).Value);
        Assert.Equal(0ul, machine.Counters.UnclaimedPortAccesses);
    }

    [KvmFact]
    public async Task A_claimed_window_sees_offset_width_and_value()
    {
        await using TestMachine machine = await new TestVm(Guest.Assemble(a =>
        {
            a.mov(rdi, Buffer);
            a.mov(rsi, TestVm.ScratchBase);
            a.mov(rax, 0x8877_6655_4433_2211UL);
            a.mov(__qword_ptr[rsi], rax);
            a.mov(__dword_ptr[rsi + 8], eax);
            a.mov(__word_ptr[rsi + 16], ax);
            a.mov(__byte_ptr[rsi + 24], al);
            a.mov(rax, __qword_ptr[rsi + 1]);
            a.mov(__qword_ptr[rdi], rax);
            a.movzx(eax, __byte_ptr[rsi + 2]);
            a.mov(__qword_ptr[rdi + 8], rax);
            a.Exit(0);
        })).StartAsync();
        await machine.Completion.WaitAsync(Patience.Limit);
        Assert.Equal(
            [(0u, 8, 0x8877_6655_4433_2211ul), (8u, 4, 0x4433_2211ul), (16u, 2, 0x2211ul), (24u, 1, 0x11ul)],
            machine.Scratch.Writes);
        Assert.Equal(0x8877_6655_4433_2212ul, machine.Memory.Read<ulong>(Buffer));
        Assert.Equal(0x13ul, machine.Memory.Read<ulong>(Buffer + 8));
    }

    [KvmFact]
    public async Task Repeated_string_output_arrives_element_by_element()
    {
        const int Count = 40;
        await using TestMachine machine = await new TestVm(Guest.Assemble(a =>
        {
            a.cld();
            a.mov(rsi, Buffer);
            a.mov(ecx, Count);
            a.mov(dx, ScratchDevice.Port);
            a.rep.outsb();
            a.mov(ecx, 3);
            a.rep.outsd();
            a.Exit(0);
        }))
        {
            Prepare = static host =>
            {
                for (int i = 0; i < 64; i++)
                {
                    host.Memory.Write(Buffer + (ulong)i, (byte)i);
                }
            },
        }.StartAsync();
        await machine.Completion.WaitAsync(Patience.Limit);
        Assert.Equal(
            [.. Enumerable.Range(0, Count).Select(i => (0u, 1, (ulong)i)), (0u, 4, 0x2B2A_2928ul), (0u, 4, 0x2F2E_2D2Cul), (0u, 4, 0x3332_3130ul)],
            machine.Scratch.Writes);
    }

    [KvmFact]
    public async Task Repeated_string_input_is_read_element_by_element()
    {
        const int Count = 300;
        int reads = 0;
        TestVm vm = new(Guest.Assemble(a =>
        {
            a.cld();
            a.mov(rdi, Buffer);
            a.mov(ecx, Count);
            a.mov(dx, ScratchDevice.Port);
            a.rep.insw();
            a.mov(ecx, 10);
            a.mov(dx, NoPort);
            a.rep.insd();
            a.Exit(0);
        }));
        await using TestMachine machine = await MachineHost.StartAsync(
            vm.Plan, null, host => new TestMachine(host, vm) { Scratch = { OnRead = (_, _) => (ulong)reads++ } }, CancellationToken.None);
        await machine.Completion.WaitAsync(Patience.Limit);
        ushort[] expected = [.. Enumerable.Range(0, Count).Select(i => (ushort)i)];
        Assert.Equal(expected, Enumerable.Range(0, Count).Select(i => machine.Memory.Read<ushort>(Buffer + (ulong)(2 * i))));
        Assert.Equal(0xFFFF_FFFFu, machine.Memory.Read<uint>(Buffer + (2 * Count) + 36));
        Assert.Equal(0u, machine.Memory.Read<uint>(Buffer + (2 * Count) + 40));

        // KVM fetches several elements in one exit, so the count is of elements, not of exits.
        Assert.Equal(10ul, machine.Counters.UnclaimedPortAccesses);
        Assert.True(machine.Counters.PortExits < Count);
    }
}
