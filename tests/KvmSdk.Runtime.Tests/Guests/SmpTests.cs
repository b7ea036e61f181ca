using Iced.Intel;
using KvmSdk.Model.Spec;
using KvmSdk.Runtime.Tests.Support;
using static Iced.Intel.AssemblerRegisters;

namespace KvmSdk.Runtime.Tests.Guests;

public sealed class SmpTests
{
    private const int Cpus = 3;
    private const ulong ApCode = 0x1_0000;
    private const ulong Counters = 0x5100;
    private const ulong LocalApic = 0xFEE0_0000;

    /// <summary>Starts the other CPUs as an operating system does (Intel SDM volume 3, 9.4.4.1), then waits for ever.</summary>
    private static byte[] Starter(Action<Assembler> then) => Guest.Assemble(a =>
    {
        const int InitAllButSelf = 0x000C_4500;
        const int StartUpAllButSelf = 0x000C_4600 | (int)(ApCode >> 12);
        a.mov(rdi, LocalApic);
        a.mov(__dword_ptr[rdi + 0xF0], 0x1FF);
        a.mov(__dword_ptr[rdi + 0x300], InitAllButSelf);
        a.mov(__dword_ptr[rdi + 0x300], StartUpAllButSelf);
        then(a);
    });

    /// <summary>Counts for ever in the word that belongs to the CPU's number, as CPUID's topology leaf tells it.</summary>
    private static void CountByTopology(Assembler a)
    {
        Label next = a.CreateLabel();
        a.mov(eax, 0xB);
        a.xor(ecx, ecx);
        a.cpuid();
        a.Label(ref next);
        a.inc(__dword_ptr[(edx * 4) + (int)Counters]);
        a.jmp(next);
    }

    [KvmFact]
    public async Task Every_cpu_starts_by_the_guests_own_message_knows_its_number_and_runs()
    {
        await using TestMachine machine = await StartAsync();
        for (int cpu = 0; cpu < Cpus; cpu++)
        {
            ulong counter = Counters + (4 * (ulong)cpu);
            await Patience.UntilAsync(machine, () => machine.Memory.Read<uint>(counter) > 1000);
        }
    }

    /// <summary>Three cores take two bits of an APIC id, so the second socket begins at 4.</summary>
    [KvmFact]
    public async Task Cpus_of_two_sockets_are_known_by_APIC_ids_with_gaps()
    {
        await using TestMachine machine = await new TestVm(Starter(CountByTopology))
        {
            Cpus = 5,
            MaxCpus = 6,
            Topology = new CpuTopology(2, 3, 1),
            Prepare = static host => host.Memory.Write(ApCode, Guest.Assemble(CountByTopology, ApCode, bitness: 16)),
        }.StartAsync();
        foreach (ulong apicId in (ulong[])[0, 1, 2, 4, 5])
        {
            await Patience.UntilAsync(machine, () => machine.Memory.Read<uint>(Counters + (4 * apicId)) > 1000);
        }

        Assert.Equal(0u, machine.Memory.Read<uint>(Counters + (4 * 3)));
    }

    [KvmFact]
    public async Task All_cpus_stand_still_when_the_machine_is_paused()
    {
        await using TestMachine machine = await StartAsync();
        await Patience.UntilAsync(machine, () => machine.Memory.Read<uint>(Counters + 8) > 100);
        await machine.PauseAsync().WaitAsync(Patience.Limit);
        uint[] atPause = Read(machine);
        for (int i = 0; i < 100; i++)
        {
            await Task.Yield();
        }

        Assert.Equal(atPause, Read(machine));
        await machine.ResumeAsync();
        await Patience.UntilAsync(machine, () => Read(machine).Zip(atPause).All(pair => pair.First != pair.Second));
    }

    [KvmFact]
    public async Task Cpus_that_send_at_once_lose_no_byte()
    {
        const int BytesEach = 5000;
        await using TestMachine machine = await StartAsync(static a =>
        {
            Label next = a.CreateLabel();
            a.mov(eax, 0xB);
            a.xor(ecx, ecx);
            a.cpuid();
            a.mov(eax, edx);
            a.mov(dx, TestVm.SerialPort);
            a.mov(ecx, BytesEach);
            a.Label(ref next);
            a.@out(dx, al);
            a.dec(ecx);
            a.jne(next);
            a.Spin();
        });
        byte[] received = new byte[Cpus * BytesEach];
        await machine.Console.Output.ReadExactlyAsync(received).AsTask().WaitAsync(Patience.Limit);
        Assert.All(Enumerable.Range(0, Cpus), cpu => Assert.Equal(BytesEach, received.Count(value => value == cpu)));
        Assert.Equal((ulong)received.Length, machine.Console.Counters.BytesSent);
    }

    [KvmFact]
    public async Task Cpus_that_were_never_started_can_be_paused_and_stopped()
    {
        await using TestMachine machine = await new TestVm(Guest.Assemble(a => a.hlt())) { Cpus = 4 }.StartAsync();
        await machine.PauseAsync().WaitAsync(Patience.Limit);
        await machine.ResumeAsync();
        await machine.StopAsync().WaitAsync(Patience.Limit);
        Assert.Equal(MachineState.Stopped, machine.State);
    }

    [KvmFact]
    public async Task The_count_can_be_raised_at_start_up_to_the_declared_maximum()
    {
        await using TestMachine machine = await new TestVm(Guest.Assemble(a =>
        {
            a.mov(eax, 1);
            a.cpuid();
            a.shr(ebx, 16);
            a.movzx(eax, bl);
            a.ExitWithEax();
        })).StartAsync(new StartOptions { Cpus = 4 });
        Assert.Equal(new MachineOutcome.DebugExit(4, 4), await machine.Completion.WaitAsync(Patience.Limit));
        Assert.Equal(4, machine.Plan.Cpus.Count);
    }

    private static Task<TestMachine> StartAsync() => StartAsync(CountByTopology);

    /// <summary>Has every CPU run the same code, the first in 64-bit mode, the others in real mode, where the message starts them.</summary>
    private static Task<TestMachine> StartAsync(Action<Assembler> code) => new TestVm(Starter(code))
    {
        Cpus = Cpus,
        Prepare = host => host.Memory.Write(ApCode, Guest.Assemble(code, ApCode, bitness: 16)),
    }.StartAsync();

    private static uint[] Read(TestMachine machine) =>
        [.. Enumerable.Range(0, Cpus).Select(cpu => machine.Memory.Read<uint>(Counters + (4 * (ulong)cpu)))];
}
