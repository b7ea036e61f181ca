using Iced.Intel;
using KvmSdk.Runtime.Tests.Support;
using static Iced.Intel.AssemblerRegisters;

namespace KvmSdk.Runtime.Tests.Memory;

public sealed class SharedMemoryTests
{
    private const ulong Address = 0x38_0000;
    private const int Size = 0x2000;

    [KvmFact]
    public async Task The_guest_finds_what_the_property_holds()
    {
        TestVm vm = Vm(a =>
        {
            a.mov(rdi, Address);
            a.mov(eax, __dword_ptr[rdi + 8]);
            a.ExitWithEax();
        });
        Assert.Equal(new MachineOutcome.DebugExit(77, 77), await (vm with { Prepare = static host => _ = Share(host, new() { Answer = 77 }) }).RunAsync());
    }

    /// <summary>A guest that counts up and waits for each number to come back, answered from a thread that is none of the machine's.</summary>
    [KvmFact]
    public async Task Host_and_guest_answer_each_other_without_an_exit()
    {
        const uint Rounds = 200;
        SharedMemory<Mailbox>? mailbox = null;
        TestVm vm = Vm(a =>
        {
            Label next = a.CreateLabel();
            Label wait = a.CreateLabel();
            a.mov(rdi, Address);
            a.Label(ref next);
            a.inc(__dword_ptr[rdi]);
            a.mov(eax, __dword_ptr[rdi]);
            a.Label(ref wait);
            a.pause();
            a.cmp(eax, __dword_ptr[rdi + 8]);
            a.jne(wait);
            a.cmp(eax, (int)Rounds);
            a.jne(next);
            a.Spin();
        });
        vm = vm with { User = true, Prepare = host => mailbox = Share(host, default) };
        await using TestMachine machine = await vm.StartAsync();
        for (uint round = 1; round <= Rounds; round++)
        {
            await Patience.UntilAsync(machine, () => mailbox!.Read().Request == round);
            mailbox!.Access(round, static (scoped ref Mailbox box, uint answer) => Volatile.Write(ref box.Answer, answer));
        }

        Assert.Equal(new Mailbox { Request = Rounds, Answer = Rounds }, mailbox!.Read());
        Assert.Equal(0UL, machine.Counters.Exits - machine.Counters.Interruptions);
    }

    /// <summary>Both sides count the same word up at the same time, each by its atomic instruction.</summary>
    [KvmFact]
    public async Task An_interlocked_operation_in_place_is_atomic_towards_the_guest()
    {
        const int Rounds = 20_000;
        SharedMemory<int>? counter = null;
        TestVm vm = Vm(a =>
        {
            Label next = a.CreateLabel();
            a.mov(rdi, Address);
            a.mov(ecx, Rounds);
            a.Label(ref next);
            a.@lock.inc(__dword_ptr[rdi]);
            a.dec(ecx);
            a.jne(next);
            a.mov(rdi, Address + 4);
            a.mov(__dword_ptr[rdi], 1);
            a.Spin();
        });
        vm = vm with { User = true, Prepare = host => counter = new(host, "Counter", Address, Size, 0) };
        await using TestMachine machine = await vm.StartAsync();
        for (int round = 0; round < Rounds; round++)
        {
            counter!.Access(static (scoped ref int value) => Interlocked.Increment(ref value));
        }

        await Patience.UntilAsync(machine, () => machine.Memory.Read<int>(Address + 4) == 1);
        Assert.Equal(2 * Rounds, counter!.Read());
    }

    [KvmFact]
    public async Task It_knows_its_name_and_place_and_works_in_place()
    {
        SharedMemory<Mailbox>? mailbox = null;
        await using TestMachine machine = await (Vm(a => a.Spin()) with { Prepare = host => mailbox = Share(host, new() { Request = 5, Answer = 6 }) }).StartAsync();
        Assert.Equal(("Mailbox", Address, Size), (mailbox!.Name, mailbox.Address, mailbox.Size));
        Assert.Equal(new Mailbox { Request = 5, Answer = 6 }, mailbox.Read());

        mailbox.Access(static (scoped ref Mailbox box) => box.Request++);
        Assert.Equal(6UL, machine.Memory.Read<ulong>(Address));

        Span<uint> state = [9];
        mailbox.Access(state, static (scoped ref Mailbox box, Span<uint> answer) => box.Answer = answer[0]);
        Assert.Equal(9U, machine.Memory.Read<uint>(Address + 8));

        mailbox.Write(new() { Request = 1, Answer = 2 });
        Assert.Equal((1UL, 2U), (machine.Memory.Read<ulong>(Address), machine.Memory.Read<uint>(Address + 8)));
    }

    [KvmFact]
    public async Task Disposing_a_machine_waits_for_an_access_and_refuses_the_next()
    {
        SharedMemory<Mailbox>? mailbox = null;
        TestMachine machine = await (Vm(a => a.Spin()) with { Prepare = host => mailbox = Share(host, default) }).StartAsync();
        using ManualResetEventSlim inside = new();
        using ManualResetEventSlim leave = new();
        Task<ulong> access = Task.Factory.StartNew(
            () =>
            {
                ulong seen = 0;
                mailbox!.Access((scoped ref Mailbox box) =>
                {
                    inside.Set();
                    leave.Wait();

                    // The machine is disposed by now, and its memory still mapped.
                    box.Request = 41;
                    seen = ++box.Request;
                });
                return seen;
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        inside.Wait();
        Task disposing = machine.DisposeAsync().AsTask();
        while (await Record.ExceptionAsync(() => Task.Run(() => mailbox!.Read())) is not ObjectDisposedException)
        {
            Assert.False(disposing.IsCompleted);
        }

        Assert.Throws<ObjectDisposedException>(() => mailbox!.Write(default));
        Assert.Throws<ObjectDisposedException>(() => mailbox!.Access(static (scoped ref Mailbox _) => Assert.Fail("lent after dispose")));
        Assert.Throws<ObjectDisposedException>(() => mailbox!.Access(0, static (scoped ref Mailbox _, int _) => Assert.Fail("lent after dispose")));
        Assert.False(disposing.IsCompleted);
        leave.Set();
        Assert.Equal(42UL, await access.WaitAsync(Patience.Limit));
        await disposing.WaitAsync(Patience.Limit);
    }

    [KvmFact]
    public async Task A_callback_that_throws_leaves_the_memory_to_be_disposed()
    {
        SharedMemory<Mailbox>? mailbox = null;
        TestMachine machine = await (Vm(a => a.Spin()) with { Prepare = host => mailbox = Share(host, default) }).StartAsync();
        Assert.Throws<InvalidOperationException>(() => mailbox!.Access(static (scoped ref Mailbox _) => throw new InvalidOperationException()));
        Assert.Throws<ArgumentNullException>(() => mailbox!.Access(null!));
        await machine.DisposeAsync().AsTask().WaitAsync(Patience.Limit);
    }

    /// <summary>The compiler refuses such places; what the references rest on is checked again all the same.</summary>
    [KvmTheory]
    [InlineData(Address, 11)]
    [InlineData(0x3F_F000, 0x1001)]
    [InlineData(0x40_0000, 0x1000)]
    [InlineData(ulong.MaxValue, 0x1000)]
    public async Task A_place_that_is_not_RAM_or_too_small_is_refused(ulong address, int size) => await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
        () => (Vm(a => a.Spin()) with { Prepare = host => _ = new SharedMemory<Mailbox>(host, "Mailbox", address, size, default) }).StartAsync());

    private static TestVm Vm(Action<Assembler> program) => new(Guest.Assemble(program)) { SharedMemories = [new("Mailbox", new(Address, Size))] };

    private static SharedMemory<Mailbox> Share(MachineHost host, Mailbox value) => new(host, "Mailbox", Address, Size, value);

    private record struct Mailbox
    {
        public ulong Request;
        public uint Answer;
    }
}
